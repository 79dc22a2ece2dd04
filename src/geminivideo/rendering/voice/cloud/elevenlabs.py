"""ElevenLabs: `POST /v1/text-to-speech/{voice_id}/with-timestamps`, whose answer times every character.

Contract: elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import Field

from geminivideo.core.service_faults import Fault, FaultError, by_status, read_json
from geminivideo.core.web_service import Answer, AnswerPart, Ask
from geminivideo.rendering.voice.cloud.audio import read_sound
from geminivideo.rendering.voice.cloud.base import CharacterTimes, Take

_RATE = 24_000  # the highest that every plan may ask for
_BY_STATUS = {
    "invalid_api_key": Fault.KEY,
    "missing_permissions": Fault.KEY,
    "quota_exceeded": Fault.QUOTA,
    "voice_not_found": Fault.VOICE,
    "invalid_uid": Fault.VOICE,
    "model_not_found": Fault.MODEL,
    "max_character_limit_exceeded": Fault.TOO_LONG,
    "content_against_policy": Fault.REFUSED,
    "too_many_concurrent_requests": Fault.BUSY,
    "system_busy": Fault.BUSY,
}


@dataclass(frozen=True, slots=True)
class ElevenLabsSpeech:
    """`voice` is an id, as the account's list of voices shows it."""

    base_url: str
    model: str
    voice: str

    title = "ElevenLabs"
    key_header = ("xi-api-key", "")
    key_setting = "GEMINIVIDEO_ELEVENLABS_API_KEY"
    longest_text = 5_000
    speeds = (0.7, 1.2)

    @property
    def identity(self) -> tuple[str, ...]:
        return ("elevenlabs", self.model, self.voice, self.base_url)

    def ask(self, text: str, speed: float) -> Ask:
        path = f"/v1/text-to-speech/{quote(self.voice, safe='')}/with-timestamps"
        body: dict[str, Any] = {"text": text, "model_id": self.model}
        if speed != 1:
            body["voice_settings"] = {"speed": speed}
        return Ask(f"{self.base_url.rstrip('/')}{path}", body, {"output_format": f"pcm_{_RATE}"})

    def read(self, answer: Answer) -> Take:
        if answer.content_type != "application/json":
            raise FaultError(Fault.GARBAGE, f"the type {answer.content_type or 'of nothing'}")
        response = read_json(_Response, answer.body)
        try:
            data = base64.b64decode(response.audio, validate=True)
        except (binascii.Error, ValueError) as error:
            raise FaultError(Fault.GARBAGE, "sound that is not base64") from error
        take = read_sound(data, _RATE)
        return Take(take.samples, take.rate, response.alignment.times() if response.alignment else None)

    def fault(self, answer: Answer) -> FaultError:
        try:
            detail = read_json(_Failure, answer.body).detail
        except FaultError:
            return FaultError(by_status(answer.status), f"status {answer.status}")
        if not isinstance(detail, _Detail):
            return FaultError(by_status(answer.status), f"status {answer.status}")
        return FaultError(_BY_STATUS.get(detail.status) or by_status(answer.status), detail.message)


class _Alignment(AnswerPart):
    characters: tuple[str, ...]
    starts: tuple[float, ...] = Field(alias="character_start_times_seconds")
    ends: tuple[float, ...] = Field(alias="character_end_times_seconds")

    def times(self) -> CharacterTimes:
        return CharacterTimes(self.characters, self.starts, self.ends)


class _Response(AnswerPart):
    audio: str = Field(alias="audio_base64")
    alignment: _Alignment | None = None


class _Detail(AnswerPart):
    status: str = ""
    message: str = ""


class _Failure(AnswerPart):
    """`detail` is a list of fields where the request itself was malformed."""

    detail: _Detail | list[object] | str
