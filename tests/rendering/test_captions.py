"""Captions: every word once, no two over each other, inside the safe area, on whole frames."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType
from geminivideo.rendering import overlay
from geminivideo.rendering.area import Area
from geminivideo.rendering.captions.drawing import arrange, capitals
from geminivideo.rendering.captions.grouping import Caption, Measure, active_spans, group
from geminivideo.rendering.captions.inside import outside
from geminivideo.rendering.captions.placing import place_captions
from geminivideo.rendering.captions.reading_speed import ease, hurried, may_join, needed_frames, too_fast
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.clips import CardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.text.ass import milliseconds
from geminivideo.rendering.text.fitting import Placed
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


@given(spoken(), st.integers(1, 8), st.integers(6, 50), st.integers(0, 40))
def test_easing_keeps_every_word_and_leaves_no_caption_that_could_be_slower(
    words: list[TimedWord], most: int, letters: int, room: int
) -> None:
    measure, limit = Measure(most, letters), words[-1].end + room
    plain = group(words, measure, limit=limit)
    eased = ease(plain, measure, limit=limit)
    assert [word for caption in eased for word in caption.words] == words
    assert all(before.end <= after.start for before, after in pairwise(eased))
    assert all(caption.start == caption.words[0].start < caption.end <= limit for caption in eased)
    assert sum(map(hurried, eased)) <= sum(map(hurried, plain))
    follows = [caption.start for caption in eased[1:]] + [limit]
    for index, (caption, until) in enumerate(zip(eased, follows, strict=True)):
        if hurried(caption):
            assert caption.end == until, "it could have stayed"
            neighbours = [eased[at : at + 2] for at in (index - 1, index) if 0 <= at < len(eased) - 1]
            assert not any(may_join(one, other, measure) for one, other in neighbours)


def test_a_flash_of_a_caption_joins_its_neighbour() -> None:
    words = [
        TimedWord(text=text, start=s, end=e) for text, s, e in [("Stop.", 0, 7), ("You", 8, 15), ("drink", 16, 30)]
    ]
    captions = ease(group(words, Measure(3, 17), limit=60), Measure(3, 17), limit=60)
    assert [len(caption.words) for caption in captions] == [3]
    assert too_fast(captions) is None


def test_what_stays_too_fast_is_said_with_its_place() -> None:
    words = [TimedWord(text="W" * 40, start=30, end=40), TimedWord(text="V" * 40, start=40, end=50)]
    said = too_fast(ease(group(words, Measure(3, 17), limit=50), Measure(3, 17), limit=50))
    assert said is not None
    assert said.startswith("2 of 2 captions")
    assert "at 1.0 s" in said


def test_a_chinese_sign_takes_longer_to_read_than_a_letter() -> None:
    def needed(text: str) -> int:
        return needed_frames(Caption(0, (TimedWord(text=text, start=0, end=5),), 0, 5))

    assert needed("a" * 20) == 30
    assert needed("世" * 7) == 30
    assert needed("é" * 20) == needed("e\u0301" * 20) == 30


def test_no_lonely_last_word() -> None:
    words = [TimedWord(text="word", start=i * 10, end=i * 10 + 9) for i in range(4)]
    assert [len(caption.words) for caption in group(words, Measure(3, 40), limit=60)] == [2, 2]


def test_sentences_and_pauses_end_a_caption() -> None:
    words = [TimedWord(text=text, start=s, end=s + 8) for text, s in [("Stop.", 0), ("You", 9), ("drink", 40)]]
    assert [len(caption.words) for caption in group(words, Measure(3, 40), limit=90)] == [1, 1, 1]


def test_an_emoji_after_a_full_stop_stands_with_its_sentence() -> None:
    texts = ["Tired?", "😩", "Try", "this."]
    words = [TimedWord(text=text, start=9 * n, end=9 * n + 8) for n, text in enumerate(texts)]
    captions = group(words, Measure(3, 17), limit=60)
    assert [[word.text for word in caption.words] for caption in captions] == [["Tired?", "😩"], ["Try", "this."]]


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
    assert overlay.faults(plan) == []


def test_a_caption_that_leaves_the_safe_area_is_told_with_its_place() -> None:
    safe, caption = Area(100, 200, 900, 1400), Caption(0, (TimedWord(text="word", start=45, end=60),), 45, 60)

    def told(centre_x: float, baseline: float) -> list[str]:
        return list(outside([(caption, [Placed(0, "word", centre_x, baseline, 200.0, 100.0)])], safe))

    assert told(500, 800) == []
    assert told(200, 270) == []
    for centre_x, baseline in [(190, 800), (810, 800), (500, 260), (500, 1410)]:
        assert told(centre_x, baseline) == ["the caption at 1.5 s leaves the safe area with 'word'"]


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


def card_plan(*scenes: BlueprintScene, style: CaptionStyle = CaptionStyle.HORMOZI, offer: str = "20% off") -> EditPlan:
    """An ad of cards, and its end card."""
    ad = blueprint(*scenes, offer=offer)
    return make_plan(ad, lay_out(ad, speeches(ad)), [], EditSettings(Platform.SQUARE, style, seed=0))


def text_card(says: str, shows: str = "") -> BlueprintScene:
    return scene(2.0, says, on_screen_text=shows, shot_type=ShotType.TEXT_CARD)


def drawn(plan: EditPlan) -> list[str]:
    return [
        word.text
        for caption, _look, _area in overlay.captions(plan, layout_for(plan.platform))
        for word in caption.words
    ]


@pytest.mark.parametrize("style", list(CaptionStyle))
def test_a_card_without_headline_sets_the_narration_large_in_every_style(style: CaptionStyle) -> None:
    plan = card_plan(text_card("Hello there"), text_card("One two"), scene(), style=style)
    layout = layout_for(plan.platform)
    large = [c for c, _look, area in overlay.captions(plan, layout) if area == layout.card]
    assert [word.text for caption in large for word in caption.words] == ["One", "two"]


def test_words_that_have_no_room_are_said_in_the_report() -> None:
    plan = card_plan(text_card("One two three"), offer="free " * 30)
    (note,) = overlay.notes(plan)
    assert note.startswith("the offer at frame")
    assert note.endswith("has 30 words: the first 24 are shown")
    assert not overlay.notes(card_plan(text_card("One two three")))


def test_a_headline_stands_alone() -> None:
    plan = card_plan(text_card("You blame yourself for it", "Myth: try harder"), scene(2.5, "Tap below"))
    assert plan.clips[0].kind == "card"
    assert [word.text for word in plan.clips[0].headline] == ["Myth:", "try", "harder"]
    assert drawn(plan) == ["Tap", "below"]


def test_a_headline_that_the_voice_says_among_more_gives_way_to_the_voice() -> None:
    plan = card_plan(text_card("Saying no time is not a plan", "No time"), scene(2.5))
    assert plan.clips[0].kind == "card"
    assert plan.clips[0].headline == ()
    assert drawn(plan) == ["Saying", "no", "time", "is", "not", "a", "plan"]


def test_a_headline_that_is_the_spoken_line_comes_with_the_voice() -> None:
    plan = card_plan(text_card("Stop. Breathe now!", "Stop, breathe now"), scene(2.5))
    assert plan.clips[0].kind == "card"
    assert [word.start for word in plan.clips[0].headline] == [word.start for word in plan.narration[0].words]
    assert drawn(plan) == []


def test_what_the_end_card_shows_is_not_captioned_while_it_is_said() -> None:
    says = "Don't wait: get my first bag today, with 20% off"
    assert drawn(card_plan(scene(2.0), scene(4.0, says))) == ["Don't", "wait:", "today,", "with"]


def test_a_part_of_the_button_is_captioned() -> None:
    """Words left out one by one would leave half sentences."""
    assert drawn(card_plan(scene(2.0), scene(4.0, "Get my second bag"))) == ["Get", "my", "second", "bag"]


@given(st.lists(TEXTS.map(" ".join), min_size=1, max_size=3), st.sampled_from(list(CaptionStyle)), st.booleans())
@settings(max_examples=40, deadline=None)
def test_words_on_cards_are_placed_once_in_order_and_never_over_each_other(
    says: list[str], style: CaptionStyle, cards: bool
) -> None:
    plan = card_plan(
        *[text_card(text, "Stop. it's" if cards else "") for text in says], scene(3.0, "☕ stop."), style=style
    )
    placed = list(place_captions(plan, layout_for(plan.platform)))
    assert [word for each in placed for word in each.caption.words] == list(plan.words)
    assert all(one.caption.end <= other.caption.start for one, other in pairwise(placed))
    headlines = [clip for clip in plan.clips if isinstance(clip, CardClip) and clip.headline]
    for each in placed:
        over = [clip for clip in headlines if clip.start < each.caption.end and each.caption.start < clip.end]
        assert not (each.drawn and over), "two texts at once"


def test_capitals_know_turkish() -> None:
    assert capitals("istanbul'da", "tr") == "İSTANBUL'DA"
    assert capitals("istanbul", "en-US") == "ISTANBUL"
    assert capitals("straße", "de") == "STRASSE"
