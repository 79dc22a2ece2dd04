"""Still clips as pictures: moved finer than pixels, nothing stretched, whatever shape the picture has."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.keyframes.warping import Planes
from geminivideo.rendering.plan.framing import CropWindow, Easing, Fill, Grade, Keyframe
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.drawing import draw_still
from geminivideo.rendering.stills.opening import open_still
from geminivideo.rendering.stills.views import shown_at
from tests.rendering_library.files import cube
from tests.rendering_stills.examples import still_clip

SMALL = FrameSize(180, 320)
BASE = "#0A5FA8"
BASE_LUMA = 16 + 219 * (0.2126 * 10 + 0.7152 * 95 + 0.0722 * 168) / 255
DARK, LIGHT = 30, 220


def linear(frames: int, begin: dict[str, float], end: dict[str, float]) -> tuple[Keyframe, ...]:
    return Keyframe(frame=0, **begin), Keyframe(frame=frames - 1, easing=Easing.LINEAR, **end)


def luma(grey: float) -> float:
    return 16 + 219 * grey / 255


def drawn(clip: StillClip, pixels: NDArray[np.uint8], folder: Path, ffmpeg: Ffmpeg, **options: Any) -> list[Planes]:
    path, scratch = folder / "picture.png", folder / "scratch"
    Image.fromarray(pixels).save(path, compress_level=1)
    scratch.mkdir()
    opened = open_still(ffmpeg, clip, path, SMALL, BASE, scratch, lambda: None, **options)
    return list(draw_still(clip, clip.frames, opened, SMALL, BASE))


def edge_picture(width: int, height: int, at: float) -> NDArray[np.uint8]:
    pixels = np.full((height, width, 3), DARK, np.uint8)
    pixels[:, round(at * width) :] = LIGHT
    return pixels


def edge_in(picture: Planes) -> float:
    """Where dark turns light, by how much of the row around it is dark: exact whatever the filter does to the edge."""
    row = picture[0][150:170].mean(axis=0)
    middle = int(np.argmax(np.diff(row)))
    begin, end = middle - 10, middle + 11
    return begin + float(((luma(LIGHT) - row[begin:end]) / (luma(LIGHT) - luma(DARK))).sum())


MOVES = {
    "a slow zoom": (still_clip(720, 1280, keyframes=linear(30, {}, {"zoom": 1.03})), 0.7),
    "an enlarged picture": (still_clip(100, 180, keyframes=linear(30, {}, {"zoom": 1.03})), 0.7),
    "a slow pan": (still_clip(1000, 500, keyframes=linear(30, {"x": -0.02}, {"x": 0.02})), 0.5),
    "on its blur": (
        still_clip(400, 400, fill=Fill.BLURRED, keyframes=linear(30, {}, {"zoom": 1.03})),
        0.7,
    ),
    "much closer": (still_clip(720, 1280, keyframes=linear(30, {}, {"zoom": 2.0})), 0.6),
}


@pytest.mark.parametrize("move", MOVES)
def test_a_sharp_edge_creeps_without_jumping(move: str, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """The spread of its steps is a hundredth of a pixel; where places are rounded to a thirty-second it is four."""
    clip, at = MOVES[move]
    pictures = drawn(clip, edge_picture(clip.width, clip.height, at), tmp_path, ffmpeg)
    found = [edge_in(picture) for picture in pictures]
    views = [shown_at(clip, number, SMALL) for number in range(clip.frames)]
    wanted = [(round(at * clip.width) - view.left) / view.width * SMALL.width for view in views]
    off = np.array(found) - np.array(wanted)
    assert np.abs(off - off.mean()).max() < 0.04
    assert np.diff(off).std() < 0.018
    assert abs(off.mean()) < 0.12


@st.composite
def moved_stills(draw: st.DrawFn) -> StillClip:
    width, height = draw(st.integers(2, 9000)), draw(st.integers(2, 9000))
    side = st.floats(-1, 1)
    zooms, easings = st.floats(1, 4), st.sampled_from(Easing)
    keys = [
        Keyframe(frame=frame, zoom=draw(zooms), x=draw(side), y=draw(side), easing=draw(easings)) for frame in (0, 9)
    ]
    return still_clip(width, height, frames=10, keyframes=tuple(keys), fill=draw(st.sampled_from(Fill)))


@given(moved_stills(), st.floats(-3, 14))
def test_what_is_shown_has_the_frames_shape_and_covers_it_only_with_the_picture(clip: StillClip, at: float) -> None:
    shown = shown_at(clip, at, SMALL)
    assert shown.width / shown.height == pytest.approx(180 / 320)
    if clip.fill is Fill.COVER:
        dust = 1e-6 * max(clip.width, clip.height)
        assert shown.left >= -dust
        assert shown.top >= -dust
        assert shown.right <= clip.crop.width + dust
        assert shown.bottom <= clip.crop.height + dust


@pytest.mark.parametrize("size", [(16, 16), (2, 3), (8000, 50), (50, 8000), (4000, 16)])
@pytest.mark.parametrize("fill", Fill)
def test_no_shape_is_too_extreme(size: tuple[int, int], fill: Fill, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    keys = linear(2, {"x": -1, "y": -1}, {"x": 1, "y": 1, "zoom": 1.5})
    clip = still_clip(*size, frames=2, fill=fill, keyframes=keys, grade=Grade())
    grey = np.full((size[1], size[0], 3), 150, np.uint8)
    for picture in drawn(clip, grey, tmp_path, ffmpeg):
        assert [plane.shape for plane in picture] == [(320, 180), (160, 90), (160, 90)]
        assert np.abs(picture[1].astype(int) - 128).max() <= 2
        if fill is Fill.COVER:
            assert np.abs(picture[0] - luma(150)).max() <= 2


def test_a_wide_picture_stands_whole_on_its_blur(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    pixels = edge_picture(800, 200, 0.5)
    (picture,) = drawn(still_clip(800, 200, frames=1, fill=Fill.BLURRED), pixels, tmp_path, ffmpeg)
    front = picture[0][142:178]  # 45 rows in the middle, less their edges
    assert front[:, :80] == pytest.approx(luma(DARK), abs=2)
    assert front[:, 100:] == pytest.approx(luma(LIGHT), abs=2)
    ground = picture[0][:130].astype(float)
    assert np.abs(np.diff(ground, axis=1)).max() < 12, "blurred"
    assert ground[:, -20:].mean() < luma(LIGHT) - 15, "darkened"


def test_what_is_cut_out_stands_on_the_palettes_base(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    pixels = np.zeros((100, 100, 4), np.uint8)
    pixels[25:75, 25:75] = 255
    clip = still_clip(100, 100, frames=1, fill=Fill.BLURRED, transparent=True)
    table = cube(tmp_path / "dark.cube", 2, gain=0.5)
    (picture,) = drawn(clip, pixels, tmp_path, ffmpeg, lut=table)
    outside = np.concatenate([picture[0][:110].ravel(), picture[0][210:].ravel(), picture[0][:, :40].ravel()])
    assert np.abs(outside - BASE_LUMA).max() <= 2
    assert picture[0][150:170, 70:110] == pytest.approx(235, abs=2)


def test_grade_and_colour_table_are_on_a_picture_as_they_are_on_footage(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    grey = np.full((320, 180, 3), 160, np.uint8)
    graded = still_clip(180, 320, frames=1, grade=Grade(gamma=0.5, warmth=10))
    (picture,) = drawn(graded, grey, tmp_path, ffmpeg)
    assert picture[0].mean() == pytest.approx(256 * (luma(160) / 255) ** 2, abs=2)
    assert (picture[1].mean(), picture[2].mean()) == pytest.approx((118, 138), abs=1)
    (tmp_path / "table").mkdir()
    table = cube(tmp_path / "half.cube", 2, gain=0.5)
    (picture,) = drawn(still_clip(180, 320, frames=1), grey, tmp_path / "table", ffmpeg, lut=table)
    assert picture[0].mean() == pytest.approx(luma(80), abs=2)


def test_colour_stands_where_its_brightness_stands(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    pixels = np.full((320, 180, 3), (20, 20, 200), np.uint8)
    pixels[:, 90:] = (200, 20, 20)
    clip = still_clip(180, 320, frames=1, keyframes=(Keyframe(frame=0, zoom=1.5, x=0.3),))
    (picture,) = drawn(clip, pixels, tmp_path, ffmpeg)
    view = shown_at(clip, 0, SMALL)
    wanted = (90 - view.left) / view.width * 180
    red = picture[2][80].astype(float)
    dark = (red[-10:].mean() - red) / (red[-10:].mean() - red[:10].mean())
    # A colour pixel stands with the left one of its two columns.
    assert dark.sum() * 2 == pytest.approx(wanted + 0.5, abs=0.3)


def test_a_part_of_the_picture_can_be_used_and_fade(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    pixels = edge_picture(400, 400, 0.5)
    keys = (Keyframe(frame=0), Keyframe(frame=1, opacity=0, easing=Easing.LINEAR))
    crop = CropWindow(x=210, y=100, width=90, height=160)
    shown, gone = drawn(still_clip(400, 400, 2, crop=crop, keyframes=keys), pixels, tmp_path, ffmpeg)
    assert shown[0] == pytest.approx(luma(LIGHT), abs=2)
    assert gone[0].mean() == pytest.approx(BASE_LUMA, abs=2)
