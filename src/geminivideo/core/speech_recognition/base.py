"""What every recogniser does."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from geminivideo.core.speech_recognition.model import Transcript


class SpeechRecogniser(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def identity(self) -> str:
        """What its answers depend on, as part of a cache key: its version, its model, and the code around it."""

    @property
    def backend(self) -> str:
        """Name and version, as a person reads them beside what was heard."""

    @property
    def caution(self) -> str | None:
        """What a reader of its words must be warned of."""

    @property
    def remark(self) -> str:
        """What a reader of its words should know: what it is, why not another one, and how far to trust it."""

    def recognise(self, sounds: Sequence[Path], *, language: str, check: Callable[[], None]) -> tuple[Transcript, ...]:
        """A transcript of each sound, a file that `decode_for_speech` wrote; `check` may raise to stop.

        `language` is what is expected. A recogniser that can tell goes by what it hears.

        Raises:
            InvalidInputError: when it does not know the language.
            UnavailableError: when it cannot be started.
            ProcessingError: when it fails on a sound.
        """
