"""What each service's module says about it: how a line is asked for, and how the answer and its errors are read."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.service_faults import FaultError
from geminivideo.core.web_service import Answer, Ask

Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class CharacterTimes:
    """When each character of the text that was sent is heard, in seconds."""

    characters: tuple[str, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """Mono sound at `rate`, and the times of its characters where the service tells them."""

    samples: Pcm
    rate: int
    times: CharacterTimes | None = None

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


class SpeechApi(Protocol):
    """One service with one of its voices. It does no I/O, and does not know the key."""

    @property
    def title(self) -> str:
        """For people: `Gemini`."""
        ...

    @property
    def identity(self) -> tuple[str, ...]:
        """All that the sound depends on, and nothing secret: provider, model, voice, then the settings."""
        ...

    @property
    def key_header(self) -> tuple[str, str]:
        """The header that carries the key, and what stands before the key in it."""
        ...

    @property
    def key_setting(self) -> str: ...

    @property
    def longest_text(self) -> int:
        """Characters."""
        ...

    @property
    def speeds(self) -> tuple[float, float]:
        """The slowest and the fastest that can be asked for; 1 is natural. Both 1 where nothing can be asked for."""
        ...

    def ask(self, text: str, speed: float) -> Ask: ...

    def read(self, answer: Answer) -> Take:
        """The sound of a successful answer.

        Raises:
            FaultError: when there is none in it.
        """
        ...

    def fault(self, answer: Answer) -> FaultError:
        """What an unsuccessful answer means."""
        ...
