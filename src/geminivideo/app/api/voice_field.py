"""A voice in a request: an object, or in short `gemini` or `gemini:Kore`."""

from typing import Annotated

from pydantic import BeforeValidator

from geminivideo.rendering.plan.voice import VoiceMark


def _spelt_out(value: object) -> object:
    if not isinstance(value, str):
        return value
    provider, separator, voice = value.partition(":")
    return {"provider": provider, "voice": voice} if separator else {"provider": provider}


GivenVoice = Annotated[VoiceMark, BeforeValidator(_spelt_out, json_schema_input_type=VoiceMark | str)]
