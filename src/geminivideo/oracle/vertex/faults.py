"""What Vertex AI's refusals mean, and what to do about each."""

from geminivideo.core.errors import UnavailableError
from geminivideo.core.gemini_failures import failure_in
from geminivideo.core.web_service import Answer, words_to_show

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
CREDENTIALS = "GEMINIVIDEO_VERTEX_CREDENTIALS"


class VertexError(UnavailableError):
    """`code` is the answer's status; None where there was none. A `passing` one may go by itself."""

    def __init__(self, cause: str, *, next_step: str, code: int | None = None) -> None:
        super().__init__(cause, next_step=next_step)
        self.code = code

    @property
    def passing(self) -> bool:
        return self.code is None or self.code in _PASSING


def refused(answer: Answer, what: str, token: str) -> VertexError:
    """`what` names the resource that was asked for; the token is kept out of what Google says."""
    failure = failure_in(answer)
    said = words_to_show(failure.message, token) if failure else ""
    why, step = _meaning(answer.status, what)
    return VertexError(f"Vertex AI {why}{f' ({said})' if said else ''}.", next_step=step, code=answer.status)


def silent(why: str) -> VertexError:
    return VertexError(
        f"Vertex AI does not answer ({why}).", next_step="check this machine's network; see `geminivideo doctor`"
    )


def odd(why: str) -> VertexError:
    """An answer that is none; another try would bring the same."""
    return VertexError(
        f"Vertex AI answered something that this program does not know ({why}).",
        next_step="check GEMINIVIDEO_VERTEX_ENDPOINT_BASE_URL, proxies on the way, and what is deployed there",
        code=200,
    )


def _meaning(status: int, what: str) -> tuple[str, str]:
    if status == 401:
        return "does not accept the access token", f"renew the credentials that {CREDENTIALS} points at"
    if status == 403:
        step = "give it the role roles/aiplatform.user, and enable the Vertex AI API in the project"
        return f"does not let this account use {what}", step
    if status == 404:
        return f"knows no {what}", "check its name; `geminivideo vertex deploy` makes an endpoint"
    if status == 429:
        return "is asked more often than the project's quota allows", "raise the quota, or ask less often"
    if status in _PASSING:
        return f"is in trouble ({status})", "try again in a few minutes; its status page tells of outages"
    return f"refuses the request for {what} ({status})", "look at the endpoint's log in the Google Cloud console"
