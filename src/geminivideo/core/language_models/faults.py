"""What can go wrong with a model, and how it is told: which setting or text to mend, never a key or an answer."""

from geminivideo.core.errors import (
    ConflictError,
    GeminivideoError,
    InvalidInputError,
    ProcessingError,
    UnavailableError,
)
from geminivideo.core.language_models.model import Provider
from geminivideo.core.service_faults import Fault, FaultError

# The next question would meet the same, whatever is asked.
OF_THE_PROVIDER = frozenset({Fault.DOWN, Fault.KEY, Fault.QUOTA})


class OutOfReachError(UnavailableError):
    """The provider is down, overloaded, too slow or cannot be reached."""


class TruncatedAnswerError(ProcessingError):
    slug = "answer-truncated"
    title = "A language model's answer does not fit into its output tokens"


class RefusedAnswerError(ProcessingError):
    slug = "answer-refused"
    title = "A language model refused to answer"


class WrongAnswerError(ProcessingError):
    slug = "answer-wrong"
    title = "A language model's answer does not have the form that was asked for"


class BudgetSpentError(ConflictError):
    slug = "budget-spent"
    title = "The campaign's budget for language models is used up"


_NO_MODEL = "go on without live models, or try again later"


def told(error: FaultError, provider: Provider, model: str, role: str) -> GeminivideoError:
    """The error for people."""
    who, because = f"{provider.label}, asked for {model},", f" ({error.words})" if error.words else ""
    kind, cause, next_step = _MEANINGS[error.fault]
    prefix = "GEMINIVIDEO_" + provider.upper()
    step = next_step.format(key=f"{prefix}_{'CREDENTIALS' if provider is Provider.VERTEX else 'API_KEY'}", role=role)
    return kind(f"{who} {cause}{because}.", next_step=step)


_MEANINGS: dict[Fault, tuple[type[GeminivideoError], str, str]] = {
    Fault.KEY: (UnavailableError, "does not accept the key", "set {key} to one that may use this model"),
    Fault.QUOTA: (UnavailableError, "says that the account's quota is used up", "raise it there; or " + _NO_MODEL),
    Fault.MODEL: (InvalidInputError, "does not know it", "check the model of the role {role} in GEMINIVIDEO_LLM_ROLES"),
    Fault.TOO_LONG: (InvalidInputError, "says that the question is too long", "shorten the brief"),
    Fault.REFUSED: (RefusedAnswerError, "refused to answer", "reword the brief, or go on without this model"),
    Fault.BUSY: (OutOfReachError, "takes no more requests now", "lower GEMINIVIDEO_LLM_CONCURRENCY; or " + _NO_MODEL),
    Fault.DOWN: (OutOfReachError, "cannot be reached or failed", _NO_MODEL),
    Fault.REQUEST: (InvalidInputError, "did not accept the request", "check the role {role} in GEMINIVIDEO_LLM_ROLES"),
    Fault.GARBAGE: (ProcessingError, "did not send what its interface promises", "check its base URL; or " + _NO_MODEL),
}
