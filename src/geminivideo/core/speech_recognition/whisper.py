"""Whisper through faster-whisper (CTranslate2), on the processor, with weights of the operator's choice."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from geminivideo.core.speech_recognition.asking import code_identity, transcribe
from geminivideo.core.speech_recognition.model import Transcript
from geminivideo.core.speech_recognition.whisper_weights import WhisperWeights

_PACE = 40.0  # seconds for a second of speech: the largest model on one slow core


class WhisperRecogniser:
    name = "whisper"

    def __init__(self, weights: WhisperWeights) -> None:
        self._weights = weights

    @property
    def identity(self) -> str:
        return f"{self.name} {version('faster-whisper')} {self._weights.identity} {code_identity()}"

    @property
    def backend(self) -> str:
        return f"{self.name} {self._weights.label} (faster-whisper {version('faster-whisper')})"

    @property
    def caution(self) -> str | None:
        return None

    @property
    def remark(self) -> str:
        return f"recognised by whisper ({self._weights.label})"

    def recognise(self, sounds: Sequence[Path], *, language: str, check: Callable[[], None]) -> tuple[Transcript, ...]:
        """See `SpeechRecogniser`."""
        if not sounds:
            return ()
        request = {"recogniser": self.name, "language": language, "model": str(self._weights.folder())}
        return transcribe(request, sounds, _PACE, check)


def is_installed() -> bool:
    """faster-whisper itself comes with every installation, for its voice detector; the extra brings what it runs on."""
    return all(find_spec(name) is not None for name in ("faster_whisper", "ctranslate2", "onnxruntime"))
