"""What every voice offers, whether it runs here or in a cloud."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from geminivideo.core.checks import go_on
from geminivideo.rendering.speech import Speech

NATURAL_WORDS_PER_MINUTE = 155


@dataclass(frozen=True, slots=True)
class Line:
    """A text to speak into a WAV file. `language` is a BCP 47 tag such as `en`, `pt-BR` or `ar`."""

    text: str
    language: str
    target: Path
    words_per_minute: int = NATURAL_WORDS_PER_MINUTE


class Voice(Protocol):
    """Speaks texts, each independently of the others: the same line gives the same sound in any company.

    A text without anything to pronounce gives a `Speech` of 0 s and an empty WAV file.
    """

    @property
    def name(self) -> str: ...

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        """Speak all lines in one go, which saves the start-up cost per line. `check` is called several times a second;
        when it raises, the voice stops and the error goes on.

        Raises:
            InvalidInputError: when the voice does not speak a line's language, or a line is out of its limits.
        """
        ...

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech: ...
