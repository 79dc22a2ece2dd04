import numpy as np
import pytest
from numpy.typing import NDArray

from geminivideo.rendering.sound.loudness import integrated_lufs, true_peak
from geminivideo.rendering.sound.pcm import RATE, Samples
from geminivideo.rendering.voice.polish import VOICE_LUFS, cut, polish
from tests.rendering_sound.sounds import level_db

RAW_RATE = 22_050


def vowel(level: float, seconds: float = 0.4) -> Samples:
    """A buzz of 110 Hz with formants, as a synthesiser makes it: one pulse a period, all to one side."""
    at = np.arange(round(seconds * RAW_RATE)) / RAW_RATE
    harmonics = [np.cos(2 * np.pi * 110 * k * at) / (1 + ((110 * k - 700) / 400) ** 2) for k in range(1, 40)]
    return np.asarray(level * np.sum(harmonics, axis=0) / 6, np.float32)


def hiss(level: float, seconds: float = 0.4) -> Samples:
    noise = np.random.default_rng(1).standard_normal(round(seconds * RAW_RATE))
    return (level * np.diff(noise, prepend=0.0) * 0.5).astype(np.float32)


def pause(seconds: float = 0.4) -> Samples:
    return np.zeros(round(seconds * RAW_RATE), np.float32)


def polished(*parts: Samples) -> Samples:
    raw: NDArray[np.int16] = (np.concatenate(parts) * 32767).astype(np.int16)
    return polish(raw, RAW_RATE)


def stretch(sound: Samples, start: float) -> Samples:
    return sound[round((start + 0.1) * RATE) : round((start + 0.3) * RATE)]


def test_loudness_peaks_and_length() -> None:
    sound = polished(vowel(0.3), pause(), vowel(0.5), hiss(0.2))
    assert integrated_lufs(sound) == pytest.approx(VOICE_LUFS, abs=0.7)
    assert true_peak(sound) <= 10 ** ((VOICE_LUFS + 13.01) / 20)
    assert len(sound) / RATE == pytest.approx(1.6 + 0.16, abs=0.001)


def test_loud_and_quiet_syllables_come_nearer() -> None:
    sound = polished(vowel(0.6), pause(), vowel(0.2))
    assert level_db(stretch(sound, 0.0)) - level_db(stretch(sound, 0.8)) < 3.5  # of 9.5 dB


def test_sharp_sibilants_are_softened() -> None:
    def sharpness(level: float) -> float:
        sound = polished(vowel(0.3), hiss(level), vowel(0.3))
        return level_db(stretch(sound, 0.4)) - level_db(stretch(sound, 0.0))

    assert sharpness(0.3) - sharpness(0.075) < 12 - 4


def test_vowels_get_the_highs_they_lack() -> None:
    sound = stretch(polished(vowel(0.3), vowel(0.3)), 0.2)
    spectrum = np.square(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))))
    at = np.fft.rfftfreq(len(sound), 1 / RATE)
    highs, all_of_it = spectrum[(at > 5000) & (at < 9000)].sum(), spectrum.sum()
    assert -50 < 10 * np.log10(highs / all_of_it) < -15  # the raw vowel ends at 4.3 kHz


def test_a_pulse_train_does_not_lean_to_one_side() -> None:
    raw = vowel(0.3)
    sound = stretch(polished(vowel(0.3)), 0.05)
    assert abs(sound.max() / -sound.min() - 1) < 0.7 * abs(raw.max() / -raw.min() - 1)


def test_times_stay_where_they_were() -> None:
    sound = polished(pause(0.5), vowel(0.4), pause(0.5))
    first = np.flatnonzero(np.abs(sound) > 0.1 * np.abs(sound).max())[0] / RATE
    assert first == pytest.approx(0.5, abs=0.008)


def test_silence_stays_silent() -> None:
    assert not polished(pause()).any()


def test_cut_pads_with_silence_and_starts_and_ends_softly() -> None:
    piece = cut(np.ones(RATE, np.float32), 0.5, 1.5)
    assert len(piece) == RATE
    assert piece[0] == 0
    assert piece[RATE // 4] == 1
    assert not piece[RATE // 2 :].any()
    whole = cut(np.ones(RATE, np.float32), 0.0, 1.0)
    assert whole[-1] == 0
