from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.checks import go_on
from geminivideo.core.errors import CancelledError
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.voice.base import NATURAL_WORDS_PER_MINUTE, Line, Voice
from geminivideo.rendering.voice.espeak import EspeakVoice
from geminivideo.rendering.voice.fit import (
    FASTEST_WORDS_PER_MINUTE,
    LEAD_SECONDS,
    TAIL_SECONDS,
    FittedLine,
    SceneLine,
    fit_lines,
    overrun,
)


@dataclass
class Metronome:
    """A voice that says a word per beat, with a pause of fixed length at each comma."""

    name: str = "metronome"
    spoken: list[Line] = field(default_factory=list)

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        check()
        self.spoken += lines
        return tuple(self._say(line) for line in lines)

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        return self.speak_all([Line(text, language, target, words_per_minute)])[0]

    def _say(self, line: Line) -> Speech:
        seconds = len(line.text.split()) * 60 / line.words_per_minute + 0.2 * line.text.count(",")
        return Speech(seconds=seconds, words=(), words_per_minute=line.words_per_minute, voice=self.name)


def fitted(voice: Voice, *scenes: tuple[str, float]) -> tuple[FittedLine, ...]:
    return fit_lines(voice, [SceneLine(*scene) for scene in scenes], language="en", folder=Path("unused"))


def test_what_fits_is_spoken_once_and_naturally() -> None:
    voice = Metronome()
    lines = fitted(voice, ("one two three", 3), ("four five", 2), ("", 4))
    assert [line.speech.words_per_minute for line in lines] == [NATURAL_WORDS_PER_MINUTE] * 3
    assert [line.overrun_seconds for line in lines] == [0, 0, 0]
    assert len(voice.spoken) == 3


def test_a_tight_line_is_spoken_just_fast_enough_and_alone() -> None:
    voice = Metronome()
    lines = fitted(voice, ("one two three four five six seven eight", 3.0), ("and", 3))
    assert NATURAL_WORDS_PER_MINUTE < lines[0].speech.words_per_minute <= 175
    assert lines[0].overrun_seconds == 0
    assert [line.text for line in voice.spoken[2:]] == [voice.spoken[0].text]


def test_neighbours_of_a_fast_line_keep_up_with_it() -> None:
    long = "one two three four five six seven eight nine ten"
    rates = [
        line.speech.words_per_minute for line in fitted(Metronome(), ("so", 3), (long, 3.3), ("yes", 3), ("ok", 3))
    ]
    assert rates[1] > 185
    assert all(0.88 < a / b < 1.13 for a, b in pairwise(rates))


def test_what_cannot_fit_says_by_how_much() -> None:
    (line,) = fitted(Metronome(), ("word " * 40, 5.0))
    assert line.speech.words_per_minute == FASTEST_WORDS_PER_MINUTE
    assert line.overrun_seconds == pytest.approx(40 * 60 / 195 + LEAD_SECONDS + TAIL_SECONDS - 5, abs=0.001)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.floats(0.5, 12)), min_size=1, max_size=7))
def test_every_line_fits_or_is_at_full_pace(scenes: list[tuple[int, int, float]]) -> None:
    voice = Metronome()
    lines = fitted(voice, *((" ".join(["w"] * words) + "," * commas, seconds) for words, commas, seconds in scenes))
    for line, (_, _, seconds) in zip(lines, scenes, strict=True):
        rate = line.speech.words_per_minute
        assert NATURAL_WORDS_PER_MINUTE <= rate <= FASTEST_WORDS_PER_MINUTE
        assert line.overrun_seconds == overrun(line.speech, seconds)
        assert not line.overrun_seconds or rate >= FASTEST_WORDS_PER_MINUTE - 3
    assert len(voice.spoken) <= 4 * len(scenes)


def test_cancelling_between_rounds_stops() -> None:
    asked: list[None] = []

    def stop() -> None:
        asked.append(None)
        if len(asked) > 1:  # the voice itself asks first
            raise CancelledError("stopped", next_step="none")

    voice = Metronome()
    with pytest.raises(CancelledError):
        fit_lines(voice, [SceneLine("w " * 30, 2)], language="en", folder=Path("unused"), check=stop)
    assert len(voice.spoken) == 1


def test_with_the_real_voice(tmp_path: Path) -> None:
    scenes = [
        SceneLine("Stop scrolling, this changes everything.", 3),
        SceneLine("Most people waste two hours every day on work that does not matter, and never notice.", 5),
        SceneLine("Tap the link below and book your free call now.", 1.5),
    ]
    lines = fit_lines(EspeakVoice(), scenes, language="en", folder=tmp_path)
    assert [line.overrun_seconds > 0 for line in lines] == [False, False, True]
    assert lines[1].speech.seconds + LEAD_SECONDS + TAIL_SECONDS <= 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["line_00.wav", "line_01.wav", "line_02.wav"]
