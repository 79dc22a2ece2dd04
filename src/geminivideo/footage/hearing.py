"""Everything that is heard in a file: how loud it is, and where somebody listens for it, what is said."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageSource
from geminivideo.footage.listen import listen
from geminivideo.footage.pass_over_sound import Heard
from geminivideo.footage.settings import PassLimits
from geminivideo.footage.speech.listening import SpeechListener
from geminivideo.footage.speech.model import Speech
from geminivideo.footage.steps import Steps

_SAMPLES = "speech.s16"


class SoundFindings(Frozen):
    """`speech` is None where nobody listened for it."""

    heard: Heard
    speech: Speech | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        of_loudness = self.heard.loudness.problems if self.heard.loudness else ()
        of_speech = self.speech.problems if self.speech else ()
        return (*of_loudness, *map(str, self.heard.failures), *of_speech)


@dataclass(frozen=True, slots=True)
class Hearing:
    """One decode of the sound; what it leaves for the recogniser lies in the steps' folder until `hear` is done."""

    path: Path
    source: FootageSource
    limits: PassLimits
    steps: Steps
    listener: SpeechListener | None

    def hear(self, check: Callable[[], None], on_second: Callable[[float], None]) -> SoundFindings:
        if not self.source.has_audio:
            return SoundFindings(heard=Heard(loudness=None))
        with tempfile.TemporaryDirectory(prefix="geminivideo-sound-") as scratch:
            samples = (self.steps.folder or Path(scratch)) / _SAMPLES if self.listener else None
            heard = self.steps.run("sound", Heard, lambda: self._listen(samples, check))
            speech = self._speech(samples, check, on_second) if samples else None
            return SoundFindings(heard=heard, speech=speech)

    def _speech(self, samples: Path, check: Callable[[], None], on_second: Callable[[float], None]) -> Speech:
        if not samples.exists():  # the step was done before, and they have been cleared up since
            self._listen(samples, check)
        if not samples.exists() or self.listener is None:
            return Speech(problems=("speech not measured: the sound cannot be decoded",))
        speech = self.listener.listen(samples, self.steps, check, on_second)
        samples.unlink()
        return speech

    def _listen(self, samples: Path | None, check: Callable[[], None]) -> Heard:
        return listen(self.path, self.source, self.limits, check, lambda _seconds: None, samples)
