"""What both decoders do, once it is known where somebody speaks."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.int16]  # mono at SPEECH_RATE


class Word(NamedTuple):
    """Seconds from the start of what was decoded; confidence 0-1."""

    text: str
    start: float
    end: float
    confidence: float
    gap_after: bool = False


class Decoder(Protocol):
    @property
    def language(self) -> str:
        """What is spoken; known after `listen`."""

    def listen(self, speech: Sound) -> None:
        """Told all the speech of a sound before its phrases, for instance to find out its language."""

    def decode(self, phrase: Sound) -> Sequence[Word]:
        """The words of at most half a minute in which somebody speaks."""
