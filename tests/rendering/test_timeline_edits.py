"""Edits at the timeline: what moves, what stays, what is refused; and that no sequence of them breaks a plan."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from geminivideo.core.errors import InvalidInputError, NotFoundError
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Platform, ShotType, Transition
from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.keyframes.track import shown_at
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.plan.clips import CardClip, ClipSound, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.framing import CropKey, Easing, Keyframe
from geminivideo.rendering.plan.graphics import Countdown, LowerThird
from geminivideo.rendering.plan.layers import LayerKey
from geminivideo.rendering.plan.music import TrackSettings
from geminivideo.rendering.plan.words import CaptionCue, HeardLine
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.timeline_edits.applying import edited
from geminivideo.rendering.timeline_edits.model import TimelineEdit
from tests.rendering.examples import blueprint, footage, scene, source, speeches
from tests.rendering.golden.ads import golden_plan
from tests.rendering_stills.test_timeline import PLAN as WITH_A_STILL

_EDITS: TypeAdapter[TimelineEdit] = TypeAdapter(TimelineEdit)


def a_plan() -> EditPlan:
    """Four clips of 60 frames, then the end card; a line and a title in each scene."""
    ad = blueprint(
        *[scene(2.0, f"Line {n}", on_screen_text=f"Title {n}") for n in range(4)], scene(2.5, "Buy it now"),
        structure=AdStructure.UGC_STYLE,
    )  # fmt: skip
    material = [footage(source(f"coffee {n}", seconds=8.0)) for n in range(4)]
    chosen = EditSettings(Platform.SQUARE, CaptionStyle.MODERN, seed=0)
    plan = make_plan(ad, lay_out(ad, speeches(ad)), material, chosen)
    assert [clip.frames for clip in plan.clips] == [60, 60, 60, 60, 75]
    return EditPlan(**{**dict(plan), "clips": tuple(_heard(clip) for clip in plan.clips), "sources": _loud(plan)})


def _heard(clip: object) -> object:
    """From the middle of its film, so that there is some before and after it."""
    if not isinstance(clip, FootageClip):
        return clip
    return clip.model_copy(update={"in_seconds": 3.0, "sound": ClipSound(tail_frames=6)})


def _loud(plan: EditPlan) -> tuple[object, ...]:
    return tuple(each.model_copy(update={"has_audio": True}) for each in plan.sources)


PLAN = a_plan()


def after(*edits: dict[str, Any], plan: EditPlan = PLAN) -> EditPlan:
    return edited(plan, [_EDITS.validate_python(edit) for edit in edits])


def starts(plan: EditPlan) -> list[list[int]]:
    return [[item.start for item in items] for items in (plan.clips, plan.narration, plan.titles)]


def footage_in(plan: EditPlan, index: int) -> FootageClip:
    clip = plan.clips[index]
    assert isinstance(clip, FootageClip)
    return clip


def test_split_and_join_is_the_plan_as_it_was() -> None:
    for at in (1, 30, 59):
        parts = after({"op": "split", "clip": 1, "at": at})
        assert [clip.frames for clip in parts.clips] == [60, at, 60 - at, 60, 60, 75]
        assert footage_in(parts, 2).in_seconds == pytest.approx(3 + at / 30)
        assert after({"op": "join", "clip": 1}, plan=parts) == PLAN


@pytest.mark.parametrize("structure", AdStructure)
def test_split_and_join_is_the_plan_as_it_was_in_every_ad(structure: AdStructure) -> None:
    plan = golden_plan(structure)
    for index, clip in enumerate(plan.clips):
        at = clip.frames // 2
        if isinstance(clip, FootageClip) and clip.transition_frames < at and plan.tail(index) <= clip.frames - at:
            assert after({"op": "split", "clip": index, "at": at}, {"op": "join", "clip": index}, plan=plan) == plan


def moving(**changed: object) -> EditPlan:
    clips = list(PLAN.clips)
    clips[1] = FootageClip(**{**dict(footage_in(PLAN, 1)), **changed})
    return EditPlan(**{**dict(PLAN), "clips": tuple(clips)})


def test_split_where_nothing_moves_keeps_crop_path_and_keyframes_exactly() -> None:
    width = footage_in(PLAN, 1).crop.width
    path = (CropKey(frame=10, x=0, y=0), CropKey(frame=25, x=(1280 - width) // 4 * 2, y=0))
    keys = (Keyframe(frame=5), Keyframe(frame=20, zoom=1.5))
    plan = moving(crop_path=path, keyframes=keys)
    assert after({"op": "split", "clip": 1, "at": 40}, {"op": "join", "clip": 1}, plan=plan) == plan
    parts = after({"op": "split", "clip": 1, "at": 40}, plan=plan)
    assert shown_at(footage_in(parts, 2), 7) == shown_at(footage_in(plan, 1), 47)


def test_split_in_the_middle_of_a_move_goes_on_from_where_it_is() -> None:
    path = (CropKey(frame=0, x=0, y=0), CropKey(frame=59, x=400, y=0))
    keys = (Keyframe(frame=0, easing=Easing.LINEAR), Keyframe(frame=59, zoom=2, easing=Easing.LINEAR))
    plan = moving(crop_path=path, keyframes=keys)
    whole, parts = footage_in(plan, 1), after({"op": "split", "clip": 1, "at": 30}, plan=plan)
    first, second = footage_in(parts, 1), footage_in(parts, 2)
    assert view_at(first, 29).left == pytest.approx(view_at(whole, 29).left, abs=2)
    assert view_at(second, 0).left == pytest.approx(view_at(whole, 30).left, abs=2)
    assert view_at(second, 29) == view_at(whole, 59)
    assert shown_at(second, 15).width == pytest.approx(shown_at(whole, 45).width, rel=0.01)


def test_ripple_trim_moves_all_that_follows_and_roll_takes_it_from_the_neighbour() -> None:
    ripple = after({"op": "trim", "clip": 1, "edge": "tail", "by": -12})
    assert ripple.frames == PLAN.frames - 12
    for before, now in zip(starts(PLAN), starts(ripple), strict=True):
        assert now == [start if start < 120 else start - 12 for start in before]
    roll = after({"op": "trim", "clip": 1, "edge": "tail", "by": -12, "mode": "roll"})
    assert roll.frames == PLAN.frames
    assert (roll.narration, roll.titles) == (PLAN.narration, PLAN.titles)
    assert [clip.frames for clip in roll.clips] == [60, 48, 72, 60, 75]
    assert footage_in(roll, 2).in_seconds == pytest.approx(3 - 12 / 30)


def test_trimming_the_head_shows_the_same_frames_later_in_the_source() -> None:
    shorter = after({"op": "trim", "clip": 2, "edge": "head", "by": 9})
    assert footage_in(shorter, 2).in_seconds == pytest.approx(3.3)
    assert [clip.start for clip in shorter.clips] == [0, 60, 120, 171, 231]
    assert after({"op": "trim", "clip": 2, "edge": "head", "by": -9}, plan=shorter).clips == PLAN.clips
    assert shorter.narration[3].start == PLAN.narration[3].start - 9
    assert shorter.narration[3].words[0].start == PLAN.narration[3].words[0].start - 9


def test_a_trim_that_makes_the_voice_run_into_itself_says_by_how_much() -> None:
    with pytest.raises(InvalidInputError, match=r"Edit 1 \(trim of clip 1\).*still saying 'Line 1'.*leave 1\d frames"):
        after({"op": "trim", "clip": 1, "edge": "tail", "by": -55})


def test_slip_changes_where_the_clip_begins_and_nothing_else() -> None:
    slipped = after({"op": "slip", "clip": 2, "seconds": -1.25})
    assert footage_in(slipped, 2).in_seconds == 1.75
    assert footage_in(after({"op": "slip", "clip": 2, "seconds": 1.25}, plan=slipped), 2).in_seconds == 3.0
    back = [*slipped.clips[:2], PLAN.clips[2], *slipped.clips[3:]]
    assert EditPlan(**{**dict(slipped), "clips": tuple(back)}) == PLAN


def test_ripple_delete_takes_what_is_said_only_then_and_roll_keeps_the_voice() -> None:
    ripple = after({"op": "delete", "clip": 1})
    assert ripple.frames == PLAN.frames - 60
    assert [line.text for line in ripple.narration] == ["Line 0", "Line 2", "Line 3", "Buy it now"]
    assert [title.text for title in ripple.titles] == ["Title 0", "Title 2", "Title 3"]
    assert len(ripple.sources) == len(PLAN.sources) - 1
    roll = after({"op": "delete", "clip": 1, "mode": "roll"})
    assert (roll.frames, roll.narration) == (PLAN.frames, PLAN.narration)
    assert [clip.frames for clip in roll.clips] == [120, 60, 60, 75]
    first = after({"op": "delete", "clip": 0, "mode": "roll"})
    assert footage_in(first, 0).in_seconds == pytest.approx(1.0)


def test_moved_pictures_leave_the_voice_where_it_is() -> None:
    moved = after({"op": "trim", "clip": 0, "edge": "tail", "by": 15}, {"op": "move", "clip": 3, "to": 0})
    ids = [footage_in(PLAN, index).footage_id for index in (3, 0, 1, 2)]
    assert [footage_in(moved, index).footage_id for index in range(4)] == ids
    assert [clip.start for clip in moved.clips] == [0, 60, 135, 195, 255]
    assert moved.narration[0] == PLAN.narration[0]


def test_a_replacement_is_looked_up_and_framed() -> None:
    other = source("dog", 720, 1280, 5.0)
    edit = _EDITS.validate_python({"op": "replace", "clip": 1, "footage_id": other.footage_id, "in_seconds": 1})
    plan = edited(PLAN, [edit], {other.footage_id: other}.__getitem__)
    clip = footage_in(plan, 1)
    assert (clip.footage_id, clip.in_seconds, clip.crop.width, clip.sound) == (other.footage_id, 1.0, 720, None)
    assert other in plan.sources
    with pytest.raises(NotFoundError, match="does not use footage_cat"):
        after({"op": "replace", "clip": 1, "footage_id": "footage_cat"})
    with pytest.raises(InvalidInputError, match="reaches past the end of footage_dog"):
        edited(PLAN, [edit.model_copy(update={"in_seconds": 4.0})], {other.footage_id: other}.__getitem__)


def test_j_and_l_cuts_are_as_asked_or_refused() -> None:
    plan = after({"op": "sound", "clip": 1, "lead_frames": 12, "tail_frames": 9, "gain_db": -3})
    assert footage_in(plan, 1).sound == ClipSound(lead_frames=12, tail_frames=9, gain_db=-3)
    assert footage_in(after({"op": "sound", "clip": 1, "muted": True}), 1).sound is None
    with pytest.raises(InvalidInputError, match="begins before the clip before it"):
        after({"op": "sound", "clip": 0, "lead_frames": 5})


def test_a_card_takes_its_words_along_and_the_end_card_stays_long_enough_to_read() -> None:
    ad = blueprint(
        scene(2.0, "Hi"), scene(3.0, "", on_screen_text="One two three", shot_type=ShotType.TEXT_CARD), scene(3.5, "")
    )
    plan = make_plan(
        ad, lay_out(ad, speeches(ad)), [footage()], EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0)
    )
    moved = after({"op": "trim", "clip": 0, "edge": "tail", "by": -20}, plan=plan)
    old, new = plan.clips[-2], moved.clips[-2]
    assert isinstance(old, CardClip)
    assert isinstance(new, CardClip)
    assert [word.start for word in new.headline] == [word.start - 20 for word in old.headline]
    assert all(new.start <= word.start < word.end <= new.end for word in new.headline)
    card = len(plan.clips) - 1
    with pytest.raises(InvalidInputError, match="at least 75 are needed"):
        after({"op": "trim", "clip": card, "edge": "tail", "by": -60}, plan=plan)
    with pytest.raises(InvalidInputError, match="only footage can be split"):
        after({"op": "split", "clip": card, "at": 20}, plan=plan)
    with pytest.raises(InvalidInputError, match="the end card stays at the end"):
        after({"op": "move", "clip": card, "to": 0}, plan=plan)


def test_captions_and_beats_follow_too() -> None:
    cue = CaptionCue(words=PLAN.narration[3].words, end=PLAN.narration[3].words[-1].end + 5)
    beats = TrackSettings(asset_id="asset_1", sha256="ab", beats=(0, 150, 310))
    plan = EditPlan(**{**dict(PLAN), "captions": (cue,), "music": beats})
    shorter = after({"op": "trim", "clip": 0, "edge": "tail", "by": -10}, plan=plan)
    assert shorter.captions is not None
    assert (shorter.captions[0].start, shorter.captions[0].end) == (cue.start - 10, cue.end - 10)
    assert isinstance(shorter.music, TrackSettings)
    assert shorter.music.beats == (0, 150)


def test_graphics_over_the_picture_follow_too() -> None:
    logo = LogoMark(asset_id="asset_1", sha256="ab", x=20, y=20, width=80, height=40,
                    keyframes=(LayerKey(frame=0), LayerKey(frame=310)))  # fmt: skip
    third = LowerThird(start=190, frames=45, name="Ann", keyframes=(LayerKey(frame=0), LayerKey(frame=40)))
    graphics = {"lower_thirds": (third,), "countdown": Countdown(start=220, frames=90, from_number=3), "logo": logo}
    plan = EditPlan(**{**dict(PLAN), **graphics})
    shorter = after({"op": "trim", "clip": 0, "edge": "tail", "by": -10}, plan=plan)
    assert [mark.start for mark in shorter.lower_thirds] == [180]
    assert shorter.countdown == Countdown(start=210, frames=90, from_number=3)
    assert shorter.logo is not None
    assert [key.frame for key in shorter.logo.keyframes] == [0]
    cut = after({"op": "trim", "clip": 3, "edge": "tail", "by": -15}, plan=plan)
    assert [(mark.frames, len(mark.keyframes)) for mark in cut.lower_thirds] == [(35, 1)]
    assert not after({"op": "delete", "clip": 3}, plan=plan).lower_thirds


def test_words_heard_in_a_clip_stay_with_its_sound() -> None:
    clip = footage_in(PLAN, 2)
    words = tuple(TimedWord(text=f"w{n}", start=clip.start + 10 * n, end=clip.start + 10 * n + 8) for n in range(5))
    plan = EditPlan(**{**dict(PLAN), "heard": (HeardLine(footage_id=clip.footage_id, words=words),)})

    def said(*edits: dict[str, Any]) -> list[tuple[str, int]]:
        return [(word.text, word.start) for line in after(*edits, plan=plan).heard for word in line.words]

    assert said({"op": "split", "clip": 2, "at": 25}, {"op": "join", "clip": 2}) == [(w.text, w.start) for w in words]
    assert said({"op": "trim", "clip": 0, "edge": "tail", "by": -9})[0] == ("w0", 111)
    assert said({"op": "trim", "clip": 2, "edge": "head", "by": 15, "mode": "roll"})[0] == ("w2", 140)
    assert said({"op": "slip", "clip": 2, "seconds": 0.5}) == [("w2", 125), ("w3", 135), ("w4", 145)]
    assert said({"op": "move", "clip": 2, "to": 0})[0] == ("w0", 0)
    assert not said({"op": "delete", "clip": 2})
    assert not said({"op": "sound", "clip": 2, "muted": True})


def test_a_transition_that_no_longer_fits_gets_shorter() -> None:
    plan = moving(transition=Transition.DISSOLVE, transition_frames=10)
    short = after({"op": "trim", "clip": 1, "edge": "head", "by": 52, "mode": "roll"}, plan=plan)
    assert (short.clips[1].frames, short.clips[1].transition_frames) == (8, 7)
    first = after({"op": "delete", "clip": 0}, plan=plan)
    assert first.clips[0].transition is Transition.CUT


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"op": "trim", "clip": 9, "edge": "head", "by": 1}, "clips 0 to 4, and no clip 9"),
        ({"op": "trim", "clip": 0, "edge": "head", "by": 60}, "60 frames and would have 0"),
        ({"op": "trim", "clip": 0, "edge": "head", "by": -120}, r"begins 3\.00 s into .*no 120 frames before it"),
        ({"op": "trim", "clip": 0, "edge": "tail", "by": 200}, "reaches past the end of footage_coffee"),
        ({"op": "trim", "clip": 4, "edge": "tail", "by": -5, "mode": "roll"}, "there is no neighbour at that edge"),
        ({"op": "split", "clip": 0, "at": 60}, "lasts 60 frames and cannot be split at 60"),
        ({"op": "join", "clip": 0}, "do not show one stretch of footage"),
        ({"op": "slip", "clip": 0, "seconds": -3.5}, "cannot slip so far back"),
        ({"op": "slip", "clip": 4, "seconds": 1}, r"clip 4 shows no footage \(end_card\)"),
        ({"op": "trim", "clip": 4, "edge": "tail", "by": 1600}, r"would last 6\d\.\d s; square takes at most 60 s"),
    ],
)
def test_what_cannot_be_edited_is_refused_with_its_reason(edit: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        after(edit)


INDEX, MODE = st.integers(0, 6), st.sampled_from(["ripple", "roll"])
ANY_EDIT = st.one_of(
    st.fixed_dictionaries({"op": st.just("split"), "clip": INDEX, "at": st.integers(1, 70)}),
    st.fixed_dictionaries({"op": st.just("join"), "clip": INDEX}),
    st.fixed_dictionaries(
        {"op": st.just("trim"), "clip": INDEX, "edge": st.sampled_from(["head", "tail"]), "by": st.integers(-70, 70),
         "mode": MODE}
    ),
    st.fixed_dictionaries({"op": st.just("slip"), "clip": INDEX, "seconds": st.floats(-4, 4)}),
    st.fixed_dictionaries({"op": st.just("delete"), "clip": INDEX, "mode": MODE}),
    st.fixed_dictionaries({"op": st.just("move"), "clip": INDEX, "to": INDEX}),
    st.fixed_dictionaries({"op": st.just("sound"), "clip": INDEX, "lead_frames": st.integers(0, 60)}),
)  # fmt: skip
TALKING = EditPlan(
    **{
        **dict(PLAN),
        "heard": tuple(
            HeardLine(
                footage_id=clip.footage_id,
                words=tuple(TimedWord(text="word", start=clip.start + at, end=clip.start + at + 20) for at in (5, 40)),
            )
            for clip in PLAN.clips
            if isinstance(clip, FootageClip)
        ),
    }
)
STARTS = [
    PLAN,
    TALKING,
    WITH_A_STILL,
    *(golden_plan(structure) for structure in (AdStructure.COMPARISON, AdStructure.TRANSFORMATION)),
]


def length_after(plan: EditPlan, edit: TimelineEdit) -> int:
    """What the ad must last: only ripples change it."""
    if edit.op == "trim" and edit.mode == "ripple":
        return plan.frames + (edit.by if edit.edge == "tail" else -edit.by)
    if edit.op == "delete" and edit.mode == "ripple":
        return plan.frames - plan.clips[edit.clip].frames
    return plan.frames


@given(st.sampled_from(STARTS), st.lists(ANY_EDIT, max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_edits_give_a_plan_that_can_be_rendered_or_an_error(
    plan: EditPlan, edits: Sequence[dict[str, Any]]
) -> None:
    for each in edits:
        edit = _EDITS.validate_python(each)
        try:
            made = edited(plan, [edit])
        except InvalidInputError:
            continue
        assert made.frames == length_after(plan, edit) == sum(clip.frames for clip in made.clips)
        assert EditPlan.model_validate_json(made.model_dump_json()) == made
        assert sum(isinstance(clip, EndCardClip) for clip in made.clips[:-1]) == 0
        for card in (clip for clip in made.clips if isinstance(clip, CardClip)):
            assert all(card.start <= word.start < word.end <= card.end for word in card.headline)
        if edit.op != "delete":
            assert [line.text for line in made.narration] == [line.text for line in plan.narration]
        plan = made
