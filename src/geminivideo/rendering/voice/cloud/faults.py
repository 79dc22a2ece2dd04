"""What can go wrong with a service, and how it is told: which setting or text to mend, never a key."""

from collections.abc import Callable
from enum import StrEnum, auto

from geminivideo.core.errors import GeminivideoError, InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.web_service import UnusableAnswerError, Wire, read_answer, words_to_show


class Fault(StrEnum):
    KEY = auto()
    QUOTA = auto()
    VOICE = auto()
    MODEL = auto()
    TOO_LONG = auto()
    REFUSED = auto()
    BUSY = auto()
    DOWN = auto()
    REQUEST = auto()
    GARBAGE = auto()


class FaultError(Exception):
    """`words` are the service's own or say what is odd; `after_seconds` is when it asks to be called again."""

    def __init__(self, fault: Fault, words: str = "", after_seconds: float | None = None) -> None:
        super().__init__(fault, words)
        self.fault = fault
        self.words = words
        self.after_seconds = after_seconds

    @property
    def passing(self) -> bool:
        return self.fault in {Fault.BUSY, Fault.DOWN}


class OutOfReachError(UnavailableError):
    """The service is down, overloaded or cannot be reached: what a circuit breaker counts."""


def read_json(model: type[Wire], body: bytes) -> Wire:
    try:
        return read_answer(model, body)
    except UnusableAnswerError as error:
        raise FaultError(Fault.GARBAGE, str(error)) from None


def by_status(status: int) -> Fault:
    """Where the service's own code says nothing more exact."""
    known = {401: Fault.KEY, 402: Fault.QUOTA, 403: Fault.KEY, 404: Fault.MODEL, 413: Fault.TOO_LONG}
    if status in {408, 409, 425, 429}:
        return Fault.BUSY
    return Fault.DOWN if status >= 500 else known.get(status, Fault.REQUEST)


def told(error: FaultError, *, title: str, voice: str, model: str, key_setting: str) -> GeminivideoError:
    """The error for people."""
    because = f": {error.words}" if error.words else ""
    prefix = key_setting.removesuffix("_API_KEY")
    retry = "retry the job later, or render with the offline voice"
    errors: dict[Fault, Callable[[], GeminivideoError]] = {
        Fault.KEY: lambda: UnavailableError(
            f"{title} does not accept the key.", next_step=f"set {key_setting} to one that is valid for speech"
        ),
        Fault.QUOTA: lambda: UnavailableError(
            f"The quota of the {title} account is used up{because}.",
            next_step="raise it with the provider, or render with the offline voice",
        ),
        Fault.VOICE: lambda: InvalidInputError(
            f"{title} has no voice {voice!r}{because}.", next_step="name one that the account offers"
        ),
        Fault.MODEL: lambda: InvalidInputError(
            f"{title} does not know {model!r}, or not with these settings{because}.",
            next_step=f"check {prefix}_VOICE_MODEL and {prefix}_BASE_URL",
        ),
        Fault.TOO_LONG: lambda: InvalidInputError(
            f"A line is too long for {title}{because}.", next_step="split it into several scenes"
        ),
        Fault.REFUSED: lambda: ProcessingError(
            f"{title} refused to speak a line{because}.", next_step="reword the voice-over of the scenes"
        ),
        Fault.BUSY: lambda: OutOfReachError(f"{title} takes no more requests now{because}.", next_step=retry),
        Fault.DOWN: lambda: OutOfReachError(f"{title} cannot be reached or failed{because}.", next_step=retry),
        Fault.REQUEST: lambda: InvalidInputError(
            f"{title} did not accept the request{because}.",
            next_step=f"check the voice, its instructions and {prefix}_VOICE_MODEL",
        ),
        Fault.GARBAGE: lambda: ProcessingError(
            f"What {title} sent is not the speech that was asked for{because}.",
            next_step=f"check {prefix}_BASE_URL; retry the job",
        ),
    }
    return errors[error.fault]()


def without_key(error: FaultError, key: str) -> FaultError:
    """A service may repeat the key it was given, and of a wrong one half."""
    shown = "" if error.fault is Fault.KEY else words_to_show(error.words, key)
    return FaultError(error.fault, shown, error.after_seconds)
