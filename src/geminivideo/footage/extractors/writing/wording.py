"""What was read made fit to be kept: it is data from a picture that anybody may have made."""

import unicodedata

from geminivideo.footage.extractors.writing.recognition import Reading

LONGEST = 200
_FEWEST_SIGNS, _FEW_SIGNS = 2, 3
_SURE = 0.85


def cleaned(text: str) -> str:
    """Without control, formatting and unassigned characters, runs of space as one, at most 200 characters long."""
    visible = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", text)
    )
    return " ".join(visible.split())[:LONGEST].rstrip()


def is_writing(reading: Reading, least_confidence: float) -> bool:
    """Whether to believe a reading.

    Never that of a lone sign, as the four feet of a table read as an X, and surely; of two or three only when sure, as
    the neck of a bottle reads as OE.
    """
    signs = sum(sign.isalnum() for sign in reading.text)
    least = max(_SURE, least_confidence) if signs <= _FEW_SIGNS else least_confidence
    return signs >= _FEWEST_SIGNS and reading.confidence >= least
