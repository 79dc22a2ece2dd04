"""The offline voice: eSpeak NG in a process of its own, made presentable, with the time of every word."""

import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.checks import go_on
from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.errors import InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.helper_processes import ask
from geminivideo.rendering.sound.pcm import RATE, Samples, write_wav
from geminivideo.rendering.speech import Speech, SpokenWord
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.polish import cut, polish
from geminivideo.rendering.voice.spoken_form import SpokenForm, spoken_form
from geminivideo.rendering.voice.word_times import Sound, Span, token_spans

MAX_CHARACTERS = 5_000
SLOWEST, FASTEST = 80, 300  # words per minute

# Of the variants on board a speech recogniser understood klatt5 best. On ten ad sentences that were not used for tuning
# pocketsphinx got 88% of words wrong with the default variant, 51% with this one, and 20% once polished.
# At full volume the loudest vowels clip inside the synthesiser.
_VARIANT = "klatt5"
_PARAMETERS = {"volume": 60, "pitch": 55, "range": 60, "word_gap": 1}
_PREFERRED = {"en": "en-us", "pt": "pt-br"}
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_SECONDS, _SECONDS_PER_LINE = 20, 5
_BEFORE, _AFTER = 0.012, 0.16  # seconds kept around the words: a soft start, and the room's tail


class EspeakVoice:
    """Over 100 languages without a network. Intelligible and even, but audibly synthetic."""

    name = "espeak"

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        return self.speak_all([Line(text, language, target, words_per_minute)])[0]

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        """See `Voice`.

        Raises:
            InvalidInputError: for a text or rate out of limits, or a language not spoken (it names those that are).
            UnavailableError: when the synthesiser cannot be started.
            ProcessingError: when it fails on a text.
        """
        forms = [_checked_form(line) for line in lines]
        spoken = [(line, form) for line, form in zip(lines, forms, strict=True) if any(form.weights)]
        answers = iter(_synthesise(spoken, check) if spoken else ())
        finished = []
        for line, form in zip(lines, forms, strict=True):
            check()
            finished.append(_finish(line, form, next(answers) if any(form.weights) else _NOTHING))
        for line, (sound, _) in zip(lines, finished, strict=True):
            with out_of_room_is_named(line.target.parent):
                write_wav(line.target, sound)
        return tuple(speech for _, speech in finished)


class _Raw(NamedTuple):
    """What the synthesiser gave for one line."""

    samples: NDArray[np.int16]
    rate: int
    sounds: list[Sound]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


_NOTHING = _Raw(np.zeros(0, np.int16), RATE, [])


def _checked_form(line: Line) -> SpokenForm:
    if len(line.text) > MAX_CHARACTERS:
        raise InvalidInputError(
            f"A line to speak has {len(line.text)} characters; at most {MAX_CHARACTERS} are accepted.",
            next_step="split it into several scenes",
        )
    if not SLOWEST <= line.words_per_minute <= FASTEST:
        raise InvalidInputError(
            f"{line.words_per_minute} words per minute is not speech.", next_step=f"ask for {SLOWEST} to {FASTEST}"
        )
    if not _TAG.fullmatch(line.language):
        raise InvalidInputError(
            f"{line.language[:40]!r} is not a language tag.", next_step="write it like en, pt-BR or ar"
        )
    return spoken_form(line.text, line.language)


def _finish(line: Line, form: SpokenForm, raw: _Raw) -> tuple[Samples, Speech]:
    """Polish and trim; the words' times move with the trimming."""
    sounds, voiced = raw.sounds, [index for index, sound in enumerate(raw.sounds) if sound.voiced]
    if not voiced:
        return np.zeros(0, np.float32), _speech(line, 0.0, (Span(0.0, 0.0),) * len(form.weights))
    start = max(0.0, sounds[voiced[0]].seconds - _BEFORE)
    end = sounds[voiced[-1] + 1].seconds if voiced[-1] + 1 < len(sounds) else raw.seconds
    sound = cut(polish(raw.samples, raw.rate), start, end + _AFTER)
    trimmed = [Sound(each.seconds - start, each.character, each.voiced) for each in sounds]
    return sound, _speech(line, len(sound) / RATE, token_spans(form, trimmed, end - start))


def _speech(line: Line, seconds: float, spans: Sequence[Span]) -> Speech:
    words = tuple(
        SpokenWord(text=token, start_seconds=round(max(span.start, 0.0), 4), end_seconds=round(span.end, 4))
        for token, span in zip(line.text.split(), spans, strict=True)
    )
    return Speech(
        seconds=round(seconds, 6), words=words, words_per_minute=line.words_per_minute, voice=EspeakVoice.name
    )


def _synthesise(spoken: Sequence[tuple[Line, SpokenForm]], check: Callable[[], None]) -> list[_Raw]:
    request = {
        "variant": _VARIANT,
        "parameters": _PARAMETERS,
        "lines": [
            {"text": form.text, "languages": _tags(line.language), "rate": line.words_per_minute}
            for line, form in spoken
        ],
    }
    output = io.BytesIO(_run(json.dumps(request).encode(), _SECONDS + _SECONDS_PER_LINE * len(spoken), check))
    return [_read_answer(output) for _ in spoken]


def _tags(language: str) -> list[str]:
    """`pt-BR-x-rio` is asked for as itself, then `pt-br-x`, `pt-br`, `pt`."""
    parts = language.lower().split("-")
    tags = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return [known for tag in tags for known in ((_PREFERRED[tag], tag) if tag in _PREFERRED else (tag,))]


def _run(request: bytes, seconds: float, check: Callable[[], None]) -> bytes:
    try:
        ended = ask("geminivideo.rendering.voice.espeak_process", request, seconds, check)
    except TimeoutError as error:
        raise ProcessingError("The offline voice took far too long.", next_step="retry the job") from error
    if ended.code != 0:
        raise UnavailableError(
            f"The offline voice cannot be started: {ended.reason}.",
            next_step="run `geminivideo doctor`; reinstall the package espeakng-loader",
        )
    return ended.output


def _read_answer(output: BinaryIO) -> _Raw:
    header: dict[str, Any] = json.loads(output.readline() or b'{"failed": "it said nothing"}')
    if "unknown_language" in header:
        raise InvalidInputError(
            f"The offline voice does not speak {header['unknown_language']!r}.",
            next_step=f"choose one of: {', '.join(header['available'])}",
        )
    if "too_long" in header:
        raise InvalidInputError(
            "A line takes more than three minutes to speak.", next_step="shorten it, or split it into several scenes"
        )
    if "failed" in header:
        raise ProcessingError(
            f"The offline voice failed on a text: {header['failed']}.", next_step="reword the scene's voice-over"
        )
    rate = header["rate"]
    samples = np.frombuffer(output.read(2 * header["samples"]), "<i2")
    return _Raw(
        samples, rate, [Sound(sample / rate, character, voiced) for sample, character, voiced in header["sounds"]]
    )
