"""One root for everything that can go wrong, and a leaf per answer a client can get.

Each error says what happened (`cause`), and what to do about it (`next_step`); `status` is the HTTP status of
its problem document (RFC 9457), `slug` the last part of its `type`.
"""

from typing import ClassVar


class GeminivideoError(Exception):
    """Something failed that this program knows how to name."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something failed inside geminivideo"
    exit_code: int = 1

    def __init__(self, cause: str, *, next_step: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.cause} Next step: {self.next_step}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.cause, self.next_step))


def _rebuild(kind: type[GeminivideoError], cause: str, next_step: str) -> GeminivideoError:
    return kind(cause, next_step=next_step)


class InvalidInputError(GeminivideoError):
    status = 422
    slug = "invalid-input"
    title = "The request cannot be understood as it is"
    exit_code = 2


class NotFoundError(GeminivideoError):
    status = 404
    slug = "not-found"
    title = "There is nothing with this id"
    exit_code = 3


class ConflictError(GeminivideoError):
    status = 409
    slug = "conflict"
    title = "Not possible in the present state"
    exit_code = 4


class ForbiddenError(GeminivideoError):
    status = 403
    slug = "forbidden"
    title = "This link or key does not open that"
    exit_code = 5


class TooLargeError(GeminivideoError):
    status = 413
    slug = "too-large"
    title = "Larger than this installation accepts"
    exit_code = 2


class UnsupportedMediaError(GeminivideoError):
    status = 415
    slug = "unsupported-media"
    title = "Not a video this program can use"
    exit_code = 2


class StorageFullError(GeminivideoError):
    status = 507
    slug = "storage-full"
    title = "No room left on the storage"
    exit_code = 6


class UnavailableError(GeminivideoError):
    """Something outside this process that is needed does not answer, or is not installed."""

    status = 503
    slug = "unavailable"
    title = "A part that is needed is not available"
    exit_code = 7


class ProcessingError(GeminivideoError):
    """A step of a job failed on good input; the job can be retried."""

    status = 500
    slug = "processing-failed"
    title = "A processing step failed"
    exit_code = 8


class CancelledError(GeminivideoError):
    status = 409
    slug = "cancelled"
    title = "The job was cancelled"
    exit_code = 9
