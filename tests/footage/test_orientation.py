import itertools
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.footage.decode import VideoReader
from geminivideo.footage.orientation import Orientation
from tests.footage.conftest import MAX_PIXELS

ONE = 1 << 16


def matrix(a: int, b: int, c: int, d: int) -> bytes:
    return struct.pack("<9i", a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30)


EIGHT = [(s, 0, 0, t) for s, t in itertools.product((1, -1), repeat=2)] + [
    (0, s, t, 0) for s, t in itertools.product((1, -1), repeat=2)
]


@pytest.mark.parametrize(("a", "b", "c", "d"), EIGHT)
def test_each_pixel_lands_where_the_matrix_says(a: int, b: int, c: int, d: int) -> None:
    stored = np.arange(6 * 4 * 3, dtype=np.uint8).reshape(4, 6, 3)
    orientation = Orientation.from_display_matrix(matrix(a, b, c, d))

    upright = orientation.upright(stored)

    assert upright.shape[1::-1] == orientation.size(6, 4)
    for x, y in itertools.product(range(6), range(4)):
        moved_x, moved_y = a * x + c * y, b * x + d * y
        # Mirroring leads to negative places, which begin at the far edge: -1 is the last but one.
        assert (
            upright[moved_y % upright.shape[0] - (b + d < 0), moved_x % upright.shape[1] - (a + c < 0)]
        ).tolist() == (stored[y, x].tolist())


def test_an_unusual_matrix_leaves_the_picture_as_it_is() -> None:
    assert Orientation.from_display_matrix(b"short") == Orientation()
    assert Orientation.from_display_matrix(bytes(36)) == Orientation()


@pytest.mark.parametrize("rotation", ["90", "180", "270"])
def test_rotated_clips_look_as_ffmpeg_shows_them(
    shared_data: Path, make_clip: Callable[..., Path], ffmpeg: Ffmpeg, tmp_path: Path, rotation: str
) -> None:
    original = str(shared_data / "footage" / "androidx_sample_video_only.mp4")
    rotated = make_clip(f"r{rotation}.mp4", "-display_rotation", rotation, "-i", original, "-c", "copy")

    assert_as_ffmpeg_shows_it(rotated, ffmpeg, tmp_path)


def test_a_mirrored_clip_looks_as_ffmpeg_shows_it(shared_data: Path, ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    assert_as_ffmpeg_shows_it(
        shared_data / "footage" / "androidx_sample_rotate_and_reflect.mp4", ffmpeg, tmp_path, size=(720, 1080)
    )


def assert_as_ffmpeg_shows_it(clip: Path, ffmpeg: Ffmpeg, tmp_path: Path, size: tuple[int, int] | None = None) -> None:
    with VideoReader(clip, max_pixels=MAX_PIXELS) as reader:
        ours = next(iter(reader)).bgr(4000)
    raw = tmp_path / "frame.raw"
    ffmpeg.run(["-v", "error", "-i", str(clip), "-frames:v", "1", "-pix_fmt", "bgr24", "-f", "rawvideo", str(raw)])
    theirs = np.frombuffer(raw.read_bytes(), np.uint8).reshape(ours.shape)

    assert size is None or ours.shape[1::-1] == size
    assert np.abs(ours.astype(int) - theirs).mean() < 1
