"""How Gemini's interfaces tell a failure: google.rpc.Status with its details."""

from pydantic import Field

from geminivideo.core.service_faults import FaultError, read_json
from geminivideo.core.web_service import Answer, AnswerPart


class _Detail(AnswerPart):
    reason: str = ""
    retry_delay: str = Field("", alias="retryDelay", pattern=r"^(\d+(\.\d+)?s)?$")


class GeminiFailure(AnswerPart):
    message: str = ""
    details: tuple[_Detail, ...] = ()

    @property
    def is_about_the_key(self) -> bool:
        return "API_KEY_INVALID" in {detail.reason for detail in self.details} or "API key" in self.message

    @property
    def after_seconds(self) -> float | None:
        """What google.rpc.RetryInfo asks for."""
        return next((float(detail.retry_delay[:-1]) for detail in self.details if detail.retry_delay), None)


class _Document(AnswerPart):
    error: GeminiFailure


def failure_in(answer: Answer) -> GeminiFailure | None:
    """None when the answer is not of that form, as those of a proxy are not."""
    try:
        return read_json(_Document, answer.body).error
    except FaultError:
        return None
