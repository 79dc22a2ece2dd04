"""Which voice speaks an ad: the one that it asks for, or in its place, then from the first line on, the bundled one.

Two voices in one ad would be heard as a fault, so what fails in one line fails for all.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

from geminivideo.core.errors import ProcessingError, UnavailableError
from geminivideo.core.vocabulary import Source
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.voice import OFFLINE, VoiceMark
from geminivideo.rendering.voice.base import Voice

T = TypeVar("T")


def source_of_voice(plan: EditPlan) -> Source | None:
    """None for an ad in which nothing is said."""
    if not plan.narration:
        return None
    return Source.LOCAL if plan.voice.is_offline else Source.LIVE


class OpenVoice(Protocol):
    """Voices of outside services."""

    def open(self, mark: VoiceMark) -> Voice:
        """A voice for one ad.

        Raises:
            UnavailableError: when there is no key for its provider.
        """
        ...


class Spoken(NamedTuple, Generic[T]):
    """What was made with a voice, and who that was; `notes` say so where it is not the one that was asked for."""

    made: T
    mark: VoiceMark
    notes: tuple[str, ...]


class Voices:
    """`outside` is None where there is only the bundled one."""

    def __init__(self, offline: Voice, outside: OpenVoice | None = None) -> None:
        self._offline = offline
        self._outside = outside

    def of(self, mark: VoiceMark) -> Voice:
        """Raises UnavailableError for a provider without a key."""
        if mark.is_offline:
            return self._offline
        if self._outside is None:
            raise UnavailableError(f"There is no {mark.provider} voice here.", next_step="ask for the offline voice")
        return self._outside.open(mark)

    def speak(self, mark: VoiceMark, make: Callable[[Voice, VoiceMark], T]) -> Spoken[T]:
        """What `make` makes, given a voice and who that is: the one asked for, or the bundled one when that fails and
        the ad allows it.

        Raises:
            UnavailableError, ProcessingError: when the voice fails, and the ad asks for no other.
        """
        try:
            return Spoken(make(self.of(mark), mark), mark, ())
        except (UnavailableError, ProcessingError) as error:
            if mark.is_offline or not mark.fallback:
                raise
            note = f"the offline voice speaks instead of {mark.provider}: {error.cause}"
        return Spoken(make(self._offline, OFFLINE), OFFLINE, (note,))
