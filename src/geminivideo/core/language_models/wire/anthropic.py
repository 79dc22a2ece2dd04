"""Anthropic's messages, `POST /v1/messages` with `output_config.format` json_schema.

Contract: the types of the MIT-licensed package `anthropic`. Up to the last block with `cache_control` a prompt is
cached for five minutes, where it is long enough for the model (1,024 tokens and more).
"""

from dataclasses import dataclass
from typing import Any

from geminivideo.core.language_models.model import Completion, Ending, Prompt, Usage
from geminivideo.core.language_models.prompting import correcting
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.service_faults import Fault, FaultError, by_status, read_json
from geminivideo.core.web_service import Answer, AnswerPart, Ask

_VERSION = "2023-06-01"
_ENDINGS = {
    "end_turn": Ending.COMPLETE,
    "stop_sequence": Ending.COMPLETE,
    "max_tokens": Ending.TRUNCATED,
    "model_context_window_exceeded": Ending.TRUNCATED,
    "refusal": Ending.REFUSED,
}
_BY_TYPE = {
    "authentication_error": Fault.KEY,
    "permission_error": Fault.KEY,
    "billing_error": Fault.QUOTA,
    "not_found_error": Fault.MODEL,
    "request_too_large": Fault.TOO_LONG,
    "rate_limit_error": Fault.BUSY,
}


@dataclass(frozen=True, slots=True)
class AnthropicMessages:
    base_url: str

    key_header = ("x-api-key", "")

    def ask(self, prompt: Prompt, role: RoleSettings) -> Ask:
        output: dict[str, Any] = {"format": {"type": "json_schema", "schema": prompt.schema}}
        body: dict[str, Any] = {
            "model": role.model,
            "max_tokens": role.max_output_tokens,
            "system": [_text(prompt.system, cached=True)],
            "messages": _messages(prompt),
            "output_config": output,
        }
        if role.temperature is not None:
            body["temperature"] = min(1.0, role.temperature)
        if role.thinking is not None:
            body["thinking"] = {"type": "disabled" if role.thinking == "off" else "adaptive"}
            output |= {} if role.thinking == "off" else {"effort": role.thinking}
        url = f"{self.base_url.rstrip('/').removesuffix('/v1')}/v1/messages"
        return Ask(url, body, headers={"anthropic-version": _VERSION})

    def read(self, answer: Answer) -> Completion:
        response = read_json(_Response, answer.body)
        ending = _ENDINGS.get(response.stop_reason or "")
        if ending is None:
            raise FaultError(Fault.GARBAGE, f"it stopped with {response.stop_reason or 'no reason'}", billed=True)
        text = "".join(block.text for block in response.content if block.type == "text")
        return Completion(text, response.usage.counted, response.model, ending, response.stop_reason or "")

    def fault(self, answer: Answer) -> FaultError:
        try:
            error = read_json(_Failure, answer.body).error
        except FaultError:
            return FaultError(by_status(answer.status), f"status {answer.status}")
        if "credit balance" in error.message:
            return FaultError(Fault.QUOTA, error.message)
        if answer.status == 400 and "prompt is too long" in error.message:
            return FaultError(Fault.TOO_LONG, error.message)
        return FaultError(_BY_TYPE.get(error.type) or by_status(answer.status), error.message)


def _text(text: str, *, cached: bool = False) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"cache_control": {"type": "ephemeral"}} if cached else {})}


def _messages(prompt: Prompt) -> list[dict[str, Any]]:
    content = [_text(prompt.stable, cached=True)] if prompt.stable else []
    messages: list[dict[str, Any]] = [{"role": "user", "content": [*content, _text(prompt.changing)]}]
    if prompt.correction:
        shown, told = correcting(prompt.correction)
        messages += [{"role": "assistant", "content": [_text(shown)]}] if shown else []
        messages += [{"role": "user", "content": [_text(told)]}]
    return messages


class _Block(AnswerPart):
    type: str
    text: str = ""


class _Usage(AnswerPart):
    """What is read from the cache or written to it does not count as `input_tokens` here."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None

    @property
    def counted(self) -> Usage:
        cached, written = self.cache_read_input_tokens or 0, self.cache_creation_input_tokens or 0
        return Usage(self.input_tokens + cached + written, self.output_tokens, cached, written)


class _Response(AnswerPart):
    model: str = ""
    content: tuple[_Block, ...]
    stop_reason: str | None = None
    usage: _Usage = _Usage()


class _Error(AnswerPart):
    type: str = ""
    message: str = ""


class _Failure(AnswerPart):
    error: _Error
