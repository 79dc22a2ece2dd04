"""OpenAI's chat completions, and every server that speaks the same.

Contract: openai/openai-openapi, `POST /chat/completions` with `response_format` json_schema.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geminivideo.core.language_models.model import Completion, Ending, Prompt, Usage
from geminivideo.core.language_models.prompting import correcting
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.service_faults import Fault, FaultError, by_status, read_json
from geminivideo.core.web_service import Answer, AnswerPart, Ask

_BY_CODE = {
    "insufficient_quota": Fault.QUOTA,
    "billing_hard_limit_reached": Fault.QUOTA,
    "invalid_api_key": Fault.KEY,
    "model_not_found": Fault.MODEL,
    "context_length_exceeded": Fault.TOO_LONG,
    "content_policy_violation": Fault.REFUSED,
    "content_filter": Fault.REFUSED,
}


@dataclass(frozen=True, slots=True)
class OpenAiChat:
    """`limit_field` is how the most output tokens are called: other servers still know the older name."""

    base_url: str
    limit_field: str = "max_completion_tokens"

    key_header = ("authorization", "Bearer ")

    def ask(self, prompt: Prompt, role: RoleSettings) -> Ask:
        schema = {"name": prompt.schema_name, "schema": prompt.schema, "strict": True}
        body: dict[str, Any] = {
            "model": role.model,
            "messages": _messages(prompt),
            "response_format": {"type": "json_schema", "json_schema": schema},
            self.limit_field: role.max_output_tokens,
        }
        if role.temperature is not None:
            body["temperature"] = role.temperature
        if role.thinking is not None:
            body["reasoning_effort"] = "none" if role.thinking == "off" else role.thinking
        return Ask(f"{self._root}/chat/completions", body)

    @property
    def _root(self) -> str:
        """Settings of other clients end in /v1 or in a path of the server's own; a bare host is understood too."""
        root = self.base_url.rstrip("/")
        return root if urlsplit(root).path else f"{root}/v1"

    def read(self, answer: Answer) -> Completion:
        response = read_json(_Response, answer.body)
        if not response.choices:
            raise FaultError(Fault.GARBAGE, "an answer without a choice", billed=True)
        choice = response.choices[0]
        ending, why = choice.ending
        return Completion(
            choice.message.content or "", (response.usage or _Usage()).counted, response.model, ending, why
        )

    def fault(self, answer: Answer) -> FaultError:
        try:
            error = read_json(_Failure, answer.body).error
        except FaultError:
            return FaultError(by_status(answer.status), f"status {answer.status}")
        named = _BY_CODE.get(error.code or "") or _BY_CODE.get(error.type or "")
        return FaultError(named or by_status(answer.status), error.message or "")


def _messages(prompt: Prompt) -> list[dict[str, Any]]:
    content = "\n\n".join(filter(None, [prompt.stable, prompt.changing]))
    messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": content}]
    if prompt.correction:
        shown, told = correcting(prompt.correction)
        messages += [{"role": "assistant", "content": shown}] if shown else []
        messages += [{"role": "user", "content": told}]
    return messages


class _Message(AnswerPart):
    content: str | None = None
    refusal: str | None = None


class _Choice(AnswerPart):
    message: _Message
    finish_reason: str | None = None

    @property
    def ending(self) -> tuple[Ending, str]:
        if self.message.refusal:
            return Ending.REFUSED, "refusal"
        if self.finish_reason == "content_filter":
            return Ending.REFUSED, "content_filter"
        return (Ending.TRUNCATED if self.finish_reason == "length" else Ending.COMPLETE), self.finish_reason or ""


class _InputDetails(AnswerPart):
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None


class _Usage(AnswerPart):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _InputDetails | None = None

    @property
    def counted(self) -> Usage:
        details = self.prompt_tokens_details or _InputDetails()
        written = details.cache_write_tokens or 0
        return Usage(self.prompt_tokens, self.completion_tokens, details.cached_tokens or 0, written)


class _Response(AnswerPart):
    model: str = ""
    choices: tuple[_Choice, ...]
    usage: _Usage | None = None  # some servers do not count


class _Error(AnswerPart):
    message: str | None = None
    type: str | None = None
    code: str | None = None


class _Failure(AnswerPart):
    error: _Error
