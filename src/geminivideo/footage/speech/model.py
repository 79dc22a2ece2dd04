"""What was heard in a file: kept as a step of its analysis, and told scene by scene."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import SpokenWord
from geminivideo.core.speech_recognition.model import VoicedSpan


class Stretch(Frozen):
    """Seconds of the file that were given to a recogniser at once, and what it heard there.

    `words` is None where it failed. `unsure` tells when words were said that it was too uncertain of to tell.
    """

    start_seconds: float = Field(ge=0)
    end_seconds: float
    language: str | None = None
    words: tuple[SpokenWord, ...] | None = None
    unsure: tuple[float, ...] = ()


class Speech(Frozen):
    """`voices`: where somebody speaks, in order; None where that could not be found out. `stretches` cover them all
    where a recogniser listened; None where none did, and `problems` says why.
    """

    voices: tuple[VoicedSpan, ...] | None = None
    stretches: tuple[Stretch, ...] | None = None
    backends: dict[str, str] = Field(default_factory=dict, description="of `voice` and `speech`: name and version")
    caution: str | None = Field(None, description="what a reader of the words must be warned of")
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[SpokenWord, ...]:
        return tuple(word for stretch in self.stretches or () for word in stretch.words or ())
