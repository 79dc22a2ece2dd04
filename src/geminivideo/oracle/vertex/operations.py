"""Waiting for what Vertex AI does on its own time: google.longrunning.Operation, asked for until it is done."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from geminivideo.core.clock import Clock
from geminivideo.core.errors import ProcessingError
from geminivideo.core.web_service import AnswerPart, Wire, words_to_show
from geminivideo.oracle.vertex.faults import VertexError, odd
from geminivideo.oracle.vertex.rest import VertexRest

_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 20.0
# Deploying takes some ten minutes; Vertex AI itself gives up after an hour or two.
LONGEST_SECONDS = 2 * 3600.0


class OperationError(AnswerPart):
    code: int = 0
    message: str = ""


class Operation(AnswerPart):
    name: str
    done: bool = False
    error: OperationError | None = None
    response: Mapping[str, Any] | None = None


class Operations:
    def __init__(
        self,
        rest: VertexRest,
        clock: Clock,
        wait: Callable[[float], object] = time.sleep,
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self._rest = rest
        self._clock = clock
        self._wait = wait
        self._longest = longest_seconds

    def result(self, operation: Operation, what: str, answer: type[Wire]) -> Wire:
        """What came of it; `what` says in words what is being done.

        Raises:
            ProcessingError: when Vertex AI could not do it, or not in time.
            VertexError: when it cannot be asked.
        """
        ends, pause = self._clock.monotonic() + self._longest, _FIRST_PAUSE
        while not operation.done:
            if self._clock.monotonic() >= ends:
                raise _too_long(what, self._longest)
            self._wait(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
            operation = self._looked_at(operation)
        if operation.error is not None:
            raise _failed(what, operation.error)
        try:
            return answer.model_validate(dict(operation.response or {}))
        except ValueError:
            raise odd(f"{what} ended without the result that is documented") from None

    def _looked_at(self, operation: Operation) -> Operation:
        """As it is now, or as it was: a hiccup of the interface does not end what goes on behind it."""
        try:
            return self._rest.get(operation.name, Operation)
        except VertexError as error:
            if error.passing:
                return operation
            raise


def _failed(what: str, error: OperationError) -> ProcessingError:
    return ProcessingError(
        f"Vertex AI failed at {what}: {words_to_show(error.message, chr(0)) or f'code {error.code}'}.",
        next_step="look at the log of the container in the Google Cloud console; nothing answers from it yet",
    )


def _too_long(what: str, seconds: float) -> ProcessingError:
    return ProcessingError(
        f"Vertex AI is not done with {what} after {seconds / 60:.0f} minutes.",
        next_step="look at it in the Google Cloud console: it may still end well, or go on costing money",
    )
