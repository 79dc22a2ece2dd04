"""Gemini's speech models over REST: `models/{model}:generateContent` with the modality AUDIO.

Contract: the v1beta OpenAPI description, and ai.google.dev/gemini-api/docs/speech-generation. Since the 3.8 models the
text is spoken word for word and a style is told beside it; before, the style was written into the text.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import Field

from geminivideo.core.gemini_failures import GeminiFailure, failure_in
from geminivideo.core.service_faults import Fault, FaultError, by_status, read_json
from geminivideo.core.web_service import Answer, AnswerPart, Ask
from geminivideo.rendering.voice.cloud.audio import rate_in, read_sound
from geminivideo.rendering.voice.cloud.base import Take

_USUAL_RATE = 24_000
_STYLE_IN_TEXT = re.compile(r"gemini-(2\.|3\.[0-7]-)")
_REFUSALS = frozenset({"SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "LANGUAGE"})


@dataclass(frozen=True, slots=True)
class GeminiSpeech:
    base_url: str
    model: str
    voice: str
    instructions: str = ""

    title = "Gemini"
    key_header = ("x-goog-api-key", "")
    key_setting = "GEMINIVIDEO_GEMINI_API_KEY"
    longest_text = 4_000  # a model takes 8,192 tokens, and no script needs two for each of its characters
    speeds = (1.0, 1.0)

    @property
    def identity(self) -> tuple[str, ...]:
        return ("gemini", self.model, self.voice, self.instructions, self.base_url)

    def ask(self, text: str, speed: float) -> Ask:
        del speed  # there is no such parameter
        url = f"{self.base_url.rstrip('/')}/v1beta/models/{quote(self.model, safe='')}:generateContent"
        speech = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": self.voice}}}
        return Ask(
            url,
            {
                "contents": [{"role": "user", "parts": [self._part(text)]}],
                "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": speech},
            },
        )

    def _part(self, text: str) -> dict[str, Any]:
        if not self.instructions:
            return {"text": text}
        if _STYLE_IN_TEXT.match(self.model):
            return {"text": f"{self.instructions.rstrip(' :.')}: {text}"}
        return {"text": text, "speechMetadata": {"style": self.instructions}}

    def read(self, answer: Answer) -> Take:
        if answer.content_type != "application/json":
            raise FaultError(Fault.GARBAGE, f"the type {answer.content_type or 'of nothing'}")
        response = read_json(_Response, answer.body)
        blobs = [part.inline_data for part in response.parts if part.inline_data is not None]
        if not blobs:
            raise response.why_nothing()
        try:
            data = b"".join(base64.b64decode(blob.data, validate=True) for blob in blobs)
        except (binascii.Error, ValueError) as error:
            raise FaultError(Fault.GARBAGE, "sound that is not base64") from error
        return read_sound(data, rate_in(blobs[0].mime_type, _USUAL_RATE))

    def fault(self, answer: Answer) -> FaultError:
        failure = failure_in(answer)
        if failure is None:
            return FaultError(by_status(answer.status), f"status {answer.status}")
        return FaultError(_fault(failure, answer.status), failure.message, failure.after_seconds)


def _fault(failure: GeminiFailure, status: int) -> Fault:
    if failure.is_about_the_key:
        return Fault.KEY
    if status == 400 and "voice" in failure.message.lower():
        return Fault.VOICE
    if status == 400 and "token" in failure.message.lower():
        return Fault.TOO_LONG
    return by_status(status)


class _Blob(AnswerPart):
    mime_type: str = Field("", alias="mimeType")
    data: str


class _Part(AnswerPart):
    inline_data: _Blob | None = Field(None, alias="inlineData")


class _Content(AnswerPart):
    parts: tuple[_Part, ...] = ()


class _Candidate(AnswerPart):
    content: _Content | None = None
    finish_reason: str = Field("", alias="finishReason")


class _Feedback(AnswerPart):
    block_reason: str = Field("", alias="blockReason")


class _Response(AnswerPart):
    candidates: tuple[_Candidate, ...] = ()
    feedback: _Feedback | None = Field(None, alias="promptFeedback")

    @property
    def parts(self) -> tuple[_Part, ...]:
        first = self.candidates[0] if self.candidates else None
        return first.content.parts if first and first.content else ()

    def why_nothing(self) -> FaultError:
        if self.feedback and self.feedback.block_reason:
            return FaultError(Fault.REFUSED, self.feedback.block_reason)
        reason = self.candidates[0].finish_reason if self.candidates else ""
        if reason in _REFUSALS:
            return FaultError(Fault.REFUSED, reason)
        return FaultError(Fault.GARBAGE, f"no sound, it finished with {reason or 'no reason'}")
