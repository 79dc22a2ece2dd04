from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.sound.limiter import limit
from geminivideo.rendering.sound.loudness import integrated_lufs, peak_dbtp, true_peak
from geminivideo.rendering.sound.pcm import RATE, Samples, fast_size, from_db
from tests.rendering_sound.sounds import babble, ebur128, read_wav, saved, sine, stereo


def test_the_reference_signal_of_ebu_tech_3341() -> None:
    """A stereo sine of 1 kHz at -23 dBFS is -23 LUFS, case 1; at -33 dBFS -33 LUFS, case 2."""
    for level in (-23.0, -33.0):
        assert integrated_lufs(stereo(sine(1000, 20, from_db(level)))) == pytest.approx(level, abs=0.1)


def test_quiet_parts_are_gated_out() -> None:
    """EBU Tech 3341 case 3: 10 s at -36, 60 s at -23, 10 s at -36 dBFS is -23 LUFS."""
    quiet, loud = sine(1000, 10, from_db(-36)), sine(1000, 60, from_db(-23))
    assert integrated_lufs(stereo(np.concatenate([quiet, loud, quiet]))) == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("name", ["austen_0870.wav", "jfk.flac", "music_vibe_ace.ogg"])
def test_real_sound_measures_as_ffmpeg_measures_it(
    name: str, shared_data: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    target = tmp_path / "x.wav"
    ffmpeg.run(
        [
            "-t",
            "12",
            "-i",
            str(shared_data / "audio" / name),
            "-ac",
            "2",
            "-ar",
            "48000",
            "-af",
            "volume=-3dB",
            str(target),
        ]
    )
    sound = read_wav(target)
    loudness, peak = ebur128(ffmpeg, target)
    assert integrated_lufs(sound) == pytest.approx(loudness, abs=0.11)
    assert peak_dbtp(sound) == pytest.approx(peak, abs=0.11)


def test_made_sound_measures_as_ffmpeg_measures_it(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    path = saved(tmp_path / "x.wav", stereo(babble(8)))
    loudness, peak = ebur128(ffmpeg, path)
    assert integrated_lufs(read_wav(path)) == pytest.approx(loudness, abs=0.11)
    assert peak_dbtp(read_wav(path)) == pytest.approx(peak, abs=0.11)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 3.0])
def test_silence_has_no_loudness(seconds: float) -> None:
    silence = np.zeros((round(seconds * RATE), 2), np.float32)
    assert integrated_lufs(silence) is None
    assert true_peak(silence) == 0


def test_a_sound_shorter_than_a_block_still_has_a_loudness() -> None:
    assert integrated_lufs(stereo(sine(1000, 0.2, from_db(-20)))) == pytest.approx(-20, abs=0.5)


def test_peaks_between_samples_are_seen() -> None:
    """A sine at a quarter of the sampling rate, sampled 45 degrees off its peaks, is 3 dB higher than its samples."""
    at = np.arange(4800)
    hidden = (0.5 * np.sin(np.pi / 2 * at + np.pi / 4)).astype(np.float32) * np.hanning(4800).astype(np.float32)
    assert np.abs(hidden).max() == pytest.approx(0.3536, abs=0.001)
    assert true_peak(hidden) == pytest.approx(0.5, abs=0.005)


def noisy(seed: int, gain: float, seconds: float) -> Samples:
    rng = np.random.default_rng(seed)
    swell = np.interp(np.arange(round(seconds * RATE)), np.linspace(0, seconds * RATE, 9), rng.uniform(0, 1, 9))
    return (rng.standard_normal((len(swell), 2)) * swell[:, None] * gain).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.floats(0.01, 20), st.floats(0.1, 1.0), st.floats(0.0001, 0.5))
def test_limited_sound_stays_under_the_ceiling(seed: int, gain: float, ceiling: float, seconds: float) -> None:
    sound = noisy(seed, gain, seconds)
    limited = limit(sound, ceiling)
    assert limited.shape == sound.shape
    assert true_peak(limited) <= ceiling * 1.0001


def test_what_is_under_the_ceiling_is_left_alone_and_a_peak_only_touches_its_surroundings() -> None:
    quiet = stereo(sine(300, 2, 0.2))
    assert np.array_equal(limit(quiet, 0.5), quiet)
    peaky = quiet.copy()
    peaky[RATE : RATE + 20] = 0.95
    limited = limit(peaky, 0.5)
    assert np.allclose(limited[: RATE - 1500], peaky[: RATE - 1500], atol=1e-4)
    assert np.allclose(limited[RATE + RATE // 2 :], peaky[RATE + RATE // 2 :], atol=1e-4)
    assert 0.4 < limited[RATE + 10, 0] <= 0.5


@given(st.integers(1, 10**7))
def test_fast_sizes_are_large_enough_even_and_without_large_factors(at_least: int) -> None:
    size = rest = fast_size(at_least)
    assert size >= at_least
    assert size <= max(at_least * 1.25, 4)
    assert size % 2 == 0
    for factor in (2, 3, 5):
        while rest % factor == 0:
            rest //= factor
    assert rest == 1
