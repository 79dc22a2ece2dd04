"""Speaking each scene's line within its scene: faster where needed, and an honest overrun where that is not enough."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geminivideo.core.checks import go_on
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.voice.base import NATURAL_WORDS_PER_MINUTE, Line, Voice

FASTEST_WORDS_PER_MINUTE = 195
LEAD_SECONDS, TAIL_SECONDS = 0.10, 0.10  # of silence before and after a line within its scene
_NEIGHBOUR_SHARE = 0.9  # a line is spoken at least this fast relative to its neighbours: a jump in pace sounds cut
_ROUNDS = 3  # pauses do not shrink with the pace, so the first correction can fall short


@dataclass(frozen=True, slots=True)
class SceneLine:
    """What a scene says and how long the scene is planned to be."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class FittedLine:
    """A spoken line. It starts `LEAD_SECONDS` into its scene; the scene must be `overrun_seconds` longer to hold it."""

    path: Path
    speech: Speech
    overrun_seconds: float


def fit_lines(
    voice: Voice,
    lines: Sequence[SceneLine],
    *,
    language: str,
    folder: Path,
    check: Callable[[], None] = go_on,
) -> tuple[FittedLine, ...]:
    """Speak all lines into `folder` as `line_00.wav`, ..., at the calmest pace that fits; only lines that need another
    pace are spoken again. `check` is called several times a second and may raise to stop.
    """
    wanted = [
        Line(line.text, language, folder / f"line_{index:02}.wav", NATURAL_WORDS_PER_MINUTE)
        for index, line in enumerate(lines)
    ]
    spoken = list(voice.speak_all(wanted, check=check))
    for _ in range(_ROUNDS):
        check()
        rates = next_rates(spoken, [line.seconds for line in lines])
        changed = [index for index, rate in enumerate(rates) if rate != wanted[index].words_per_minute]
        if not changed:
            break
        for index in changed:
            wanted[index] = replace(wanted[index], words_per_minute=rates[index])
        again = voice.speak_all([wanted[index] for index in changed], check=check)
        for index, speech in zip(changed, again, strict=True):
            spoken[index] = speech
    return tuple(
        FittedLine(line.target, speech, overrun(speech, scene.seconds))
        for line, speech, scene in zip(wanted, spoken, lines, strict=True)
    )


def overrun(speech: Speech, scene_seconds: float) -> float:
    """By how many seconds a scene is too short for a line and its margins; 0 when it fits or nothing is said."""
    if not speech.seconds:
        return 0.0
    return max(0.0, round(LEAD_SECONDS + speech.seconds + TAIL_SECONDS - scene_seconds, 3))


def next_rates(spoken: Sequence[Speech], seconds: Sequence[float]) -> list[int]:
    """The pace at which each line should be spoken, given how long it took at its present pace. Never slower."""
    rates = [_rate_to_fit(speech, room) for speech, room in zip(spoken, seconds, strict=True)]
    for order in (range(len(rates)), reversed(range(len(rates)))):
        pace = 0
        for index in order:
            if spoken[index].seconds:
                rates[index] = max(rates[index], math.floor(pace * _NEIGHBOUR_SHARE))
                pace = rates[index]
    return rates


def _rate_to_fit(speech: Speech, scene_seconds: float) -> int:
    present = speech.words_per_minute
    if not overrun(speech, scene_seconds):
        return present
    room = max(scene_seconds - LEAD_SECONDS - TAIL_SECONDS, 1e-3)
    return max(present, min(FASTEST_WORDS_PER_MINUTE, math.ceil(present * speech.seconds / room) + 1))
