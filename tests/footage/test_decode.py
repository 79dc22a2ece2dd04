from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import UnsupportedMediaError
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import VideoReader, fitted
from tests.footage.builders import texture
from tests.footage.conftest import MAX_PIXELS

Write = Callable[[str, Sequence[Pixels], float], Path]


def read(path: Path) -> tuple[list[float], list[str]]:
    with VideoReader(path, max_pixels=MAX_PIXELS) as reader:
        return [picture.at_seconds for picture in reader], reader.problems


def test_every_picture_comes_once_in_order_at_its_own_time(shared_data: Path) -> None:
    times, problems = read(shared_data / "footage" / "asl_book.mkv")

    assert len(times) == 109
    assert times == sorted(set(times))
    assert times[0] == 0
    assert not problems


def test_threads_change_nothing(shared_data: Path) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"

    def picture_sums(threads: int) -> list[tuple[float, int]]:
        with VideoReader(clip, threads=threads, max_pixels=MAX_PIXELS) as reader:
            return [(picture.at_seconds, int(picture.bgr().sum())) for picture in reader]

    assert picture_sums(1) == picture_sums(3)


def test_variable_frame_rates_keep_their_times(make_clip: Callable[..., Path], shared_data: Path) -> None:
    original = str(shared_data / "footage" / "androidx_sample_video_only.mp4")
    slower = "setpts='if(lt(N,10),N*0.02,0.2+(N-10)*0.11)/TB'"
    clip = make_clip("vfr.mp4", "-i", original, "-vf", slower, "-fps_mode", "vfr", "-enc_time_base", "1/1000")

    times, _ = read(clip)

    assert np.diff(times[:10]) == pytest.approx(0.02, abs=0.002)
    assert np.diff(times[11:]) == pytest.approx(0.11, abs=0.002)


def test_time_counts_from_the_earliest_stream_as_ffmpeg_seeks(
    make_clip: Callable[..., Path], shared_data: Path
) -> None:
    original = str(shared_data / "footage" / "androidx_sample.mp4")
    late = ("-itsoffset", "0.4", "-i", original, "-i", original)
    clip = make_clip("late.ts", *late, "-map", "0:v", "-map", "1:a", "-c", "copy", "-copyts")

    times, _ = read(clip)

    assert times[0] == pytest.approx(0.4, abs=0.06)


@pytest.mark.parametrize("seconds", [0.0, 0.31, 0.5, 0.95])
def test_a_moment_shows_the_picture_that_is_on_screen_then(shared_data: Path, seconds: float) -> None:
    with VideoReader(shared_data / "footage" / "androidx_sample.mp4", max_pixels=MAX_PIXELS) as reader:
        picture = reader.picture_at(seconds)
    assert picture is not None
    assert picture.at_seconds <= seconds + 1e-4 < picture.at_seconds + picture.seconds + 1e-3


def test_past_the_end_there_is_no_picture(shared_data: Path) -> None:
    with VideoReader(shared_data / "footage" / "androidx_sample.mp4", max_pixels=MAX_PIXELS) as reader:
        assert reader.picture_at(5.0) is None


def test_damaged_pictures_are_left_out_and_told(shared_data: Path, tmp_path: Path) -> None:
    content = bytearray((shared_data / "footage" / "androidx_sample_video_only.mp4").read_bytes())
    rng = np.random.default_rng(3)
    for place in rng.integers(20_000, 80_000, 300):
        content[place] ^= int(rng.integers(1, 255))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)

    times, _ = read(broken)

    assert 0 < len(times) <= 30
    assert times == sorted(set(times))


def test_a_picture_beyond_the_limit_is_never_decoded(shared_data: Path) -> None:
    with VideoReader(shared_data / "footage" / "androidx_sample.mp4", max_pixels=1000) as reader:
        assert list(reader) == []
        assert "damaged" in reader.problems[0]


def test_a_playlist_is_not_followed(tmp_path: Path, shared_data: Path) -> None:
    for name in ("made_hls_playlist_as.mp4", "made_ffconcat_as.mp4", "made_zero_length.mp4"):
        with pytest.raises(UnsupportedMediaError):
            VideoReader(shared_data / "hostile" / name, max_pixels=MAX_PIXELS)
    tricky = tmp_path / "data-reference.mp4"
    tricky.write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 300)
    with pytest.raises(UnsupportedMediaError):
        VideoReader(tricky, max_pixels=MAX_PIXELS)


def test_a_file_with_sound_only_has_nothing_to_show(shared_data: Path) -> None:
    with pytest.raises(UnsupportedMediaError, match="no video track"):
        VideoReader(shared_data / "footage" / "androidx_sample_audio_only.mp4", max_pixels=MAX_PIXELS)


def test_pictures_keep_their_shape_and_are_never_enlarged(write_video: Write) -> None:
    clip = write_video("small.mp4", [texture(120, 80)] * 2, 30)
    with VideoReader(clip, max_pixels=MAX_PIXELS) as reader:
        picture = next(iter(reader))
        assert picture.bgr(480).shape == (80, 120, 3)
        assert picture.gray(60).shape == (40, 60)
        assert np.abs(picture.bgr(480).astype(int) - texture(120, 80)).mean() < 6


def test_sizes_that_change_in_mid_file_are_scaled_to_the_first(make_clip: Callable[..., Path], tmp_path: Path) -> None:
    parts = [
        make_clip(f"{size}.ts", "-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d=0.4", "-c:v", "libx264")
        for size in ("320x240", "640x360")
    ]
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))

    with VideoReader(joined, max_pixels=MAX_PIXELS) as reader:
        shapes = {picture.bgr(200).shape for picture in reader}

    assert shapes == {(150, 200, 3)}


@pytest.mark.parametrize(
    ("size", "expected"),
    [((1920, 1080), (256, 144)), ((720, 1280), (144, 256)), ((100, 50), (100, 50)), ((5000, 4), (256, 16))],
)
def test_fitting_keeps_the_shape(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert fitted(*size, 256) == expected
