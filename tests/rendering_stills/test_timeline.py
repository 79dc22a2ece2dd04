"""Edits at the timeline over stills: a cut move goes on as it was, and what a picture cannot do is said."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import AdStructure, FrameSize, ShotType
from geminivideo.rendering.keyframes.easing import bezier, part_of
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.views import shown_at
from geminivideo.rendering.timeline_edits.applying import edited
from geminivideo.rendering.timeline_edits.model import TimelineEdit
from tests.rendering.examples import blueprint, footage, scene, source
from tests.rendering_stills.examples import still
from tests.rendering_stills.test_planning import planned, stills_in

_EDITS: TypeAdapter[TimelineEdit] = TypeAdapter(TimelineEdit)
FILM = [footage(source("people", seconds=90.0))]
PLAN = planned(
    blueprint(
        scene(3, "Look.", footage_query="people dance"),
        scene(3, "So fine.", footage_query="hands", shot_type=ShotType.DETAIL),
        scene(3, "Again.", footage_query="people sit"),
        scene(2.5, "Buy."),
    ),
    FILM,
    still("mug", width=3000, height=2000),
)
AT = next(index for index, clip in enumerate(PLAN.clips) if isinstance(clip, StillClip))
WHOLE = PLAN.clips[AT]


def after(*edits: dict[str, Any], plan: EditPlan = PLAN) -> EditPlan:
    return edited(plan, [_EDITS.validate_python({"clip": AT, **edit}) for edit in edits])


def left_edges(*clips: StillClip) -> list[float]:
    """Of what is seen at each frame, in pixels of the picture."""
    frame = FrameSize(PLAN.width, PLAN.height)
    return [shown_at(clip, at, frame).left for clip in clips for at in range(clip.frames)]


@pytest.mark.parametrize("at", [8, 30, 43])
def test_a_split_picture_moves_on_as_it_did_and_joined_again_too(at: int) -> None:
    assert isinstance(WHOLE, StillClip)
    as_it_was = left_edges(WHOLE)
    assert as_it_was[0] != as_it_was[-1]
    split = after({"op": "split", "at": at})
    assert [clip.frames for clip in stills_in(split)] == [at, WHOLE.frames - at]
    assert left_edges(*stills_in(split)) == pytest.approx(as_it_was, abs=0.01)
    (joined,) = stills_in(after({"op": "join"}, plan=split))
    assert left_edges(joined) == pytest.approx(as_it_was, abs=0.01)
    assert joined.model_copy(update={"keyframes": WHOLE.keyframes}) == WHOLE


def test_trimmed_it_shows_the_same_frames_and_made_longer_it_stands_where_its_move_ends() -> None:
    assert isinstance(WHOLE, StillClip)
    (shorter,) = stills_in(after({"op": "trim", "edge": "head", "by": 10, "mode": "roll"}))
    assert left_edges(shorter) == pytest.approx(left_edges(WHOLE)[10:], abs=0.01)
    (longer,) = stills_in(after({"op": "trim", "edge": "tail", "by": 12}))
    assert left_edges(longer) == left_edges(WHOLE) + 12 * left_edges(WHOLE)[-1:]


def test_it_is_moved_replaced_and_deleted_like_any_clip() -> None:
    moved = after({"op": "move", "to": 0})
    assert [clip.kind for clip in moved.clips[:2]] == ["still", "footage"]
    assert left_edges(*stills_in(moved)) == left_edges(*stills_in(PLAN))
    replaced = after({"op": "replace", "footage_id": PLAN.sources[0].footage_id}).clips[AT]
    assert isinstance(replaced, FootageClip)
    assert isinstance(WHOLE, StillClip)
    assert (replaced.frames, replaced.grade) == (WHOLE.frames, WHOLE.grade)
    assert not stills_in(after({"op": "delete", "mode": "roll"}))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"op": "slip", "seconds": 1}, "shows a still picture, which has no other seconds to show"),
        ({"op": "sound", "gain_db": 1}, "no sound"),
        ({"op": "join"}, "not both footage, nor both stills"),
        ({"op": "trim", "edge": "tail", "by": -600}, "at least 1 are needed"),
    ],
)
def test_what_a_picture_cannot_do_is_refused_with_its_reason(edit: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        after(edit)


def test_two_different_moves_are_not_joined() -> None:
    first, second = stills_in(split := after({"op": "split", "at": 30}))
    for changed, said in (({"keyframes": ()}, "one moves"), ({"asset_id": "asset_2"}, "not show one picture")):
        clips = [*split.clips[: AT + 1], second.model_copy(update=changed), *split.clips[AT + 2 :]]
        with pytest.raises(InvalidInputError, match=said):
            after({"op": "join"}, plan=EditPlan(**{**dict(split), "clips": tuple(clips)}))
    assert first.keyframes


def test_a_part_of_a_curve_is_that_part() -> None:
    curve = (0.25, 0.1, 0.25, 1.0)
    part = part_of(curve, 0.2, 0.7)
    assert part is not None
    begin, end = bezier(curve, 0.2), bezier(curve, 0.7)
    for share in (0.1, 0.5, 0.9):
        assert begin + (end - begin) * bezier(part, share) == pytest.approx(bezier(curve, 0.2 + 0.5 * share), abs=1e-9)
    assert part_of((0.3, 0.0, 0.7, 0.0), 0.0, 0.0) is None


def test_a_template_says_its_part_over_stills_and_only_footage_has_jump_cuts() -> None:
    ad = blueprint(
        scene(6, "Look at them dance.", footage_query="people dance"),
        scene(6, "So fine.", footage_query="people", shot_type=ShotType.DETAIL),
        scene(3, "Buy."),
        structure=AdStructure.UGC_STYLE,
    )
    plan = planned(ad, FILM, still("mug"))
    (clip,) = stills_in(plan)
    assert "confession: close and unpolished" in clip.reason
    follows = plan.clips[plan.clips.index(clip) + 1]
    assert isinstance(follows, FootageClip)
    assert follows.scene == clip.scene
    jumps = ["jump cut" in each.reason.split(";")[0] for each in plan.clips if isinstance(each, FootageClip)]
    assert any(jumps)
    assert "jump cut" not in follows.reason.split(";")[0]


def test_a_picture_may_stand_on_both_sides_of_the_card_that_opens_a_scene_and_leans_as_its_scene() -> None:
    ad = blueprint(
        scene(3, "Now.", shot_type=ShotType.DETAIL),
        scene(4, "Wrong.", shot_type=ShotType.DETAIL, on_screen_text="Sugar helps"),
        scene(3, "Buy."),
        structure=AdStructure.EDUCATIONAL,
    )
    assert [clip.kind for clip in planned(ad, [], still("mug")).clips[:3]] == ["still", "card", "still"]
    dull = blueprint(
        scene(3, "Now."), scene(3, "Sad.", shot_type=ShotType.DETAIL), scene(3, "Buy."),
        structure=AdStructure.PROBLEM_SOLUTION,
    )  # fmt: skip
    (clip,) = stills_in(planned(dull, FILM, still("mug")))
    assert clip.reason.endswith("graded for its part")
