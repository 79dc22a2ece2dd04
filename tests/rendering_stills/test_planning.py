"""Stills in the plan: where they come, how they move, and what of a plan from outside is believed."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import InvalidInputError, NotFoundError
from geminivideo.core.footage_scene import Box, FootageScene
from geminivideo.core.vocabulary import CaptionStyle, FrameSize, LookName, Platform, ShotType, Transition
from geminivideo.rendering.crop.reframing import reframe
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.library.credits import assets_in
from geminivideo.rendering.overlay import events
from geminivideo.rendering.plan.clips import CardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import CropWindow, Fill, Grade, Keyframe
from geminivideo.rendering.plan.graphics import LowerThird
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.plan_reading import read_plan
from geminivideo.rendering.stills.framing import Picture, frame_still
from geminivideo.rendering.stills.given import Still
from geminivideo.rendering.stills.notes import with_unused_noted
from geminivideo.rendering.stills.views import shown_at
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.variants import Original, keeping_pictures
from geminivideo.rendering.verification.faults import picture_faults
from geminivideo.rendering.verification.report import RenderReport, Stretch
from tests.rendering.examples import blueprint, footage, scene, source, speeches
from tests.rendering_stills.examples import still, still_clip

TALL = FrameSize(1080, 1920)
BAG = still("coffee bag on a table")


def planned(ad: Blueprint, material: list[FootageScene], *stills: Still, seed: int = 0, **styled: Any) -> EditPlan:
    styling = Styling(stills=stills, **styled)
    chosen = EditSettings(Platform.INSTAGRAM_REELS, CaptionStyle.HORMOZI, seed=seed, styling=styling)
    return reframe(make_plan(ad, lay_out(ad, speeches(ad)), material, chosen), material)


def stills_in(plan: EditPlan) -> list[StillClip]:
    return [clip for clip in plan.clips if isinstance(clip, StillClip)]


def long_film(label: str = "people") -> list[FootageScene]:
    return [footage(source(label, seconds=90.0))]


def test_a_detail_and_a_scene_that_names_the_picture_are_shown_by_it_and_others_by_footage() -> None:
    ad = blueprint(
        scene(3, "Look at them.", footage_query="people dance"),
        scene(3, "So fine.", footage_query="hands", shot_type=ShotType.DETAIL, transition=Transition.DISSOLVE),
        scene(3, "Again.", footage_query="people sit"),
        scene(3, "Here.", footage_query="coffee bag"),
        scene(2, "Buy."),
    )
    plan = planned(ad, long_film(), BAG)
    kinds = {clip.scene: clip.kind for clip in reversed(plan.clips)}
    assert [kinds[number] for number in range(4)] == ["footage", "still", "footage", "still"]
    detail, named = stills_in(plan)
    assert (detail.asset_id, detail.sha256, detail.transition) == ("asset_1", "ab", Transition.DISSOLVE)
    assert "shot 25/25 (detail)" in detail.reason
    assert "words 50/50 (coffee bag on a table)" in named.reason
    assert detail.keyframes != named.keyframes, "in turn one way and the other"
    assert [ref.asset_id for ref in assets_in(plan)] == ["asset_1"]
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan


def test_of_two_pictures_the_one_that_fits_is_shown() -> None:
    ad = blueprint(scene(3, "Hi.", footage_query="a red mug", shot_type=ShotType.CLOSE_UP), scene(2, "Buy."))
    plan = planned(ad, long_film(), BAG, still("red mug", "asset_2"))
    assert [clip.asset_id for clip in stills_in(plan)] == ["asset_2"]


def test_where_no_footage_fits_a_picture_comes_before_a_card() -> None:
    ad = blueprint(scene(3, "Hi.", footage_query="people", on_screen_text="Hello you"), scene(2, "Buy."))
    plan = planned(ad, [], BAG)
    (clip,) = stills_in(plan)
    assert clip.reason.startswith("no footage fits this scene; a picture of the library")
    assert plan.titles[0].text == "Hello you", "what a card would say is a title over the picture"
    assert all("Hello" not in event.text for event in events(plan) if event.start < clip.start)


def test_each_is_shown_twice_at_most_and_never_after_itself() -> None:
    ad = blueprint(*[scene(3, "Hi.", shot_type=ShotType.DETAIL)] * 7, scene(2, "Buy."))
    for count in (1, 2, 3):
        given_ = [still("bag", f"asset_{number}") for number in range(count)]
        shown = [getattr(clip, "asset_id", None) for clip in planned(ad, [], *given_).clips]
        assert max(Counter(name for name in shown if name).values()) == 2
        assert all(one is None or one != other for one, other in pairwise(shown))


def test_a_card_that_was_asked_for_stays_a_card_and_a_picture_never_stands_too_long() -> None:
    ad = blueprint(scene(3, "Hi.", shot_type=ShotType.TEXT_CARD), scene(9, "", shot_type=ShotType.WIDE), scene(2, "B."))
    plan = planned(ad, [], BAG)
    assert isinstance(plan.clips[0], CardClip)
    assert all(clip.frames <= 180 for clip in stills_in(plan))


SCENES = st.builds(
    scene,
    seconds=st.floats(0.5, 9),
    says=st.sampled_from(["", "Buy", "You drink one coffee and then another one."]),
    footage_query=st.sampled_from(["coffee", "dog", ""]),
    shot_type=st.sampled_from(list(ShotType)),
    transition=st.sampled_from(list(Transition)),
)
SIDES = st.integers(16, 9000)
STILLS = st.builds(still, st.sampled_from(["coffee", "mug"]), st.sampled_from(["a", "b"]), width=SIDES, height=SIDES)


@given(st.lists(SCENES, min_size=1, max_size=4), st.lists(st.floats(0.5, 9), max_size=2), st.lists(STILLS, max_size=2))
@settings(max_examples=50, deadline=None)
def test_any_stills_give_a_valid_plan_and_none_give_the_plan_without_them(
    scenes: list[Any], lengths: list[float], given_: list[Still]
) -> None:
    material = [footage(source(f"clip {n}", seconds=seconds)) for n, seconds in enumerate(lengths)]
    plan = planned(blueprint(*scenes), material, *{each.ref.asset_id: each for each in given_}.values())
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan
    assert given_ or not stills_in(plan)
    assert all(clip.reason and clip.crop_reason and clip.keyframes for clip in stills_in(plan))


def test_what_was_given_and_is_not_shown_is_said() -> None:
    ad = blueprint(scene(3, "Hi.", shot_type=ShotType.TEXT_CARD), scene(2, "Buy."))
    plan = with_unused_noted(planned(ad, [], BAG, notes=("one was removed",)), [BAG])
    assert plan.notes == ("one was removed", "the picture asset_1 is not shown: no scene called for it")


def test_a_look_is_over_pictures_too_but_what_was_cut_out_keeps_its_colours() -> None:
    ad = blueprint(scene(3, "Hi.", shot_type=ShotType.DETAIL), scene(2, "Buy."))
    (warm,) = stills_in(planned(ad, [], BAG, look=LookName.WARM))
    (cut_out,) = stills_in(planned(ad, [], still(transparent=True), look=LookName.WARM))
    assert (warm.grade_reason, cut_out.grade_reason, cut_out.grade) == ("look warm", "", Grade())
    assert warm.grade.warmth > 2


def test_a_variant_keeps_the_pictures_of_scenes_that_are_the_same() -> None:
    body = scene(3, "So fine.", footage_query="hands", shot_type=ShotType.DETAIL)
    first, other = (blueprint(scene(3, hook), body, scene(2, "Buy.")) for hook in ("Hello you.", "Good morning you."))
    before = planned(first, long_film(), BAG)
    kept = keeping_pictures(planned(other, long_film()), other, Original(first, before))
    assert [clip.asset_id for clip in stills_in(kept)] == ["asset_1"]


def framed(width: int, height: int, turn: int = 0, frames: int = 90, **picture: Any) -> tuple[Any, StillClip]:
    framing = frame_still(Picture(width, height, **{"transparent": False, **picture}), TALL, frames, turn)
    moved = {"crop": framing.crop, "fill": framing.fill, "keyframes": framing.keyframes}
    return framing, still_clip(width, height, frames, **moved)


def test_a_picture_of_nearly_the_frames_shape_is_zoomed_in_and_out_in_turn() -> None:
    for turn, zooms in ((0, [1.0, 1.08]), (1, [1.08, 1.0]), (2, [1.0, 1.08])):
        framing, _clip = framed(1080, 1800, turn)
        assert framing.fill is Fill.COVER
        assert [key.zoom for key in framing.keyframes] == zooms


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("size", [(3000, 2000), (1000, 1000), (1080, 4000)])
def test_another_shape_is_panned_along_its_longer_side_and_ends_on_its_subject(
    size: tuple[int, int], turn: int
) -> None:
    subject = Box(x=0.6, y=0.6, width=0.1, height=0.1)
    framing, clip = framed(*size, turn, subject=subject)
    assert "onto its subject" in framing.reason
    views = [shown_at(clip, number, TALL) for number in range(clip.frames)]
    last = views[-1]
    off = (last.centre_x / size[0] - 0.65, last.centre_y / size[1] - 0.65)
    assert off[0 if size[0] / size[1] > 0.6 else 1] == pytest.approx(0, abs=0.02)
    steps = [abs(b.left - a.left) / a.width + abs(b.top - a.top) / a.height for a, b in pairwise(views)]
    assert 0 < max(steps) <= 1.6 * 0.18 / 30 * 1.05, "calm"
    assert steps[0] < max(steps) / 4, "it begins at rest"
    assert steps[-1] < max(steps) / 4, "and comes to rest"
    _other, unknown = framed(*size, turn)
    assert shown_at(unknown, 89, TALL).centre_x == pytest.approx(size[0] / 2, abs=2)


def test_what_would_be_cut_through_stands_whole() -> None:
    wide_subject = Box(x=0.1, y=0.3, width=0.8, height=0.4)
    assert framed(1000, 1000, subject=wide_subject)[0].fill is Fill.BLURRED
    assert framed(8000, 50)[0].fill is Fill.BLURRED
    assert framed(1000, 1000, transparent=True)[0].fill is Fill.BLURRED


def test_what_was_cut_out_is_shown_with_some_air_and_not_with_all_the_nothing_around_it() -> None:
    crop = framed(1000, 801, transparent=True, subject=Box(x=0.5, y=0.25, width=0.2, height=0.5))[0].crop
    assert (crop.x, crop.x + crop.width) == pytest.approx((452, 748), abs=2)
    assert (crop.y, crop.y + crop.height) == pytest.approx((152, 650), abs=2)
    edge = framed(17, 33, transparent=True, subject=Box(x=0.97, y=0.98, width=0.03, height=0.02))[0].crop
    assert (edge.x + edge.width, edge.y + edge.height) == (16, 32)


def test_a_clip_of_one_frame_is_framed_at_its_end() -> None:
    assert len(framed(3000, 2000, frames=1)[0].keyframes) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"crop": CropWindow(x=0, y=0, width=362, height=640)}, "not inside its picture"),
        ({"keyframes": (Keyframe(frame=3), Keyframe(frame=3))}, "must grow"),
        ({"keyframes": (Keyframe(frame=30),)}, "end with their clip"),
    ],
)
def test_a_still_clip_that_makes_no_sense_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        still_clip(**changed)


def find(asset_id: str) -> Still:
    if asset_id != "asset_1":
        raise NotFoundError(f"There is no asset {asset_id}.", next_step="another")
    return still(width=900, height=1600)


def document(**clip: Any) -> dict[str, Any]:
    ad = blueprint(scene(3, "Hi.", shot_type=ShotType.DETAIL), scene(2, "Buy."))
    plan = planned(ad, [], still(width=900, height=1600)).model_dump(mode="json")
    return {**plan, "clips": [{**plan["clips"][0], **clip}, *plan["clips"][1:]]}


def read(values: dict[str, Any]) -> StillClip:
    (clip,) = stills_in(read_plan(values, lambda _footage_id: source(), find))
    return clip


def test_what_a_picture_is_and_measures_is_never_taken_from_the_document() -> None:
    clip = read(document(sha256="f" * 64, width=4, height=4, transparent=True))
    assert (clip.sha256, clip.width, clip.height, clip.transparent) == ("ab", 900, 1600, False)
    with pytest.raises(InvalidInputError, match="not inside its picture"):
        read(document(width=8000, crop={"x": 0, "y": 0, "width": 8000, "height": 200}))
    with pytest.raises(NotFoundError, match="no asset asset_2"):
        read(document(asset_id="asset_2"))
    with pytest.raises(InvalidInputError, match="asset_id"):
        read(document(asset_id=7))


def test_what_a_person_leaves_open_is_framed_as_the_planner_would_and_an_empty_move_stands() -> None:
    values = document()
    planner_made = read(values)
    for name in ("crop", "fill", "keyframes", "crop_reason", "sha256", "width", "height"):
        values["clips"][0].pop(name)
    assert read(values) == planner_made
    still_standing = read({**values, "clips": [{**values["clips"][0], "keyframes": []}, *values["clips"][1:]]})
    assert (still_standing.keyframes, still_standing.crop.width) == ((), 900)


def test_a_calm_picture_is_no_fault_of_the_render_while_frozen_footage_is() -> None:
    ad = blueprint(scene(3, "Hi.", shot_type=ShotType.DETAIL), scene(3, "There."), scene(2, "Buy."))
    plan = planned(ad, long_film(), BAG)
    assert [clip.kind for clip in plan.clips[:2]] == ["still", "footage"]
    first, second = plan.clips[:2]
    assert isinstance(second, FootageClip)
    calm = Stretch(start=0, end=first.end / FPS)
    assert not picture_faults(report(frozen=(calm,)), plan)
    frozen = Stretch(start=0, end=second.end / FPS)
    assert len(picture_faults(report(frozen=(frozen,)), plan)) == 1


def report(**seen: Any) -> RenderReport:
    video = {"width": 1, "height": 1, "frames": 1, "seconds": 1, "video_codec": "", "pixel_format": ""}
    return RenderReport(**video, audio_codec="", loudness_lufs=None, true_peak_dbtp=None, **seen)


def test_a_lower_third_may_stand_on_a_picture_but_not_on_a_card() -> None:
    ad = blueprint(scene(3, "Hi.", shot_type=ShotType.DETAIL), scene(2, "Buy."))
    mark = LowerThird(start=10, frames=30, name="Sam")
    plan = EditPlan(**{**dict(planned(ad, [], BAG)), "titles": (), "lower_thirds": (mark,)})
    assert plan.lower_thirds == (mark,)
    with pytest.raises(ValidationError, match="reaches into the card"):
        EditPlan(**{**dict(planned(ad, [])), "titles": (), "lower_thirds": (mark,)})
