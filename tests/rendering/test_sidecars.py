"""Caption files: readable by others, never obeyed, and when edited and sent back, shown as they were written."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType
from geminivideo.rendering import overlay
from geminivideo.rendering.captions import sidecars
from geminivideo.rendering.captions.edited import with_captions
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, speeches

HOSTILE = ["{\\an8}up", "a-->b", "<b>bold</b>", "&amp;", "\\N", "{=0}", "<v Bob>hi", "قهوة", "12", "☕", "it's"]
TEXTS = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=12).map(" ".join)


def plan_saying(*says: str, style: CaptionStyle = CaptionStyle.HORMOZI, **last: Any) -> EditPlan:
    ad = blueprint(*[scene(2.0, text) for text in says], scene(2.5, **last))
    return make_plan(ad, lay_out(ad, speeches(ad)), [footage()], EditSettings(Platform.SQUARE, style, seed=0))


def words(plan: EditPlan) -> list[str]:
    return [word.text for word in plan.words]


@given(TEXTS, st.sampled_from(list(CaptionStyle)))
@settings(max_examples=30, deadline=None)
def test_cues_hold_every_word_and_never_overlap(text: str, style: CaptionStyle) -> None:
    plan = plan_saying(text, style=style)
    found = sidecars.cues(plan)
    assert " ".join(cue.text for cue in found).split() == words(plan)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(cue.start < cue.end <= plan.frames for cue in found)


def test_what_a_card_says_instead_of_captions_is_in_the_files() -> None:
    ad = blueprint(
        scene(2.0, "You blame yourself", on_screen_text="Myth", shot_type=ShotType.TEXT_CARD),
        scene(3.0, "Get my first bag"),
    )
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [], EditSettings(Platform.SQUARE, CaptionStyle.HORMOZI, seed=0))
    assert list(overlay.captions(plan, layout_for(plan.platform))) == []
    assert " ".join(cue.text for cue in sidecars.cues(plan)) == "You blame yourself Get my first bag"


def test_times_are_the_frames_in_thousandths() -> None:
    text = sidecars.srt([sidecars.Cue(1, 4, "one"), sidecars.Cue(4, 30 * 3725 + 7, "two")])
    assert text == "1\n00:00:00,033 --> 00:00:00,133\none\n\n2\n00:00:00,133 --> 01:02:05,233\ntwo\n"


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_other_programs_read_the_same_words_and_obey_none(text: str) -> None:
    plan = plan_saying(text)
    found = sidecars.cues(plan)
    for kind, content in (("srt", sidecars.srt(found)), ("ass", sidecars.ass(found, plan))):
        shown = " ".join(event.text for event in pysubs2.SSAFile.from_string(content, format_=kind))
        assert not re.search(r"(?<!\\)\{\\|\\[Nnh]", shown), "neither a tag nor a line break of a player"
        literal = shown.replace("\\{", "{").replace("\\}", "}").replace("\u2060", "")
        assert literal.split() == words(plan), kind


@given(TEXTS, TEXTS, st.sampled_from(list(CaptionStyle)))
@settings(max_examples=30, deadline=None)
def test_a_file_sent_back_unchanged_changes_nothing(one: str, other: str, style: CaptionStyle) -> None:
    plan = plan_saying(one, other, style=style)
    again = with_captions(plan, sidecars.srt(sidecars.cues(plan)))
    assert [word for cue in again.captions or () for word in cue.words] == list(plan.words)
    assert sidecars.cues(again) == sidecars.cues(plan)
    layout = layout_for(plan.platform)
    assert list(overlay.captions(again, layout)) == list(overlay.captions(plan, layout))


def test_edited_words_are_shown_and_the_voice_stays() -> None:
    plan = plan_saying("Stil crashing at three. Try it")
    edited = sidecars.srt(sidecars.cues(plan)).replace("Stil", "<i>Still</i>")
    changed = with_captions(plan, edited)
    shown = [
        w.text for caption, _look, _area in overlay.captions(changed, layout_for(plan.platform)) for w in caption.words
    ]
    assert shown == ["Still", "crashing", "at", "three.", "Try", "it"]
    assert changed.narration == plan.narration
    kept = {word.text: word for cue in changed.captions or () for word in cue.words}
    assert kept["Try"] == next(word for word in plan.words if word.text == "Try"), "untouched cues keep their times"


def test_a_cue_set_by_hand_stays_one_caption() -> None:
    plan = plan_saying("Stop. You drink", style=CaptionStyle.MODERN)
    changed = with_captions(plan, "1\n00:00:00,500 --> 00:00:02,000\nStop now. You\ndrink!\n")
    (cue,) = sidecars.cues(changed)
    assert (cue.start, cue.end, cue.text) == (15, 60, "Stop now. You drink!")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no caption is in it"),
        ("hello", "no line of it reads like"),
        ("1\n00:00:00,000 --> 00:09:00,000\nlong\n", "after the ad's end"),
        ("00:00:01,000 --> 00:00:01,010\nfar too short\n", "too short for its words"),
        ("00:00:01,000 --> 00:00:00,500\nbackwards\n", "too short for its words"),
        ("00:00:00,000 --> 00:00:02,000\na\n\n00:00:01,000 --> 00:00:02,000\nb\n", "before the one above it"),
        ("00:00:00,000 --> 00:00:02,000\n" + "w" * 1001, "1001 letters"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_their_reason(text: str, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        with_captions(plan_saying("One two"), text)


def test_a_hostile_file_is_text_and_nothing_else(shared_data: Path) -> None:
    text = (shared_data / "hostile" / "made_caption_injection.srt").read_text("utf-8")
    plan = plan_saying(*["Some words to say here"] * 10)
    changed = with_captions(plan, text)
    subtitles = overlay.subtitles(changed)
    for event in pysubs2.SSAFile.from_string(subtitles, format_="ass"):
        assert "\\fn" in event.text or "\\p1" in event.text
    assert changed.captions
