"""The music bed: a short piece made by the program itself, exactly as long as the ad."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.errors import InvalidInputError
from geminivideo.rendering.sound.limiter import limit
from geminivideo.rendering.sound.loudness import integrated_lufs
from geminivideo.rendering.sound.music.arrangement import Score, write_score
from geminivideo.rendering.sound.music.drums import drum
from geminivideo.rendering.sound.music.grid import Hit, Note, PadChord, fit_grid
from geminivideo.rendering.sound.music.instruments import bass, note, pad
from geminivideo.rendering.sound.music.moods import Mood, MoodName, choose_bpm
from geminivideo.rendering.sound.pcm import RATE, Samples, from_db, sample_count, write_wav
from geminivideo.rendering.sound.spectrum import convolved, shaped
from geminivideo.rendering.sound.tracks import faded

MUSIC_LUFS = -18.0
LONGEST_SECONDS = 600.0

_CEILING = from_db(-3.0)
_LEVELS = {"kick": 0.58, "snare": 0.55, "hat": 0.3, "open_hat": 0.3, "crash": 0.32, "impact": 0.3, "riser": 0.32}
_TOM_LEVEL, _BASS_LEVEL, _PAD_LEVEL, _MELODY_LEVEL = 0.45, 0.22, 0.34, 0.3
_PANS = {"hat": 0.25, "open_hat": -0.3, "crash": 0.15}
_ECHOES = ((3, 0.32, -0.6), (6, 0.16, 0.6))  # sixteenths later, level, pan
_SENDS = {"snare": 0.25, "crash": 0.3, "impact": 0.2}
_BUILD_DB = {1: -3.0, 2: -1.2, 3: 0.0}
_FADE = 0.4
_HALL_REACH, _RUMBLE_REACH = 4096, 16_384  # samples after which the filters have died away


@dataclass(frozen=True, slots=True)
class MusicBed:
    """`beats` are the times of all quarter notes; the last one is the final chord."""

    path: Path
    seconds: float
    mood: MoodName
    bpm: float
    beats: tuple[float, ...]
    bars: tuple[float, ...]


def compose(seconds: float, mood: Mood, energy: float, rng: np.random.Generator, target: Path) -> MusicBed:
    """Write and play a piece of `seconds`; the same generator state gives the same bytes.

    Raises:
        InvalidInputError: when the length is not between 0 and 600 s.
    """
    if not 0 < seconds <= LONGEST_SECONDS:
        raise InvalidInputError(
            f"A music bed of {seconds} s cannot be made.", next_step=f"ask for up to {LONGEST_SECONDS:.0f} s"
        )
    score = write_score(seconds, mood, choose_bpm(mood, energy), rng)
    sound = play(score, mood, rng)
    with out_of_room_is_named(target.parent):
        write_wav(target, sound)
    beats = score.grid.beats
    bars = (*beats[:-1:4], beats[-1])
    return MusicBed(target, seconds, mood.name, round(score.grid.bpm, 4), beats, bars)


def beats_of(seconds: float, mood: Mood, energy: float) -> tuple[float, ...]:
    """Where the beats of a bed composed with these would be, without composing it."""
    return fit_grid(seconds, choose_bpm(mood, energy)).beats


def play(score: Score, mood: Mood, rng: np.random.Generator) -> Samples:
    length = sample_count(score.grid.seconds)
    dry, wet = np.zeros((length, 2), np.float32), np.zeros(length, np.float32)
    pump = _pump(score.hits, length, mood.pump)
    _play_pads(dry, score.pads, mood, rng)
    _play_bass(dry, score.bass, mood)
    dry *= pump[:, None]
    _play_melody(dry, wet, score.melody, mood, score.grid.bar_seconds / 16)
    _play_drums(dry, wet, score.hits, mood, rng)
    dry += _reverb(wet, rng)
    return _master(dry * _build(score.pads, length)[:, None])


def _build(chords: Sequence[PadChord], length: int) -> Samples:
    """The piece grows louder bar by bar as more plays."""
    levels = [_BUILD_DB[chord.intensity] for chord in chords]
    curve = np.interp(np.arange(length) / RATE, [chord.start for chord in chords], levels)
    return np.asarray(10 ** (curve / 20), np.float32)


def _play_pads(out: Samples, chords: Iterable[PadChord], mood: Mood, rng: np.random.Generator) -> None:
    """Each chord swells in over the one before it, which dies away under it."""
    lead, tail = 0.08, 0.35

    @cache
    def sounding(midis: tuple[int, ...], seconds: float, intensity: int) -> Samples:
        openness = 0.5 + intensity / 6
        sound = pad(midis, seconds, openness * mood.brightness, rng) * np.float32(_PAD_LEVEL * openness**0.5)
        return _swelling(sound, 2 * lead, tail)

    for chord in chords:
        begin = max(chord.start - lead, 0.0)
        _add(out, begin, sounding(chord.midis, round(chord.seconds + lead + tail, 6), chord.intensity))


def _swelling(sound: Samples, rise: float, fall: float) -> Samples:
    first, last = (min(round(seconds * RATE), len(sound)) for seconds in (rise, fall))
    sound[:first] *= np.sin(np.pi / 2 * np.arange(first) / (rise * RATE)).astype(np.float32)[:, None]
    sound[len(sound) - last :] *= np.sin(np.pi / 2 * np.arange(last, 0, -1) / (fall * RATE)).astype(np.float32)[:, None]
    return sound


def _play_bass(out: Samples, notes: Iterable[Note], mood: Mood) -> None:
    sounding = cache(lambda midi, seconds: bass(midi, seconds, 0.4 + 0.6 * mood.brightness))
    for each in notes:
        _add(out, each.start, sounding(each.midi, round(each.seconds, 6))[:, None] * (each.velocity * _BASS_LEVEL))


def _play_melody(out: Samples, wet: Samples, notes: Iterable[Note], mood: Mood, step: float) -> None:
    sounding = cache(lambda midi, seconds: note(mood.timbre, midi, seconds, mood.brightness))
    for number, each in enumerate(notes):
        sound, loud = sounding(each.midi, round(each.seconds, 6)), each.velocity * _MELODY_LEVEL
        _add_panned(out, each.start, sound, 0.3 if number % 2 else -0.3, loud)
        _add(wet, each.start, sound * np.float32(0.5 * loud))
        for steps, level, pan in _ECHOES:
            _add_panned(out, each.start + steps * step, sound, pan, loud * level)


def _play_drums(out: Samples, wet: Samples, hits: Iterable[Hit], mood: Mood, rng: np.random.Generator) -> None:
    sounding = cache(lambda name, seconds: drum(name, seconds, rng))
    for hit in hits:
        level = _LEVELS.get(hit.drum, _TOM_LEVEL) * hit.velocity * mood.drums
        sound = sounding(hit.drum, round(hit.seconds, 6))
        _add_panned(out, hit.start, sound, _PANS.get(hit.drum, 0.0), level)
        if hit.drum in _SENDS:
            _add(wet, hit.start, sound * np.float32(_SENDS[hit.drum] * level))


def _add_panned(out: Samples, start: float, sound: Samples, pan: float, level: float) -> None:
    """Mono at a place between left (-1) and right (1), with equal power everywhere."""
    angle = (pan + 1) * np.pi / 4
    for side, share in enumerate((np.cos(angle), np.sin(angle))):
        _add(out[:, side], start, sound * np.float32(np.sqrt(2) * share * level))


def _add(out: Samples, start: float, sound: Samples) -> None:
    first = sample_count(start)
    room = out[first : first + len(sound)]
    room += sound[: len(room)]


def _pump(hits: Iterable[Hit], length: int, depth_db: float) -> Samples:
    """Room for the kick: the gain of everything sustained dips with each one and is back after a fifth of a second."""
    time = np.arange(round(0.22 * RATE)) / RATE
    dip = (1 - from_db(-depth_db)) * np.clip(time / 0.004, 0, 1) * np.cos(np.pi / 2 * time / 0.22) ** 2
    gain = np.ones(length, np.float32)
    for hit in hits:
        if hit.drum == "kick":
            first = sample_count(hit.start)
            room = gain[first : first + len(dip)]
            np.minimum(room, 1 - hit.velocity * dip[: len(room)], out=room, casting="same_kind")
    return gain


def _reverb(wet: Samples, rng: np.random.Generator) -> Samples:
    """A hall of 1.3 s, different left and right, without lows."""
    time = np.arange(round(1.3 * RATE)) / RATE
    tail = rng.standard_normal((2, len(time)), np.float32) * np.exp(-time * 4.2) * np.clip(time / 0.02, 0, 1)
    sides = np.stack([_toned(side.astype(np.float32)) for side in tail])
    return convolved(np.pad(wet, (0, _HALL_REACH)), sides)[:, _HALL_REACH:].T


def _toned(tail: Samples) -> Samples:
    """The hall's echoes without lows and dull. It begins `_HALL_REACH` early, as the filter has no phase."""

    def response(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        return 0.02 / (1 + (300 / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / 6500) ** 2)

    return shaped(np.pad(tail, _HALL_REACH), response, _HALL_REACH)


def _master(sound: Samples) -> Samples:
    """No rumble, a dip where consonants are, even loudness, a fade to nothing on the last sample."""

    def response(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        presence = np.exp(-(np.log2(hertz / 2500) ** 2))
        return np.asarray(10 ** (-2.5 / 20 * presence) / (1 + (30 / hertz) ** 6))

    bed = faded(np.stack([shaped(side, response, _RUMBLE_REACH) for side in sound.T], axis=1), 0.0, _FADE)
    loudness = integrated_lufs(bed)
    return limit(bed * np.float32(from_db(MUSIC_LUFS - loudness) if loudness is not None else 1.0), _CEILING)
