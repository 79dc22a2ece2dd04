"""Who speaks an ad."""

from typing import Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.vocabulary import VoiceProvider

_NAME = r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$"
_WITHOUT_STYLE = (VoiceProvider.OFFLINE, VoiceProvider.ELEVENLABS)


class VoiceMark(Frozen):
    provider: VoiceProvider = Field(
        VoiceProvider.OFFLINE, description="the bundled voice, or a service whose key is set; see `geminivideo doctor`"
    )
    voice: str | None = Field(
        None, pattern=_NAME, max_length=128, description="the service's name or id of it; null: the one in the settings"
    )
    model: str | None = Field(None, pattern=_NAME, max_length=128, description="null: the one in the settings")
    instructions: str | None = Field(
        None, min_length=1, max_length=1000, description="how to speak: tone, mood, accent; for Gemini and OpenAI"
    )
    fallback: bool = Field(
        True, description="when the service fails, let the bundled voice speak the whole ad, and say so; else fail"
    )

    @property
    def is_offline(self) -> bool:
        return self.provider is VoiceProvider.OFFLINE

    @model_validator(mode="after")
    def _has_only_what_its_provider_takes(self) -> Self:
        if self.instructions is not None and self.provider in _WITHOUT_STYLE:
            raise ValueError(f"the {self.provider} voice takes no instructions")
        if self.is_offline and (self.voice or self.model):
            raise ValueError("the offline voice is one; name a provider beside the voice")
        return self


OFFLINE = VoiceMark()
