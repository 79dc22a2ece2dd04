"""What can go wrong with a service, and how it is told: which setting or text to mend, never a key."""

from collections.abc import Callable

from geminivideo.core.errors import GeminivideoError, InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.service_faults import Fault, FaultError
from geminivideo.core.web_service import words_to_show


class OutOfReachError(UnavailableError):
    """The service is down, overloaded or cannot be reached: what a circuit breaker counts."""


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
