"""What the three services answer: a whole answer, one that is cut off, a refusal, an error; each in its own words."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.rendering_voice.servers import KEY, Reply, Request, Service

GOOD = json.dumps({"score": 88, "critique": "Clear promise — «früh» & ‎عربي."})
TRUNCATED = {"openai": "length", "anthropic": "max_tokens", "gemini": "MAX_TOKENS"}
REFUSED = {"openai": "content_filter", "anthropic": "refusal", "gemini": "SAFETY"}
_WELL = {"openai": "stop", "anthropic": "end_turn", "gemini": "STOP"}
_PATHS = {
    "openai": "/v1/chat/completions",
    "anthropic": "/v1/messages",
    "gemini": "/v1(beta|/projects/[^/]+/locations/[^/]+/publishers/google)/models/[^/]+:generateContent",
}
_KEYS = {"openai": ("authorization", "Bearer "), "anthropic": ("x-api-key", ""), "gemini": ("x-goog-api-key", "")}


def said(wire: str, text: str | None, ending: str | None = None) -> Reply:
    """1,000 tokens in, 700 of them from the cache, 50 out."""
    body = {"openai": _openai, "anthropic": _anthropic, "gemini": _gemini}[wire](text, ending or _WELL[wire])
    return Reply(body=json.dumps(body).encode())


def failed(
    wire: str, status: int, kind: str, message: str = "slow down", headers: dict[str, str] | None = None
) -> Reply:
    error: dict[str, Any] = {"message": message}
    if wire == "anthropic":
        body: dict[str, Any] = {"type": "error", "error": {**error, "type": kind}, "request_id": "req_1"}
    elif wire == "openai":
        body = {"error": {**error, "type": "requests", "param": None, "code": kind}}
    else:
        body = {"error": {**error, "code": status, "status": kind, "details": []}}
    return Reply(status, json.dumps(body).encode(), headers=headers or {})


def blocked_prompt() -> Reply:
    body = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 1_000}}
    return Reply(body=json.dumps(body).encode())


@dataclass
class Speaking:
    """Answers well, after `seconds`, with what `text` makes of a request."""

    wire: str
    seconds: float = 0.0
    header: tuple[str, str] | None = None
    text: Callable[[Request], str] = lambda _: GOOD

    def __post_init__(self) -> None:
        self.header = _KEYS[self.wire]

    def __call__(self, service: Service, request: Request) -> Reply:
        if not re.fullmatch(_PATHS[self.wire], request.path):
            return failed(self.wire, 404, "not_found_error", "no such path")
        header, before = self.header or ("authorization", "")
        given = request.headers.get(header, "")
        if self.header and given != f"{before}{KEY}":
            return failed(self.wire, 401, "invalid_api_key", f"Incorrect API key provided: {given}")
        if self.wire == "anthropic" and request.headers.get("anthropic-version") != "2023-06-01":
            return failed(self.wire, 400, "invalid_request_error", "anthropic-version: header is required")
        if self.seconds:
            service.over.wait(self.seconds)
        return said(self.wire, self.text(request))


def _openai(text: str | None, ending: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": None}
    usage = {"prompt_tokens": 1_000, "completion_tokens": 50, "total_tokens": 1_050}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "gpt-5.4-mini-2026-03-17",
        "choices": [{"index": 0, "message": message, "finish_reason": ending, "logprobs": None}],
        "usage": {**usage, "prompt_tokens_details": {"cached_tokens": 700}},
    }


def _anthropic(text: str | None, ending: str) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5",
        "content": [{"type": "thinking", "thinking": "…", "signature": "s"}, {"type": "text", "text": text or ""}],
        "stop_reason": ending,
        "stop_sequence": None,
        "usage": {
            "input_tokens": 200,
            "output_tokens": 50,
            "cache_read_input_tokens": 700,
            "cache_creation_input_tokens": 100,
        },
    }


def _gemini(text: str | None, ending: str) -> dict[str, Any]:
    candidate: dict[str, Any] = {"finishReason": ending, "index": 0}
    if text is not None:
        candidate["content"] = {"role": "model", "parts": [{"text": "…", "thought": True}, {"text": text}]}
    usage = {"promptTokenCount": 1_000, "cachedContentTokenCount": 700}
    return {
        "candidates": [candidate],
        "usageMetadata": {**usage, "candidatesTokenCount": 30, "thoughtsTokenCount": 20, "totalTokenCount": 1_050},
        "modelVersion": "gemini-3.8-flash",
    }
