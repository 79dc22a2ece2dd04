"""What can go wrong with a service that is paid for by key. How it is told to people is its user's affair."""

from enum import StrEnum, auto

from geminivideo.core.web_service import UnusableAnswerError, Wire, read_answer


class Fault(StrEnum):
    KEY = auto()
    QUOTA = auto()
    VOICE = auto()  # only of services that speak
    MODEL = auto()
    TOO_LONG = auto()
    REFUSED = auto()
    BUSY = auto()
    DOWN = auto()
    REQUEST = auto()
    GARBAGE = auto()


class FaultError(Exception):
    """`words` are the service's own or say what is odd; `after_seconds` is when it asks to be called again.

    `billed`: the service may have worked for nothing, and that may have to be paid for.
    """

    def __init__(
        self, fault: Fault, words: str = "", after_seconds: float | None = None, *, billed: bool = False
    ) -> None:
        super().__init__(fault, words)
        self.fault = fault
        self.words = words
        self.after_seconds = after_seconds
        self.billed = billed

    @property
    def passing(self) -> bool:
        return self.fault in {Fault.BUSY, Fault.DOWN}


def by_status(status: int) -> Fault:
    """Where the service's own code says nothing more exact."""
    known = {401: Fault.KEY, 402: Fault.QUOTA, 403: Fault.KEY, 404: Fault.MODEL, 413: Fault.TOO_LONG}
    if status in {408, 409, 425, 429}:
        return Fault.BUSY
    return Fault.DOWN if status >= 500 else known.get(status, Fault.REQUEST)


def read_json(model: type[Wire], body: bytes) -> Wire:
    """The fields of `model` in a JSON body.

    Raises:
        FaultError: when they are not there.
    """
    try:
        return read_answer(model, body)
    except UnusableAnswerError as error:
        raise FaultError(Fault.GARBAGE, str(error)) from None
