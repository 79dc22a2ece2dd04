"""Probing hostile and honest files, and running ffmpeg under control."""

import csv
import time
from pathlib import Path

import pytest

from geminivideo.core.errors import (
    CancelledError,
    ProcessingError,
    StorageFullError,
    TooLargeError,
    UnavailableError,
    UnsupportedMediaError,
)
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.core.media.probe import MediaProbe, probe_video

TEST_PICTURE = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=30"]


def probe(path: Path) -> MediaProbe:
    return probe_video(path, max_seconds=7200, max_pixels=7680 * 4320)


@pytest.fixture(scope="module")
def ffmpeg() -> Ffmpeg:
    return find_ffmpeg(None)


@pytest.fixture
def clip(ffmpeg: Ffmpeg, tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    ffmpeg.run([*TEST_PICTURE, "-t", "2", "-pix_fmt", "yuv420p", str(path)])
    return path


def test_probe_tells_what_the_packets_have(clip: Path) -> None:
    found = probe(clip)
    assert (found.width, found.height, found.frames, found.codec) == (320, 240, 60, "h264")
    assert found.duration_seconds == pytest.approx(2.0, abs=0.01)
    assert not found.has_audio


def test_every_hostile_file_ends_as_its_manifest_says(shared_data: Path) -> None:
    with (shared_data / "hostile" / "manifest.csv").open() as manifest:
        rows = {row["file"]: row["expected"] for row in csv.DictReader(manifest)}
    for name, expected in rows.items():
        path = shared_data / "hostile" / name
        if expected == "refuse":
            with pytest.raises((UnsupportedMediaError, TooLargeError)):
                probe(path)
        elif name == "made_huge_duration_mvhd.mp4":
            assert probe(path).duration_seconds == pytest.approx(1.0, abs=0.1)
        else:
            try:
                probe(path)
            except UnsupportedMediaError as error:
                assert error.next_step  # noqa: PT017 - either outcome is allowed; a refusal must say what to do


def test_rotation_makes_the_picture_upright(shared_data: Path) -> None:
    found = probe(shared_data / "footage" / "androidx_sample_rotate_and_reflect.mp4")
    assert (found.width, found.height) == (720, 1080)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_file_is_refused(clip: Path, ffmpeg: Ffmpeg, tmp_path: Path, share: float) -> None:
    fast = tmp_path / "fast.mp4"
    ffmpeg.run(["-i", str(clip), "-c", "copy", "-movflags", "+faststart", str(fast)])
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(fast.read_bytes()[: int(fast.stat().st_size * share)])
    with pytest.raises(UnsupportedMediaError):
        probe(cut)


def test_too_long_and_too_large_are_told_apart(clip: Path) -> None:
    with pytest.raises(TooLargeError, match="lasts 2 s"):
        probe_video(clip, max_seconds=1, max_pixels=10**9)
    with pytest.raises((TooLargeError, UnsupportedMediaError), match="320x240"):
        probe_video(clip, max_seconds=10, max_pixels=1000)


def test_names_are_only_names(clip: Path, tmp_path: Path) -> None:
    odd = clip.rename(tmp_path / "-i 'x';$(touch pwned) %03d {o}.mp4")
    assert probe(odd).frames == 60


def test_progress_comes_from_the_encoder(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    frames: list[int] = []
    ffmpeg.run([*TEST_PICTURE, "-t", "8", "-preset", "slow", str(tmp_path / "x.mp4")], on_frame=frames.append)
    assert frames == sorted(frames)
    assert frames[-1] == 240


def test_cancel_kills_the_encoder_at_once(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    begun = time.monotonic()

    def check() -> None:
        if time.monotonic() - begun > 0.5:
            raise CancelledError("enough", next_step="nothing")

    with pytest.raises(CancelledError):
        ffmpeg.run(["-re", *TEST_PICTURE, "-t", "60", str(tmp_path / "x.mp4")], check=check)
    assert time.monotonic() - begun < 20, "of the minute that it would have taken"


def test_failure_says_what_ffmpeg_said(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    with pytest.raises(ProcessingError, match="No such file"):
        ffmpeg.run(["-i", str(tmp_path / "missing.mp4"), str(tmp_path / "out.mp4")])


def test_full_disk_is_named(ffmpeg: Ffmpeg, full_disk: Path) -> None:
    with pytest.raises(StorageFullError):
        ffmpeg.run([*TEST_PICTURE, "-t", "20", "-c:v", "rawvideo", "-f", "rawvideo", str(full_disk / "x.raw")])


def test_missing_or_unable_ffmpeg_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="does not run"):
        find_ffmpeg(tmp_path / "nowhere")
    fake = tmp_path / "ffmpeg"
    fake.write_text("#!/bin/sh\necho ffmpeg version 0\n")
    fake.chmod(0o755)
    with pytest.raises(UnavailableError, match=r"lacks .*libx264"):
        find_ffmpeg(fake)
