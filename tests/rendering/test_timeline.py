"""Frames: nothing overlaps, nothing is lost, every spoken line fits into its scene."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.rendering.plan.clips import MIN_END_CARD_FRAMES
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.speech import Speech, SpokenWord
from geminivideo.rendering.timeline import Timeline, lay_out
from tests.rendering.examples import blueprint, scene, speech, speeches

WORDS = st.lists(st.sampled_from(["coffee", "now", "50%", "it's", "☕", "قهوة"]), max_size=14).map(" ".join)


@st.composite
def messy_speech(draw: st.DrawFn) -> Speech:
    """A voice whose word times are too short, reversed or beyond the end."""
    seconds = draw(st.floats(0.2, 4))
    times = st.floats(0, 6)
    words = [
        SpokenWord(text=f"w{n}", start_seconds=draw(times), end_seconds=draw(times))
        for n in range(draw(st.integers(1, 9)))
    ]
    return Speech(seconds=seconds, words=tuple(words), words_per_minute=160, voice="messy")


def laid_out(*says: str, seconds: float = 3.0) -> Timeline:
    ad = blueprint(*[scene(seconds, text) for text in says])
    return lay_out(ad, speeches(ad))


@given(st.lists(st.tuples(st.floats(0.1, 8), WORDS), min_size=1, max_size=6))
def test_scenes_follow_each_other_and_hold_what_is_said(parts: list[tuple[float, str]]) -> None:
    ad = blueprint(*[scene(seconds, text) for seconds, text in parts])
    timeline = lay_out(ad, speeches(ad))
    assert timeline.slots[0].start == 0
    assert all(before.end == after.start for before, after in pairwise(timeline.slots))
    for slot, each in zip(timeline.slots, ad.scenes, strict=True):
        assert slot.frames >= round(each.seconds * FPS)
    for line in timeline.narration:
        slot = timeline.slots[line.scene]
        assert slot.start < line.start
        assert line.start + line.frames < slot.end
    spoken = [word.text for line in timeline.narration for word in line.words]
    assert spoken == [token for _seconds, text in parts for token in text.split()]


@given(messy_speech())
def test_words_never_overlap_even_when_the_voice_says_they_do(said: Speech) -> None:
    text = " ".join(word.text for word in said.words)
    timeline = lay_out(blueprint(scene(says=text), scene()), [said, None])
    words = timeline.narration[0].words
    assert [word.text for word in words] == [word.text for word in said.words]
    assert all(word.end > word.start for word in words)
    assert all(before.end <= after.start for before, after in pairwise(words))


def test_the_ad_ends_with_an_end_card_long_enough_to_read() -> None:
    for seconds in (0.5, 2.0, 3.9, 9.0):
        last = laid_out("one", "two", seconds=seconds).slots[-1]
        assert MIN_END_CARD_FRAMES <= last.end_card <= last.frames


def test_a_single_scene_still_shows_something_before_its_end_card() -> None:
    slot = laid_out("Buy now", seconds=1.0).slots[0]
    assert slot.frames - slot.end_card >= 30
    assert slot.end_card >= MIN_END_CARD_FRAMES


def test_only_the_last_scene_has_an_end_card() -> None:
    assert [slot.end_card > 0 for slot in laid_out("a", "b", "c").slots] == [False, False, True]


def test_a_long_line_lengthens_its_scene_only() -> None:
    long_line = " ".join(["word"] * 30)
    short, long = laid_out("hi", "hi"), laid_out(long_line, "hi")
    assert long.slots[0].frames > short.slots[0].frames
    assert long.slots[1].frames == short.slots[1].frames


def test_an_ad_over_a_minute_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidInputError, match=r"62\.0 s.*60 s"):
        laid_out("", "", seconds=31)


def test_exactly_a_minute_is_accepted() -> None:
    assert laid_out("", "", seconds=30).frames == 60 * FPS


def test_control_characters_of_the_script_reach_no_word() -> None:
    text = "ev\u202eil \u200f now"
    words = lay_out(blueprint(scene(says=text), scene()), [speech(text), None]).narration[0].words
    assert [word.text for word in words] == ["evil", "now"]
