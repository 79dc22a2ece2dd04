import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import CancelledError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.footage.extractors.guard import Guard
from geminivideo.footage.sound import SILENCE_LUFS, Loudness, _Meter, measure_loudness
from tests.footage.builders import nothing


def loudness_of(path: Path, seconds: float) -> Loudness:
    guard = Guard()
    heard = measure_loudness(path, seconds, guard, nothing, nothing)
    assert guard.failures == ()
    assert heard is not None
    return heard


def ffmpeg_lufs(ffmpeg: Ffmpeg, path: Path) -> float:
    log = ffmpeg.run(["-i", str(path), "-map", "0:a", "-af", "ebur128=framelog=verbose", "-f", "null", "-"])
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", log)[-1])


@pytest.mark.parametrize(
    ("clip", "seconds"), [("chaplin.mp4", 9.64), ("autoeditor_timecode.mp4", 42.4), ("androidx_sample.mp4", 1.0)]
)
def test_whole_files_are_as_loud_as_ffmpeg_says(shared_data: Path, ffmpeg: Ffmpeg, clip: str, seconds: float) -> None:
    path = shared_data / "footage" / clip
    assert loudness_of(path, seconds).lufs(0, seconds) == pytest.approx(ffmpeg_lufs(ffmpeg, path), abs=0.4)


def test_a_reference_tone_has_its_reference_loudness(make_clip: Callable[..., Path]) -> None:
    """BS.1770: a full-scale sine of 997 Hz in one channel is -3.01 LUFS."""
    tone = ("-f", "lavfi", "-i", "aevalsrc=sin(2*PI*997*t):s=48000:d=2")
    clip = make_clip(
        "tone.mkv", "-f", "lavfi", "-i", "color=s=64x64:d=2", *tone, "-c:v", "libx264", "-c:a", "pcm_s16le"
    )
    heard = loudness_of(clip, 2.0)
    assert heard.lufs(0.4, 1.8) == pytest.approx(-3.01, abs=0.1)


def test_loud_and_quiet_stretches_are_told_apart_where_they_are(make_clip: Callable[..., Path]) -> None:
    tone = ("-f", "lavfi", "-i", "aevalsrc=if(lt(t\\,2)\\,0.01\\,0.5)*sin(2*PI*997*t):s=44100:d=4")
    clip = make_clip("steps.mp4", "-f", "lavfi", "-i", "color=s=64x64:d=4", *tone, "-c:v", "libx264", "-c:a", "aac")
    heard = loudness_of(clip, 4.0)
    assert heard.lufs(0, 1.9) == pytest.approx(-43, abs=0.7)
    assert heard.lufs(2.1, 4.0) == pytest.approx(-9, abs=0.7)


def test_silence_is_the_floor_of_the_scale_and_no_sound_is_none(shared_data: Path) -> None:
    silent = loudness_of(shared_data / "footage" / "androidx_silent-black-10s.mp4", 10.0)
    assert silent.lufs(0, 10) == SILENCE_LUFS
    assert silent.lufs(2, 2.04) == SILENCE_LUFS
    assert silent.lufs(50, 60) is None
    mute = shared_data / "footage" / "androidx_sample_video_only.mp4"
    assert measure_loudness(mute, 1.0, Guard(), nothing, nothing) is None


def test_a_short_stretch_is_measured_with_what_there_is() -> None:
    assert Loudness(powers=(0.01, 0.01)).lufs(0.0, 0.2) == pytest.approx(-20.69, abs=0.01)
    assert Loudness(powers=(0.01,)).lufs(0.0, 0.03) == pytest.approx(-20.69, abs=0.01)


def test_memory_is_fixed_by_the_duration_whatever_the_timestamps_claim(shared_data: Path) -> None:
    heard = loudness_of(shared_data / "footage" / "autoeditor_timecode.mp4", 1.0)
    assert len(heard.powers) == 11


def test_a_cancel_stops_listening(shared_data: Path) -> None:
    def cancel() -> None:
        raise CancelledError("stop", next_step="none")

    with pytest.raises(CancelledError):
        measure_loudness(shared_data / "footage" / "chaplin.mp4", 9.6, Guard(), cancel, nothing)


def test_sound_that_cannot_be_measured_is_recorded(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: _Meter, _at: float, heard: np.ndarray) -> None:
        raise FloatingPointError(f"{heard.shape}")

    monkeypatch.setattr(_Meter, "_add", broken)
    guard = Guard()
    heard = measure_loudness(shared_data / "footage" / "chaplin.mp4", 9.6, guard, nothing, nothing)
    assert heard is None
    assert [failure.extractor for failure in guard.failures] == ["loudness"]
