"""The ad's sound: voice in front, music and original sound under it, at the loudness the platforms expect."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.sound.decode import PlacedSound, decode
from geminivideo.rendering.sound.ducking import duck_amount, duck_gain
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.sound.limiter import limit
from geminivideo.rendering.sound.loudness import integrated_lufs, peak_dbtp
from geminivideo.rendering.sound.pcm import RATE, Samples, fast_size, from_db, sample_count, shape_spectrum, write_wav
from geminivideo.rendering.sound.tracks import faded, fitted, placed

TARGET_LUFS = -14.0
TRUE_PEAK_LIMIT = -1.0
LONGEST_SECONDS = 600.0

_CEILING = from_db(TRUE_PEAK_LIMIT - 1.5)  # AAC at 192 kbit/s raised the peaks of 38 mixes by up to 1.1 dB
# Alone the music is nearly as loud as the voice, so that the whole ad is even; under the voice it is 15 LU below.
_VOICE_LUFS, _MUSIC_LUFS, _ORIGINAL_LUFS = -16.0, -18.0, -24.0
_VOICE_CEILING = from_db(-3.5)  # its peaks are held here, so that the last limiter does not push the music with them
_ORIGINAL_DUCK_DB = 11.0
_ORIGINAL_MOST_GAIN = from_db(12.0)  # more would lift the hiss of a quiet room
_MASTER_MOST_GAIN = from_db(30.0)
_RUMBLE_HZ = 80.0
_TOLERANCE, _ROUNDS = 0.1, 4


_USUAL = MixSettings()


class LoudnessReport(Frozen):
    """What was measured on the finished mix. None: the mix is silent."""

    integrated_lufs: float | None
    true_peak_dbtp: float | None
    speech_cut_seconds: float = 0.0


def mix(
    ffmpeg: Ffmpeg,
    *,
    speech: Sequence[PlacedSound],
    music: Path | None,
    originals: Sequence[PlacedSound] = (),
    levels: MixSettings = _USUAL,
    seconds: float,
    target: Path,
    check: Callable[[], None] = lambda: None,
) -> LoudnessReport:
    """Write a stereo WAV of exactly `seconds`; silent parts are silence, a silent ad is a silent file.

    `check` is called several times a second while files are read and between steps, and may raise to stop.

    Raises:
        InvalidInputError: when `seconds` is not between 0 and 600.
        ProcessingError: when a file cannot be read or holds no sound.
    """
    if not 0 < seconds <= LONGEST_SECONDS:
        raise InvalidInputError(f"An ad of {seconds} s cannot be mixed.", next_step="make it up to 600 s long")
    length = sample_count(seconds)
    tracks = [PlacedSound(path=music)] if music else []
    sounds = decode(ffmpeg, [*speech, *tracks, *originals], longest=seconds + 1, check=check)
    spoken, rest = sounds[: len(speech)], sounds[len(speech) :]
    voice = _voice(speech, spoken, length)
    ducked = duck_amount((voice[:, 0] + voice[:, 1]) * np.float32(0.5))
    check()
    out = voice * np.float32(from_db(levels.voice_db))
    for track in rest[: len(tracks)]:
        leveled = _at_loudness(fitted(track, length), _MUSIC_LUFS + levels.music_db)
        out = out + leveled * duck_gain(ducked, levels.duck_db)[:, None]
    if originals:
        under = _originals(originals, rest[len(tracks) :], length)
        out = out + under * (from_db(levels.original_db) * duck_gain(ducked, _ORIGINAL_DUCK_DB))[:, None]
    mastered, report = _master(out, check)
    with out_of_room_is_named(target.parent):
        write_wav(target, mastered)
    return report.model_copy(update={"speech_cut_seconds": _cut_seconds(speech, spoken, length)})


def _voice(places: Sequence[PlacedSound], sounds: Sequence[Samples], length: int) -> Samples:
    starts = [place.start_seconds for place in places]
    voice = _at_loudness(placed(list(zip(starts, sounds, strict=True)), length), _VOICE_LUFS)
    return limit(voice, _VOICE_CEILING)


def _cut_seconds(places: Sequence[PlacedSound], sounds: Sequence[Samples], length: int) -> float:
    """How much of the speech lay beyond the end of the ad."""
    beyond = 0
    for place, sound in zip(places, sounds, strict=True):
        beyond += max(0, min(len(sound), sample_count(place.start_seconds) + len(sound) - length))
    return round(beyond / RATE, 3)


def _originals(places: Sequence[PlacedSound], sounds: Sequence[Samples], length: int) -> Samples:
    """Each clip at the same quiet level, without wind and rumble, with soft edges where the picture cuts."""
    leveled = []
    for place, sound in zip(places, sounds, strict=True):
        clean = _without_rumble(sound)
        clip = _at_loudness(clean, _ORIGINAL_LUFS, most_gain=_ORIGINAL_MOST_GAIN) * np.float32(from_db(place.gain_db))
        room = max(0, length - sample_count(place.start_seconds))
        leveled.append((place.start_seconds, faded(clip[:room], 0.02, 0.03)))
    return placed(leveled, length)


def _without_rumble(sound: Samples) -> Samples:
    size = fast_size(len(sound) + RATE // 10)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    gains = (1 / (1 + (_RUMBLE_HZ / np.maximum(frequencies, 0.1)) ** 4)).astype(np.float32)
    return np.stack([shape_spectrum(channel, gains) for channel in sound.T], axis=1)


def _at_loudness(sound: Samples, lufs: float, most_gain: float = math.inf) -> Samples:
    measured = integrated_lufs(sound)
    return sound if measured is None else sound * np.float32(min(from_db(lufs - measured), most_gain))


def _master(sound: Samples, check: Callable[[], None]) -> tuple[Samples, LoudnessReport]:
    """Gain to the target, peaks under the ceiling; the limiter takes a little loudness, so the gain is corrected."""
    loudness = integrated_lufs(sound)
    if loudness is None:
        return np.zeros_like(sound), LoudnessReport(integrated_lufs=None, true_peak_dbtp=None)
    gain, mastered = 1.0, sound
    for _ in range(_ROUNDS):
        check()
        gain = min(gain * from_db(TARGET_LUFS - loudness), _MASTER_MOST_GAIN)
        mastered = limit(sound * np.float32(gain), _CEILING)
        loudness = integrated_lufs(mastered) or TARGET_LUFS
        if abs(loudness - TARGET_LUFS) <= _TOLERANCE or gain == _MASTER_MOST_GAIN:
            break
    return mastered, LoudnessReport(
        integrated_lufs=round(loudness, 2), true_peak_dbtp=round(peak_dbtp(mastered), 2), speech_cut_seconds=0.0
    )
