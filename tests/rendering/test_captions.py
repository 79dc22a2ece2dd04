"""Captions: every word once, no two over each other, inside the safe area, on whole frames."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType
from geminivideo.rendering import overlay
from geminivideo.rendering.area import Area
from geminivideo.rendering.captions.drawing import arrange, capitals
from geminivideo.rendering.captions.grouping import Measure, active_spans, group
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan import EditPlan, TimedWord
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.text.ass import milliseconds
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, speeches

TEXTS = st.lists(
    st.sampled_from(["You", "coffee,", "10x", "stop.", "extraordinarily", "☕", "قهوة", "{\\an8}", "it's", "W" * 40]),
    min_size=1,
    max_size=24,
)
STYLES = st.sampled_from([style for style in CaptionStyle if style is not CaptionStyle.NONE])


@st.composite
def spoken(draw: st.DrawFn) -> list[TimedWord]:
    words, at = [], 0
    for text in draw(TEXTS):
        at += draw(st.integers(0, 20))
        length = draw(st.integers(1, 20))
        words.append(TimedWord(text=text, start=at, end=at + length))
        at += length
    return words


@given(spoken(), st.integers(1, 8), st.integers(6, 50), st.booleans())
def test_groups_hold_every_word_once_in_order_without_overlap(
    words: list[TimedWord], most: int, letters: int, hold: bool
) -> None:
    captions = group(words, Measure(most, letters), limit=words[-1].end + 30, hold=hold)
    assert [word for caption in captions for word in caption.words] == words
    assert [caption.first for caption in captions] == [words.index(caption.words[0]) for caption in captions] or len(
        set(words)
    ) < len(words)
    assert all(len(caption.words) <= most for caption in captions)
    assert all(before.end <= after.start for before, after in pairwise(captions))
    assert all(caption.start == caption.words[0].start < caption.end for caption in captions)


@given(spoken())
def test_exactly_one_word_is_active_at_any_time(words: list[TimedWord]) -> None:
    for caption in group(words, Measure(4, 30), limit=words[-1].end + 30):
        spans = active_spans(caption)
        assert spans[0][1] == caption.start
        assert spans[-1][2] == caption.end
        assert all(before[2] == after[1] for before, after in pairwise(spans))


def test_no_lonely_last_word() -> None:
    words = [TimedWord(text="word", start=i * 10, end=i * 10 + 9) for i in range(4)]
    assert [len(caption.words) for caption in group(words, Measure(3, 40), limit=60)] == [2, 2]


def test_sentences_and_pauses_end_a_caption() -> None:
    words = [TimedWord(text=text, start=s, end=s + 8) for text, s in [("Stop.", 0), ("You", 9), ("drink", 40)]]
    assert [len(caption.words) for caption in group(words, Measure(3, 40), limit=90)] == [1, 1, 1]


def test_a_caption_bridges_a_short_gap_and_not_a_long_one() -> None:
    near = [TimedWord(text="a.", start=0, end=10), TimedWord(text="b", start=20, end=30)]
    far = [TimedWord(text="a.", start=0, end=10), TimedWord(text="b", start=60, end=70)]
    assert group(near, Measure(3, 40), limit=99)[0].end == 20
    assert group(far, Measure(3, 40), limit=99)[0].end < 30
    assert group(far, Measure(3, 40), limit=99, hold=True)[0].end == 60


def plan_saying(
    *says: str, style: CaptionStyle = CaptionStyle.HORMOZI, platform: Platform = Platform.TIKTOK
) -> EditPlan:
    ad = blueprint(*[scene(2.0, text) for text in says], language="en")
    settings_ = EditSettings(platform, style, seed=0)
    return make_plan(ad, lay_out(ad, speeches(ad)), [footage()], settings_)


@given(st.lists(TEXTS.map(" ".join), min_size=1, max_size=3), STYLES, st.sampled_from(list(Platform)))
@settings(max_examples=40, deadline=None)
def test_every_token_is_shown_once_inside_the_safe_area(
    says: list[str], style: CaptionStyle, platform: Platform
) -> None:
    plan = plan_saying(*says, style=style, platform=platform)
    layout = layout_for(platform)
    shown = []
    for caption, look, area in overlay.captions(plan, layout):
        placed = arrange(caption, look, layout, area, plan.language)
        assert all(_inside(word.centre_x, word.width, word.baseline, word.em, layout.safe) for word in placed)
        for number in range(len(caption.words)):
            assert any(word.word == number for word in placed)
            shown.append(caption.words[number].text)
    assert shown == [word.text for word in plan.words]


def _inside(centre_x: float, width: float, baseline: float, em: float, safe: Area) -> bool:
    across = safe.left <= centre_x - width / 2 + 0.1 and centre_x + width / 2 - 0.1 <= safe.right
    return across and safe.top <= baseline - 0.7 * em and baseline <= safe.bottom


@given(st.lists(TEXTS.map(" ".join), min_size=1, max_size=2), STYLES)
@settings(max_examples=30, deadline=None)
def test_events_are_on_frames_and_within_the_ad(says: list[str], style: CaptionStyle) -> None:
    plan = plan_saying(*says, style=style)
    for event in overlay.events(plan):
        assert 0 <= event.start < event.end <= plan.frames


def test_subtitle_times_fall_between_two_frames() -> None:
    for frame in range(1, 2000):
        begins = milliseconds(frame)
        assert begins % 10 == 0
        assert (frame - 1) * 1000 / 30 + 5 < begins < frame * 1000 / 30 - 5


def test_captions_can_be_switched_off() -> None:
    plan = plan_saying("One two three", "four", style=CaptionStyle.NONE)
    assert list(overlay.captions(plan, layout_for(plan.platform))) == []


def test_neighbours_of_the_active_word_never_move() -> None:
    """The word jumps in its own events; in all others of the same word the place is the same."""
    plan = plan_saying("Three little words", "x")
    places: dict[str, set[str]] = {}
    for event in overlay.events(plan):
        match = re.search(r"\\pos\(([\d.,]+)\).*}(THREE|LITTLE|WORDS)$", event.text)
        if match:
            places.setdefault(match[2], set()).add(match[1])
    assert sorted(places) == ["LITTLE", "THREE", "WORDS"]
    assert all(len(found) == 1 for found in places.values())


@pytest.mark.parametrize("style", list(CaptionStyle))
def test_a_card_without_headline_sets_the_narration_large_in_every_style(style: CaptionStyle) -> None:
    ad = blueprint(
        scene(2.0, "Hello there", shot_type=ShotType.TEXT_CARD),
        scene(2.0, "One two", shot_type=ShotType.TEXT_CARD),
        scene(),
    )
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [], EditSettings(Platform.SQUARE, style, seed=0))
    layout = layout_for(plan.platform)
    large = [c for c, _look, area in overlay.captions(plan, layout) if area == layout.kinetic]
    assert [word.text for caption in large for word in caption.words] == ["One", "two"]


def test_capitals_know_turkish() -> None:
    assert capitals("istanbul'da", "tr") == "İSTANBUL'DA"
    assert capitals("istanbul", "en-US") == "ISTANBUL"
    assert capitals("straße", "de") == "STRASSE"
