"""From a file's samples to what is said in it: who speaks when, then the words, portion by portion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.footage_scene import SpokenWord
from geminivideo.core.media.sound_decode import SPEECH_RATE
from geminivideo.core.speech_recognition.asking import code_identity
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.model import Transcript, VoicedSpan
from geminivideo.core.speech_recognition.voices import BACKEND, find_voices
from geminivideo.footage.speech.model import Speech, Stretch
from geminivideo.footage.speech.portions import portions
from geminivideo.footage.speech.samples import copy_stretch
from geminivideo.footage.steps import Steps, fingerprint

ChooseRecogniser = Callable[[], SpeechRecogniser | str]
_MOST_FAILURES = 3  # portions that a recogniser fails on before it is asked no more


class _Voices(Frozen):
    """A step of its own: it stands whichever recogniser listens next."""

    spans: tuple[VoicedSpan, ...]


@dataclass(frozen=True, slots=True)
class SpeechListener:
    """`choose` gives the recogniser, or says why there is none; it is asked only where somebody speaks."""

    choose: ChooseRecogniser
    language: str = "en"

    def listen(
        self, samples: Path, steps: Steps, check: Callable[[], None], on_second: Callable[[float], None]
    ) -> Speech:
        """`samples` as `SpeechSamples` writes them. Finished portions are kept in `steps`; `check` may raise."""
        try:
            voices = steps.run(f"voices-{code_identity()}", _Voices, lambda: _heard_voices(samples, check)).spans
        except (UnavailableError, ProcessingError) as error:
            return Speech(problems=(f"speech not measured: {error.cause}",))
        if not voices:
            return Speech(voices=(), stretches=(), backends={"voice": BACKEND})
        recogniser = self.choose()
        if isinstance(recogniser, str):
            return _wordless(voices, recogniser)
        return _Recognising(recogniser, self.language, samples, steps, check, on_second).all_of(voices)


def _heard_voices(samples: Path, check: Callable[[], None]) -> _Voices:
    return _Voices(spans=find_voices(samples, check))


def _wordless(voices: Sequence[VoicedSpan], why: str) -> Speech:
    problem = f"somebody speaks, and no words were recognised: {why}"
    return Speech(voices=tuple(voices), backends={"voice": BACKEND}, problems=(problem,))


@dataclass(frozen=True, slots=True)
class _Recognising:
    recogniser: SpeechRecogniser
    language: str
    samples: Path
    steps: Steps
    check: Callable[[], None]
    on_second: Callable[[float], None]

    def all_of(self, voices: Sequence[VoicedSpan]) -> Speech:
        stretches: list[Stretch] = []
        problems: list[str] = []
        end = self.samples.stat().st_size / 2 / SPEECH_RATE
        for portion in portions(voices, end):
            if len(problems) == _MOST_FAILURES:
                stretches.append(Stretch(start_seconds=portion[0], end_seconds=portion[1]))
                continue
            try:
                stretches.append(self._kept(portion))
            except (InvalidInputError, UnavailableError) as error:
                return _wordless(voices, f"{error.cause} To have them, {error.next_step}.")
            except ProcessingError as error:
                stretches.append(Stretch(start_seconds=portion[0], end_seconds=portion[1]))
                problems.append(f"no words from {portion[0]:.1f} to {portion[1]:.1f} s: {error.cause}")
            self.on_second(portion[1])
        return Speech(
            voices=tuple(voices),
            stretches=tuple(stretches),
            backends={"voice": BACKEND, "speech": self.recogniser.backend},
            caution=self.recogniser.caution,
            problems=(*problems, *_unsure(stretches)),
        )

    def _kept(self, portion: tuple[float, float]) -> Stretch:
        name = fingerprint(self.recogniser.identity, self.language, *map(str, portion))
        return self.steps.run(f"words-{name}", Stretch, lambda: self._stretch(*portion))

    def _stretch(self, start: float, end: float) -> Stretch:
        self.check()
        piece = self.samples.with_suffix(".portion")
        try:
            copy_stretch(self.samples, start, end, piece)
            (heard,) = self.recogniser.recognise([piece], language=self.language, check=self.check)
        finally:
            piece.unlink(missing_ok=True)
        return _placed(heard, start, end)


def _placed(heard: Transcript, start: float, end: float) -> Stretch:
    """The transcript on the clock of the file."""
    words = tuple(
        SpokenWord(
            text=word.text,
            start_seconds=round(start + word.start_seconds, 3),
            end_seconds=round(start + word.end_seconds, 3),
            confidence=word.confidence,
            gap_after=word.gap_after,
        )
        for word in heard.words
    )
    unsure = tuple(round(start + at, 3) for at in heard.unsure)
    return Stretch(start_seconds=start, end_seconds=end, language=heard.language, words=words, unsure=unsure)


def _unsure(stretches: Sequence[Stretch]) -> tuple[str, ...]:
    count = sum(len(stretch.unsure) for stretch in stretches)
    return (f"{count} words that were too uncertain are left out",) if count else ()
