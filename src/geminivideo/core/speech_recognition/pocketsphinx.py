"""The bundled recogniser: CMU PocketSphinx with the US English model of its wheel. It needs no network."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.speech_recognition.asking import code_identity, transcribe
from geminivideo.core.speech_recognition.model import Transcript

_PACE = 8.0  # seconds for a second of speech; a quiet core takes 0.3


class PocketsphinxRecogniser:
    """`why_not_whisper` says why this one was chosen."""

    name = "pocketsphinx"

    def __init__(self, why_not_whisper: str) -> None:
        self._why_not_whisper = why_not_whisper

    @property
    def identity(self) -> str:
        return f"{self.name} {version('pocketsphinx')} {code_identity()}"

    @property
    def backend(self) -> str:
        return f"{self.name} {version('pocketsphinx')}"

    @property
    def caution(self) -> str | None:
        return (
            "the bundled pocketsphinx takes all speech for English, leaves out many words and gets about one in five"
            f" of the others wrong ({self._why_not_whisper})"
        )

    @property
    def remark(self) -> str:
        return (
            "recognised by the bundled pocketsphinx, about one word in five of them wrongly: read them before use"
            f" ({self._why_not_whisper})"
        )

    def recognise(self, sounds: Sequence[Path], *, language: str, check: Callable[[], None]) -> tuple[Transcript, ...]:
        """See `SpeechRecogniser`."""
        if language.partition("-")[0].casefold() != "en":
            raise InvalidInputError(
                f"The bundled speech recogniser knows English only, not {language[:20]!r}.",
                next_step="install the extra `whisper` and set GEMINIVIDEO_WHISPER_MODEL",
            )
        return transcribe({"recogniser": self.name, "language": "en"}, sounds, _PACE, check) if sounds else ()


def is_installed() -> bool:
    return find_spec("pocketsphinx") is not None
