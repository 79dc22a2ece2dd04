"""A voice of an outside service as the renderer knows voices: all lines or none, each with the time of every word."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from geminivideo.core.checks import go_on
from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.errors import InvalidInputError
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.sound.pcm import RATE, Samples, write_wav
from geminivideo.rendering.speech import Speech, SpokenWord
from geminivideo.rendering.voice.base import NATURAL_WORDS_PER_MINUTE, Line, Voice
from geminivideo.rendering.voice.cloud.audio import presented
from geminivideo.rendering.voice.cloud.base import SpeechApi, Take
from geminivideo.rendering.voice.cloud.calling import Caller
from geminivideo.rendering.voice.cloud.stretch import stretched
from geminivideo.rendering.voice.cloud.timing import spans_found, spans_told
from geminivideo.rendering.voice.espeak import FASTEST, SLOWEST
from geminivideo.rendering.voice.spoken_form import SpokenForm, spoken_form
from geminivideo.rendering.voice.word_times import Span

_DIGEST_LETTERS = 12


class CloudVoice:
    """Speaks through `caller`; `reference` is a voice that tells its word times, for services that do not.

    What is sent is the spoken form of a line, so that no emoji is read out and prices are said as the captions' timing
    expects. An object is used for one ad: it keeps its takes, so that another pace of a line needs no second request
    where the service cannot be asked for one.
    """

    def __init__(self, api: SpeechApi, caller: Caller, reference: Voice) -> None:
        self._api = api
        self._caller = caller
        self._reference = reference
        self._takes: dict[_Wanted, _Spoken] = {}

    @property
    def name(self) -> str:
        """Another model, voice or setting is another name, and another version of this code too."""
        provider, model, voice, *settings = self._api.identity
        made_by = json.dumps([*settings, code_digest("voice/cloud")])
        return f"{provider} {model} {voice} {hashlib.sha256(made_by.encode()).hexdigest()[:_DIGEST_LETTERS]}"

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        return self.speak_all([Line(text, language, target, words_per_minute)])[0]

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        """See `Voice`, and `Caller.takes` for what goes wrong."""
        forms = [self._checked_form(line) for line in lines]
        self._fetch(
            [self._wanted(line, form) for line, form in zip(lines, forms, strict=True) if any(form.weights)], check
        )
        finished = []
        for line, form in zip(lines, forms, strict=True):
            check()
            finished.append(self._finished(line, form) if any(form.weights) else self._nothing(line))
        for line, (sound, _) in zip(lines, finished, strict=True):
            with out_of_room_is_named(line.target.parent):
                write_wav(line.target, sound)
        return tuple(speech for _, speech in finished)

    def _checked_form(self, line: Line) -> SpokenForm:
        if not SLOWEST <= line.words_per_minute <= FASTEST:
            raise InvalidInputError(
                f"{line.words_per_minute} words per minute is not speech.", next_step=f"ask for {SLOWEST} to {FASTEST}"
            )
        form = spoken_form(line.text, line.language)
        if len(form.text) > self._api.longest_text:
            raise InvalidInputError(
                f"A line to speak has {len(form.text)} characters; {self._api.title} takes {self._api.longest_text}.",
                next_step="split it into several scenes",
            )
        return form

    def _wanted(self, line: Line, form: SpokenForm) -> "_Wanted":
        slowest, fastest = self._api.speeds
        speed = min(max(line.words_per_minute / NATURAL_WORDS_PER_MINUTE, slowest), fastest)
        return _Wanted(form.text, line.text, line.language, round(speed, 3))

    def _fetch(self, wanted: "Sequence[_Wanted]", check: Callable[[], None]) -> None:
        missing = [each for each in dict.fromkeys(wanted) if each not in self._takes]
        if not missing:
            return
        asks = [self._api.ask(each.said, each.speed) for each in missing]
        for each, take in zip(missing, self._caller.takes(asks, check), strict=True):
            check()
            self._takes[each] = self._heard(each, take)

    def _heard(self, wanted: "_Wanted", take: Take) -> "_Spoken":
        sound, skipped = presented(take)
        seconds = len(sound) / RATE
        told = spans_told(spoken_form(wanted.text, wanted.language), take.times, take.seconds)
        if told is None:
            line = Line(wanted.text, wanted.language, Path())
            return _Spoken(sound, spans_found(sound, line, self._reference))
        moved = (Span(*(min(max(at - skipped, 0.0), seconds) for at in span)) for span in told)
        return _Spoken(sound, tuple(moved))

    def _finished(self, line: Line, form: SpokenForm) -> tuple[Samples, Speech]:
        wanted = self._wanted(line, form)
        spoken = self._takes[wanted]
        faster = line.words_per_minute / NATURAL_WORDS_PER_MINUTE / wanted.speed
        sound = stretched(spoken.sound, faster)
        by = len(spoken.sound) / len(sound)
        words = tuple(
            SpokenWord(text=token, start_seconds=round(span.start / by, 4), end_seconds=round(span.end / by, 4))
            for token, span in zip(line.text.split(), spoken.spans, strict=True)
        )
        return sound, self._speech(line, len(sound) / RATE, words)

    def _nothing(self, line: Line) -> tuple[Samples, Speech]:
        words = tuple(SpokenWord(text=token, start_seconds=0.0, end_seconds=0.0) for token in line.text.split())
        return np.zeros(0, np.float32), self._speech(line, 0.0, words)

    def _speech(self, line: Line, seconds: float, words: tuple[SpokenWord, ...]) -> Speech:
        voice = " ".join(self._api.identity[:3])
        return Speech(seconds=round(seconds, 6), words=words, words_per_minute=line.words_per_minute, voice=voice)


class _Wanted(NamedTuple):
    said: str
    text: str
    language: str
    speed: float


class _Spoken(NamedTuple):
    """One span per token of the text."""

    sound: Samples
    spans: tuple[Span, ...]
