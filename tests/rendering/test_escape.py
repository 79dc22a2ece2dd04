"""Foreign text is shown literally and obeyed never."""

import re

from hypothesis import given
from hypothesis import strategies as st

from geminivideo.rendering.text.escape import ass_literal, clean

NASTY = st.text(st.sampled_from("{}\\Nnh{\\an8}\u202e\u2066\x00\n\t\r'[]:;,=%🔥é ") | st.characters(), max_size=60)


@given(NASTY)
def test_no_tag_and_no_command_survives(text: str) -> None:
    literal = ass_literal(text)
    assert not re.search(r"(?<!\\)[{}]", literal), "a bare brace would open or close a block of tags"
    assert not re.search(r"\\(?![{}\u2060])", literal), "a backslash before anything else would be a command"
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", literal)


@given(NASTY)
def test_every_visible_character_is_still_there(text: str) -> None:
    shown = ass_literal(text).replace("\\{", "{").replace("\\}", "}").replace("\u2060", "")
    assert shown == clean(text)


@given(st.text(max_size=80))
def test_cleaning_is_one_line_that_can_be_written_and_cleaned_again(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert "\n" not in once
    assert "  " not in once
    assert clean(once) == once


def test_direction_overrides_and_control_characters_go() -> None:
    assert clean("ev\u202eil\u202c \x00no\x1b\u2067w") == "evil now"


def test_emoji_sequences_and_joined_spellings_stay_whole() -> None:
    for text in ("👩‍💻", "❤️", "می‌خواهم", "👍🏽", "e\u0301".replace("e\u0301", "é")):
        assert clean(text) == text


def test_lone_surrogates_are_replaced() -> None:
    assert clean("a\ud800b") == "a\ufffdb"
