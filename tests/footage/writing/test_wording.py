import pytest

from geminivideo.footage.extractors.writing.recognition import Reading
from geminivideo.footage.extractors.writing.wording import LONGEST, cleaned, is_writing


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("  two   words ", "two words"),
        ("bell\x07 and\x1b[31m red\n", "bell and [31m red"),
        ("pay\u202egpj.exe", "pay gpj.exe"),
        ("\u200bhidden\u2066", "hidden"),
        ("{\\an8}x'; --", "{\\an8}x'; --"),
        ("x" * 300, "x" * LONGEST),
        ("\u3000 ", ""),
    ],
)
def test_what_is_read_is_cleaned(read: str, kept: str) -> None:
    assert cleaned(read) == kept


@pytest.mark.parametrize(
    ("text", "confidence", "believed"),
    [
        ("X", 0.99, False),
        ("", 1.0, False),
        ("--!", 0.99, False),
        ("OE", 0.8, False),
        ("50%", 0.95, True),
        ("Sale", 0.7, True),
        ("Sale", 0.6, False),
    ],
)
def test_short_readings_must_be_surer(text: str, confidence: float, believed: bool) -> None:
    assert is_writing(Reading(text, confidence), 0.65) is believed
