"""Keyframes of titles, lower thirds and the logo: each is where its easing says, at every frame."""

from collections.abc import Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import Platform, Quality
from geminivideo.rendering.area import Area
from geminivideo.rendering.brand.logo_film import LogoBox, draw_film
from geminivideo.rendering.graphics.lower_third import arrange, draw_lower_third
from geminivideo.rendering.keyframes.layers import Pose, pose_at, poses, stance
from geminivideo.rendering.materials import gather
from geminivideo.rendering.output import Output
from geminivideo.rendering.palette import PALETTES, rgb
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import Easing
from geminivideo.rendering.plan.graphics import LowerThird
from geminivideo.rendering.plan.layers import LayerKey
from geminivideo.rendering.plan.words import Title, TitleRole
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.segments.jobs import jobs_of
from geminivideo.rendering.titles import draw_title
from geminivideo.rendering.workspace import Workspace
from tests.rendering.examples import film, opener
from tests.rendering.overlays import PART, Draw, drawer, seen
from tests.rendering.pictures import ink
from tests.rendering.test_segments import FRAME, ONE_SOURCE, clip, plan_of

LAYOUT = layout_for(Platform.SQUARE)
SHARES = st.floats(0, 1)
PALETTE = PALETTES[0]
GREEN = (20, 220, 60)


@st.composite
def layer_keys(draw: st.DrawFn) -> tuple[LayerKey, ...]:
    frames = sorted(draw(st.sets(st.integers(0, 29), min_size=1, max_size=4)))
    values = {"zoom": st.floats(0.05, 4), "x": st.floats(-2, 2), "y": st.floats(-2, 2), "opacity": SHARES}
    easings = st.sampled_from(Easing)
    return tuple(
        LayerKey(frame=frame, easing=draw(easings), **{name: draw(value) for name, value in values.items()})
        for frame in frames
    )


@given(layer_keys())
def test_a_layer_is_in_each_keyframe_at_its_frame_and_always_has_a_size(keys: tuple[LayerKey, ...]) -> None:
    for key in keys:
        pose = pose_at(keys, key.frame)
        assert (pose.zoom, pose.x, pose.y, pose.opacity) == pytest.approx((key.zoom, key.x, key.y, key.opacity))
    assert pose_at(keys, -5) == pose_at(keys, keys[0].frame)
    assert pose_at(keys, 99) == pose_at(keys, keys[-1].frame)
    for frame in range(30):
        pose = pose_at(keys, frame)
        assert pose.zoom > 0
        assert 0 <= pose.opacity <= 1


@given(layer_keys())
def test_stretches_hold_every_frame_that_is_seen_once(keys: tuple[LayerKey, ...]) -> None:
    held = [(frame, pose) for start, end, pose in poses(keys, 30) for frame in range(start, end)]
    seen_frames = [(frame, pose_at(keys, frame)) for frame in range(30)]
    assert held == [(frame, pose) for frame, pose in seen_frames if pose.opacity > 0]


def test_without_keyframes_a_layer_stands_as_it_is() -> None:
    usual = stance(pose_at((), 3), LAYOUT.frame, Area(100, 200, 300, 280))
    assert usual.area(Area(110, 220, 150, 240)) == Area(110, 220, 150, 240)
    assert usual.opacity == 1


@pytest.mark.parametrize(("frames", "said"), [((3, 3), "must grow"), ((9, 3), "must grow"), ((0, 60), "end with it")])
def test_keyframes_outside_their_layer_are_refused(frames: tuple[int, int], said: str) -> None:
    keys = tuple(LayerKey(frame=frame) for frame in frames)
    with pytest.raises(ValidationError, match=said):
        Title(start=0, frames=60, text="a", role=TitleRole.HOOK, keyframes=keys)
    with pytest.raises(ValidationError, match=said):
        LowerThird(start=0, frames=60, name="a", keyframes=keys)
    logo = LogoMark(asset_id="a", sha256="b", x=0, y=0, width=60, height=60, keyframes=keys)
    with pytest.raises(ValidationError, match=said):
        plan_of([clip(0, 60)], logo=logo)


# --- texts ---


@pytest.fixture
def draw(ffmpeg: Ffmpeg, tmp_path: Path) -> Draw:
    return drawer(ffmpeg, tmp_path)


KEYS = (
    LayerKey(frame=0, x=-0.3, zoom=0.6),
    LayerKey(frame=20, x=0.1, y=0.2, zoom=1.2, easing=Easing.EASE_OUT),
    LayerKey(frame=40, easing=Easing.ELASTIC),
)


@pytest.mark.parametrize("number", [0, 4, 13, 25, 50])
def test_a_title_is_where_its_easing_says(draw: Draw, number: int) -> None:
    still = Title(start=10, frames=60, text="Hello world", role=TitleRole.HOOK, keyframes=(LayerKey(frame=0),))
    moving = still.model_copy(update={"keyframes": KEYS})
    accent = rgb(PALETTE.accent)
    rest, found = (
        ink(draw(draw_title(title, LAYOUT, PALETTE), LAYOUT.frame, 10 + number), accent, 60)
        for title in (still, moving)
    )
    assert rest is not None
    assert found is not None
    pose = pose_at(KEYS, number)
    for axis, shift, size in ((0, pose.x, LAYOUT.frame.width), (1, pose.y, LAYOUT.frame.height)):
        middle, length = (rest[axis] + rest[axis + 2]) / 2, rest[axis + 2] - rest[axis]
        assert (found[axis] + found[axis + 2]) / 2 == pytest.approx(middle + shift * size / PART, abs=2.5)
        assert found[axis + 2] - found[axis] == pytest.approx(length * pose.zoom, abs=2.5)


def test_a_title_fades_by_its_keyframes_alone(draw: Draw) -> None:
    keys = (LayerKey(frame=0, opacity=0), LayerKey(frame=20, opacity=0.5, easing=Easing.LINEAR))
    title = Title(start=0, frames=40, text="Hello", role=TitleRole.HOOK, keyframes=keys)
    events = list(draw_title(title, LAYOUT, PALETTE))
    assert seen(draw(events, LAYOUT.frame, 0)) is None
    brightest = [draw(events, LAYOUT.frame, number)[:, :, 0].max() for number in (10, 20, 39)]
    assert brightest == pytest.approx([0.25 * 255, 0.5 * 255, 0.5 * 255], abs=8)


def test_a_lower_third_moves_as_one(draw: Draw) -> None:
    keys = (LayerKey(frame=0, x=0.1, zoom=0.8), LayerKey(frame=20, x=0.1, zoom=0.8))
    mark = LowerThird(start=0, frames=30, name="Sara Haddad", line="Customer", keyframes=keys)
    panel = arrange(mark, LAYOUT, "en").panel
    wanted = stance(Pose(0.8, 0.1), LAYOUT.frame, panel).area(panel)
    found = seen(draw(draw_lower_third(mark, LAYOUT, PALETTE, "en"), LAYOUT.frame, 25))
    assert found == pytest.approx((wanted.left, wanted.top, wanted.right, wanted.bottom), abs=2 * PART)


# --- logo ---


def pictures(path: Path) -> list["np.ndarray[Any, np.dtype[np.uint8]]"]:
    marks = path.read_bytes().split(b"\x89PNG\r\n\x1a\n")[1:]
    found = []
    for number, part in enumerate(marks):
        each = path.with_name(f"{number}.png")
        each.write_bytes(b"\x89PNG\r\n\x1a\n" + part)
        with Image.open(each) as opened:
            found.append(np.asarray(opened.convert("RGBA")))
    return found


def light_logo(path: Path) -> Path:
    Image.new("RGBA", (96, 96), (*GREEN, 255)).save(path)
    return path


@given(st.lists(st.builds(Pose, st.floats(0.3, 2), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), SHARES), max_size=3))
def test_each_picture_of_a_logo_film_holds_the_logo_where_its_pose_says(states: Sequence[Pose]) -> None:
    box = LogoBox(20, 30, 40, 40, FRAME)
    states = [Pose(), *states]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "film"
        draw_film(light_logo(Path(folder) / "logo.png"), box, states, target)
        found = pictures(target)
    assert len(found) == len(states)
    canvas = box.canvas(states)
    for pose, picture in zip(states, found, strict=True):
        assert (picture.shape[1], picture.shape[0]) == canvas
        if pose.opacity < 0.1:
            continue
        weight = picture[..., 3].astype(float)
        left, top = box.place(pose, canvas)
        x = (weight.sum(axis=0) * (np.arange(canvas[0]) + 0.5)).sum() / weight.sum() + left
        y = (weight.sum(axis=1) * (np.arange(canvas[1]) + 0.5)).sum() / weight.sum() + top
        assert (x, y) == pytest.approx(box.middle(pose), abs=0.25)
        assert weight.max() == pytest.approx(255 * pose.opacity, abs=3)


@contextmanager
def opened_logo(path: Path, _ref: object) -> Any:
    yield path


def materials_of(plan: EditPlan, folder: Path, film_path: Path) -> Any:
    logo = light_logo(folder / "logo.png")
    with ExitStack() as stack:
        workspace = Workspace(folder / "work")
        files = opener({ONE_SOURCE.footage_id: film_path})
        return gather(plan, FRAME, workspace, files, stack, lambda: None, lambda ref: opened_logo(logo, ref))


def test_a_moving_logo_is_where_its_easing_says_and_costs_only_the_segments_it_moves_in(
    ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    film(tmp_path / "grey.mp4", [(90, 90, 90)] * 130)
    mark = LogoMark(asset_id="a", sha256="b", x=120, y=120, width=180, height=180)
    keys = (LayerKey(frame=35), LayerKey(frame=50, x=0.3, y=0.2, zoom=1.5, opacity=0.8))
    clips = [clip(0, 30), clip(30, 12), clip(42, 14), clip(56, 30)]
    still = plan_of([*clips], logo=mark)
    moving = plan_of([*clips], logo=mark.model_copy(update={"keyframes": keys}))
    made = [
        jobs_of(plan, Output(FRAME, Quality.DRAFT), materials_of(plan, tmp_path, tmp_path / "grey.mp4"), ffmpeg)
        for plan in (still, moving)
    ]
    graphs = [[job.graph.text for job in jobs] for jobs in made]
    assert "gte" not in graphs[1][0]
    assert "gte" in graphs[1][1]
    assert "gte" not in graphs[1][3]
    for job in made[1][1:3]:
        folder = tmp_path / f"segment-{job.segment.start}"
        folder.mkdir()
        for each in job.graph.inputs:
            (folder / each.name).symlink_to(each.file.path.absolute())
        arguments = [argument for each in job.graph.inputs for argument in each.arguments]
        graph = ["-filter_complex", job.graph.text, "-map", f"[{job.graph.output}]", "-c:v", "ffv1", "out.mkv"]
        ffmpeg.run(["-v", "error", *arguments, *graph], cwd=folder)
        _check_places(folder / "out.mkv", job.segment.start, job.segment.frames, keys)


def _check_places(video: Path, start: int, frames: int, keys: tuple[LayerKey, ...]) -> None:
    import av

    box = LogoBox(20, 20, 30, 30, FRAME)
    with av.open(str(video)) as container:
        lumas = [np.asarray(each.to_ndarray()[: each.height], float) for each in container.decode(video=0)]
    assert len(lumas) == frames
    for number, luma in enumerate(lumas):
        weight = np.clip(luma - luma[0, 0] - 6, 0, None)
        x = (weight.sum(axis=0) * (np.arange(FRAME.width) + 0.5)).sum() / weight.sum()
        y = (weight.sum(axis=1) * (np.arange(FRAME.height) + 0.5)).sum() / weight.sum()
        assert (x, y) == pytest.approx(box.middle(pose_at(keys, start + number)), abs=0.5), start + number
