"""When each word of a known text is heard in a recording: for voices that do not tell.

A voice that does tell speaks the same text; the two recordings are laid along each other by how they sound (dynamic
time warping), and its word times are read off where they fall in the other. Between words, and there alone, the
recording may be silent for any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.sound.pcm import RATE, Samples, read_wav
from geminivideo.rendering.speech import Speech, SpokenWord
from geminivideo.rendering.voice.base import NATURAL_WORDS_PER_MINUTE, Voice
from geminivideo.rendering.voice.mel_features import HOP_SECONDS, Features, features

Levels = NDArray[np.float64]
States = NDArray[np.int64]

LONGEST_SECONDS = 90.0
_SLOWEST, _FASTEST = 90, 260  # words per minute at which a reference still sounds like speech
_ALIKE = 1.25  # how much the two may differ in length before the reference is spoken at another pace
_SKIP_COST, _STAY_COST = 0.05, 0.05  # of the typical distance, for leaving the recording's own pace
_SILENCE_COST, _LOUD_COST = 0.35, 1.5
_QUIET_DB, _LOUD_DB = 6.0, 6.0  # above the quietest and below the loudest: surely silence, surely speech
_ROUNDS = 3  # the later ones after the reference's voice has been bent towards the recording's
_RIDGE = 0.3


def align(recording: Samples, text: str, language: str, reference: Voice, folder: Path) -> tuple[SpokenWord, ...]:
    """A span for each token of `text` in mono `recording`; `reference` must give word times, `folder` is for its sound.

    Raises:
        ProcessingError: when the recording is too long, or far too short for its text.
        InvalidInputError: when the reference does not speak the language.
    """
    seconds = len(recording) / RATE
    if seconds > LONGEST_SECONDS:
        raise ProcessingError(
            f"A recording of {seconds:.0f} s is too long to find its words.", next_step="split the voice-over"
        )
    speech, sound = _reference(text, language, seconds, reference, folder)
    if not speech.words or not speech.seconds:
        return speech.words
    states = _states(speech, features(sound)[0])
    heard, level = features(recording)
    if len(states.silent) > 2 * len(heard):  # a path passes at most two states a frame
        raise ProcessingError(
            f"A recording of {seconds:.1f} s cannot hold a text of {len(speech.words)} words.",
            next_step="speak the line again",
        )
    return _spans(speech, _walk(states, heard, level))


def _reference(text: str, language: str, seconds: float, voice: Voice, folder: Path) -> tuple[Speech, Samples]:
    """The text at about the recording's pace."""
    target, pace = folder / "reference.wav", NATURAL_WORDS_PER_MINUTE
    speech = voice.speak(text, language=language, words_per_minute=pace, target=target)
    if speech.seconds and not 1 / _ALIKE < speech.seconds / seconds < _ALIKE:
        pace = round(min(max(pace * speech.seconds / seconds, _SLOWEST), _FASTEST))
        speech = voice.speak(text, language=language, words_per_minute=pace, target=target)
    return speech, read_wav(target)


@dataclass(frozen=True, slots=True)
class _States:
    """What is passed through: the reference's frames word by word, an optional silence before, between and after."""

    sounds: Features
    silent: NDArray[np.bool_]
    first: tuple[int, ...]  # of each word
    last: tuple[int, ...]


def _states(speech: Speech, sounds: Features) -> _States:
    begins = [round(word.start_seconds / HOP_SECONDS) for word in speech.words]
    ends = [*begins[1:], round(speech.words[-1].end_seconds / HOP_SECONDS)]
    frames, first, last = [-1], [], []
    for begin, end in zip(begins, ends, strict=True):
        first.append(len(frames))
        frames += range(begin, max(begin + 1, end))
        last.append(len(frames) - 1)
        frames.append(-1)
    order = np.minimum(np.asarray(frames), len(sounds) - 1)
    return _States(sounds[np.maximum(order, 0)], order < 0, tuple(first), tuple(last))


def _walk(states: _States, heard: Features, level: Levels) -> list[tuple[int, int]]:
    """For each word the first and the last frame of the recording that belong to it."""
    sounds = states.sounds
    for _ in range(_ROUNDS - 1):
        sounds = _bent(states, heard, _path(sounds, states.silent, heard, level))
    path = _path(sounds, states.silent, heard, level)
    begins = np.searchsorted(path, states.first)
    ends = np.searchsorted(path, states.last, side="right") - 1
    return [(int(begin), int(max(begin, end))) for begin, end in zip(begins, ends, strict=True)]


def _bent(states: _States, heard: Features, path: States) -> Features:
    """The reference's sounds by the linear map that brings them nearest to what was heard in their place."""
    spoken = ~states.silent[path]
    known = np.column_stack([states.sounds[path[spoken]], np.ones(int(spoken.sum()))])
    ridge = np.eye(known.shape[1]) * _RIDGE * len(known) / known.shape[1]
    same = np.eye(known.shape[1])[:, :-1]
    bend = np.linalg.solve(known.T @ known + ridge, known.T @ heard[spoken] + ridge @ same)
    return np.asarray(np.column_stack([states.sounds, np.ones(len(states.sounds))]) @ bend, np.float32)


def _path(sounds: Features, silent: NDArray[np.bool_], heard: Features, level: Levels) -> States:
    """The state of each frame of the recording, never going back; every word is passed through."""
    typical = float(np.median(_distances(sounds[~silent], heard[:: max(1, len(heard) // 50)])))
    quiet, loud = np.percentile(level, 3) + _QUIET_DB, np.percentile(level, 95) - _LOUD_DB
    silence = typical * (_SILENCE_COST + _LOUD_COST * np.clip((level - quiet) / max(loud - quiet, 1e-3), 0, 1))
    stay, skip = np.where(silent, 0.0, _STAY_COST * typical), _skip_costs(silent, _SKIP_COST * typical)
    cost = np.full(len(silent), np.inf)
    cost[:2] = 0.0
    steps = np.zeros((len(heard), len(silent)), np.int8)
    for frame, sound in enumerate(heard):
        if frame:
            ways = np.stack([cost + stay, _shifted(cost, 1), _shifted(cost, 2) + skip])
            steps[frame] = ways.argmin(axis=0)
            cost = ways.min(axis=0)
        cost = cost + np.where(silent, silence[frame], _distances(sounds, sound[None])[:, 0])
    return _back(steps, int(len(silent) - 2 + (cost[-1] <= cost[-2])))


def _skip_costs(silent: NDArray[np.bool_], usual: float) -> NDArray[np.float64]:
    """What leaving one state out costs: nothing for a silence; a word of one frame cannot be left out."""
    costs = np.full(len(silent), usual)
    costs[1:][silent[:-1]] = 0.0
    costs[2:][silent[2:] & silent[:-2]] = np.inf
    return costs


def _shifted(cost: NDArray[np.float64], by: int) -> NDArray[np.float64]:
    return np.concatenate([np.full(by, np.inf), cost[:-by]])


def _distances(one: Features, other: Features) -> NDArray[np.float32]:
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None] - 2 * one @ other.T
    return np.asarray(np.sqrt(np.maximum(squares, 0)), np.float32)


def _back(steps: NDArray[np.int8], state: int) -> States:
    path = np.empty(len(steps), np.int64)
    for frame in range(len(steps) - 1, -1, -1):
        path[frame] = state
        state -= int(steps[frame, state])
    return path


def _spans(speech: Speech, frames: Sequence[tuple[int, int]]) -> tuple[SpokenWord, ...]:
    return tuple(
        SpokenWord(
            text=word.text,
            start_seconds=round(begin * HOP_SECONDS, 3),
            end_seconds=round((end + 1) * HOP_SECONDS, 3),
        )
        for word, (begin, end) in zip(speech.words, frames, strict=True)
    )
