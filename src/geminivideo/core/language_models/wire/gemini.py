"""Gemini's `models/{model}:generateContent` with `responseJsonSchema`, on Google AI Studio and on Vertex AI.

Contract: the v1beta protobuf descriptors. Prefixes that are asked again are cached by themselves.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import Field

from geminivideo.core.gemini_failures import GeminiFailure, failure_in
from geminivideo.core.language_models.model import Completion, Ending, Prompt, Usage
from geminivideo.core.language_models.prompting import correcting
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.service_faults import Fault, FaultError, by_status, read_json
from geminivideo.core.web_service import Answer, AnswerPart, Ask

_REFUSALS = frozenset({"SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "OTHER"})
_THINKING_TOKENS = {"off": 0, "low": 1_024, "medium": 8_192, "high": 24_576}


@dataclass(frozen=True, slots=True)
class GeminiContent:
    """`models_url` is all that stands before the model's name."""

    models_url: str
    key_header: tuple[str, str] = ("x-goog-api-key", "")

    @classmethod
    def of_ai_studio(cls, base_url: str) -> "GeminiContent":
        return cls(f"{base_url.rstrip('/')}/v1beta/models/")

    @classmethod
    def of_vertex(cls, base_url: str | None, project: str, region: str) -> "GeminiContent":
        host = "aiplatform.googleapis.com" if region == "global" else f"{region}-aiplatform.googleapis.com"
        root = (base_url or f"https://{host}").rstrip("/")
        models = f"{root}/v1/projects/{project}/locations/{region}/publishers/google/models/"
        return cls(models, ("authorization", "Bearer "))

    def ask(self, prompt: Prompt, role: RoleSettings) -> Ask:
        config: dict[str, Any] = {
            "responseMimeType": "application/json",
            "responseJsonSchema": prompt.schema,
            "maxOutputTokens": role.max_output_tokens,
        }
        if role.temperature is not None:
            config["temperature"] = role.temperature
        if role.thinking is not None:
            config["thinkingConfig"] = {"thinkingBudget": _THINKING_TOKENS[role.thinking]}
        body = {
            "systemInstruction": {"parts": [{"text": prompt.system}]},
            "contents": _contents(prompt),
            "generationConfig": config,
        }
        return Ask(f"{self.models_url}{quote(role.model, safe='')}:generateContent", body)

    def read(self, answer: Answer) -> Completion:
        response = read_json(_Response, answer.body)
        ending, why = response.ending
        return Completion(response.text, response.usage.counted, response.model, ending, why)

    def fault(self, answer: Answer) -> FaultError:
        failure = failure_in(answer)
        if failure is None:
            return FaultError(by_status(answer.status), f"status {answer.status}")
        return FaultError(_fault(failure, answer.status), failure.message, failure.after_seconds)


def _contents(prompt: Prompt) -> list[dict[str, Any]]:
    turns = [("user", [prompt.stable, prompt.changing])]
    if prompt.correction:
        shown, told = correcting(prompt.correction)
        turns += [("model", [shown]), ("user", [told])]
    told_turns = [(role, [{"text": text} for text in texts if text]) for role, texts in turns]
    return [{"role": role, "parts": parts} for role, parts in told_turns if parts]


def _fault(failure: GeminiFailure, status: int) -> Fault:
    if failure.is_about_the_key:
        return Fault.KEY
    if status == 400 and "token count" in failure.message:
        return Fault.TOO_LONG
    return by_status(status)


class _Part(AnswerPart):
    text: str = ""
    thought: bool = False


class _Content(AnswerPart):
    parts: tuple[_Part, ...] = ()


class _Candidate(AnswerPart):
    content: _Content | None = None
    finish_reason: str = Field("", alias="finishReason")


class _Feedback(AnswerPart):
    block_reason: str = Field("", alias="blockReason")


class _Usage(AnswerPart):
    prompt: int = Field(0, alias="promptTokenCount")
    cached: int = Field(0, alias="cachedContentTokenCount")
    candidates: int = Field(0, alias="candidatesTokenCount")
    thoughts: int = Field(0, alias="thoughtsTokenCount")  # paid for as output

    @property
    def counted(self) -> Usage:
        return Usage(self.prompt, self.candidates + self.thoughts, self.cached)


class _Response(AnswerPart):
    candidates: tuple[_Candidate, ...] = ()
    feedback: _Feedback | None = Field(None, alias="promptFeedback")
    usage: _Usage = Field(_Usage(), alias="usageMetadata")
    model: str = Field("", alias="modelVersion")

    @property
    def text(self) -> str:
        first = self.candidates[0] if self.candidates else None
        return "".join(p.text for p in first.content.parts if not p.thought) if first and first.content else ""

    @property
    def ending(self) -> tuple[Ending, str]:
        reason = self.candidates[0].finish_reason if self.candidates else ""
        if not self.candidates and self.feedback and self.feedback.block_reason:
            return Ending.REFUSED, self.feedback.block_reason
        if reason in _REFUSALS:
            return Ending.REFUSED, reason
        if reason not in {"STOP", "MAX_TOKENS"}:
            raise FaultError(Fault.GARBAGE, f"it finished with {reason or 'no reason'}", billed=True)
        return (Ending.TRUNCATED if reason == "MAX_TOKENS" else Ending.COMPLETE), reason
