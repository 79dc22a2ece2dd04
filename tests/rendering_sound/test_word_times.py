from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.rendering.voice.spoken_form import spoken_form
from geminivideo.rendering.voice.word_times import Sound, token_spans


def phones(*marks: tuple[float, int]) -> list[Sound]:
    """(seconds, character); a character below 0 is a pause."""
    return [Sound(seconds, character, character >= 0) for seconds, character in marks]


def spans(text: str, sounds: list[Sound], seconds: float) -> list[tuple[float, float]]:
    return [(round(a, 3), round(b, 3)) for a, b in token_spans(spoken_form(text, "en"), sounds, seconds)]


def test_a_word_lasts_until_its_last_phone_ends_and_not_into_the_pause() -> None:
    heard = phones((0.1, 0), (0.2, 0), (0.4, -1), (0.7, 4), (0.9, -1))
    assert spans("One two", heard, 1.2) == [(0.1, 0.4), (0.7, 0.9)]


def test_pieces_of_a_token_are_one_word() -> None:
    said = "pay 9 dollars 99 now"
    heard = phones((0, 0), (0.3, 4), (0.5, 6), (0.9, 14), (1.2, 15), (1.5, said.index("now")))
    assert spans("pay $9.99 now", heard, 2.0) == [(0, 0.3), (0.3, 1.5), (1.5, 2.0)]


def test_tokens_spoken_as_one_word_share_its_phones_by_length() -> None:
    heard = phones((0, 0), (0.1, 0), (0.2, 0), (0.3, 0), (0.4, 0), (0.5, 7))
    assert spans("of the best", heard, 1.0) == [(0, 0.2), (0.2, 0.5), (0.5, 1.0)]


def test_a_reported_word_edge_wins_over_the_share_by_length() -> None:
    # eSpeak's dictionary holds "for a"; the event of "while" then carries a position inside "for"
    heard = phones((0, 0), (0.1, 0), (0.2, 0), (0.25, 0), (0.3, 1), (0.5, 1), (0.7, 1))
    assert spans("for a while", heard, 0.9)[2] == (0.3, 0.9)


def test_an_emoji_takes_the_pause_it_stands_in() -> None:
    heard = phones((0, 0), (0.5, -1), (0.9, 3))
    assert spans("hi 😀 you", heard, 1.4) == [(0, 0.5), (0.5, 0.9), (0.9, 1.4)]


def test_an_emoji_without_a_pause_borrows_from_its_neighbour() -> None:
    assert spans("hi 😀 you", phones((0, 0), (0.5, 3)), 1.0) == [(0, 0.42), (0.42, 0.5), (0.5, 1.0)]
    assert spans(
        "😀 hi",
        phones(
            (0, 1),
        ),
        0.6,
    ) == [(0, 0.08), (0.08, 0.6)]


def test_nothing_heard_gives_no_time() -> None:
    assert spans("hm hm", phones((0, -1)), 0.4) == [(0, 0), (0, 0)]


TEXTS = st.lists(st.sampled_from(["hot", "$9.99", "😀", "—", "of", "the", "Don't", "foo.com"]), min_size=1, max_size=9)
SOUNDS = st.lists(st.tuples(st.floats(0.01, 0.3), st.integers(-3, 60)), min_size=1, max_size=30)


@given(TEXTS, SOUNDS)
def test_spans_are_in_order_inside_the_speech_and_never_empty(
    tokens: list[str], steps: list[tuple[float, int]]
) -> None:
    now, sounds = 0.0, []
    for length, character in steps:
        sounds.append(Sound(now, character, character >= 0))
        now += length
    found = token_spans(spoken_form(" ".join(tokens), "en"), sounds, now)
    assert len(found) == len(tokens)
    if any(sound.voiced for sound in sounds) and set(tokens) - {"😀"}:
        assert all(0 <= span.start < span.end <= now + 1e-9 for span in found)
        assert all(before.end <= after.start + 1e-9 for before, after in pairwise(found))


@pytest.mark.parametrize("text", ["", "   "])
def test_no_text_no_spans(text: str) -> None:
    assert token_spans(spoken_form(text, "en"), [], 0.0) == ()
