"""OpenAI's speech endpoint, `POST /v1/audio/speech`, and every server that speaks the same.

Contract: developers.openai.com/api/reference/resources/audio/subresources/speech/methods/create
"""

from dataclasses import dataclass
from typing import Any

from geminivideo.core.service_faults import Fault, FaultError, by_status, read_json
from geminivideo.core.web_service import Answer, AnswerPart, Ask
from geminivideo.rendering.voice.cloud.audio import rate_in, read_sound
from geminivideo.rendering.voice.cloud.base import Take

_USUAL_RATE = 24_000  # of its bare samples
_BY_CODE = {
    "insufficient_quota": Fault.QUOTA,
    "billing_hard_limit_reached": Fault.QUOTA,
    "invalid_api_key": Fault.KEY,
    "model_not_found": Fault.MODEL,
    "string_above_max_length": Fault.TOO_LONG,
    "content_policy_violation": Fault.REFUSED,
    "moderation_blocked": Fault.REFUSED,
}


@dataclass(frozen=True, slots=True)
class OpenAiSpeech:
    base_url: str
    model: str
    voice: str
    instructions: str = ""

    title = "OpenAI"
    key_header = ("authorization", "Bearer ")
    key_setting = "GEMINIVIDEO_OPENAI_API_KEY"
    longest_text = 4_096
    speeds = (0.25, 4.0)

    @property
    def identity(self) -> tuple[str, ...]:
        return ("openai", self.model, self.voice, self.instructions, self.base_url)

    def ask(self, text: str, speed: float) -> Ask:
        body: dict[str, Any] = {"model": self.model, "input": text, "voice": self.voice, "response_format": "wav"}
        if self.instructions:
            body["instructions"] = self.instructions
        if speed != 1:
            body["speed"] = speed
        # Settings of other clients end in /v1; both are understood.
        return Ask(f"{self.base_url.rstrip('/').removesuffix('/v1')}/v1/audio/speech", body)

    def read(self, answer: Answer) -> Take:
        kind = answer.content_type
        if not kind.startswith("audio/") and kind != "application/octet-stream":
            raise FaultError(Fault.GARBAGE, f"the type {kind or 'of nothing'}")
        if kind not in {"audio/pcm", "audio/l16"} and answer.body[:4] != b"RIFF":
            raise FaultError(Fault.GARBAGE, f"{kind} that is no WAV file")
        return read_sound(answer.body, rate_in(answer.headers.get("content-type", ""), _USUAL_RATE))

    def fault(self, answer: Answer) -> FaultError:
        try:
            error = read_json(_Failure, answer.body).error
        except FaultError:
            return FaultError(by_status(answer.status), f"status {answer.status}")
        return FaultError(_fault(error, answer.status), error.message or "")


def takes_instructions(model: str) -> bool:
    return not model.startswith("tts-1")


def _fault(error: "_Error", status: int) -> Fault:
    named = _BY_CODE.get(error.code or "")
    if named is None and 400 <= status < 500:
        named = {"voice": Fault.VOICE, "input": Fault.TOO_LONG, "model": Fault.MODEL}.get(error.param or "")
    return named or by_status(status)


class _Error(AnswerPart):
    message: str | None = None
    param: str | None = None
    code: str | None = None


class _Failure(AnswerPart):
    error: _Error
