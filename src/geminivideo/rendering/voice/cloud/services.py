"""The voice services of an installation: which there are, what an ad gets that names no voice, and their voices."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from geminivideo.core.clock import Clock
from geminivideo.core.errors import InvalidInputError, UnavailableError
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.retry import Wait
from geminivideo.core.vocabulary import VoiceProvider
from geminivideo.rendering.plan.voice import VoiceMark
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.voice.cloud.base import SpeechApi
from geminivideo.rendering.voice.cloud.calling import Caller, CallLimits
from geminivideo.rendering.voice.cloud.elevenlabs import ElevenLabsSpeech
from geminivideo.rendering.voice.cloud.gemini import GeminiSpeech
from geminivideo.rendering.voice.cloud.openai import OpenAiSpeech, takes_instructions
from geminivideo.rendering.voice.cloud.voice import CloudVoice


@dataclass(frozen=True, slots=True)
class Service:
    """Without a key it is there to be named, not to be used."""

    base_url: str
    key: SecretStr | None
    model: str
    voice: str


class VoiceServices:
    """`reference` is a voice that tells its word times; `breaker` gives the one of a name, where state is shared."""

    def __init__(
        self,
        services: Mapping[VoiceProvider, Service],
        clock: Clock,
        reference: Voice,
        *,
        limits: CallLimits | None = None,
        breaker: Callable[[str], CircuitBreaker] | None = None,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._services = services
        self._clock = clock
        self._reference = reference
        self._limits = limits
        self._breaker = breaker
        self._wait = wait

    def resolved(self, mark: VoiceMark) -> VoiceMark:
        """With the voice and the model of the settings where it names none.

        Raises:
            UnavailableError: when there is no key for its provider.
            InvalidInputError: when its model takes no instructions.
        """
        if mark.is_offline:
            return mark
        service, _key = self._usable(mark.provider)
        model = mark.model or service.model
        if mark.provider is VoiceProvider.OPENAI and mark.instructions and not takes_instructions(model):
            raise InvalidInputError(
                f"OpenAI's {model} takes no instructions for the voice.",
                next_step="leave them out, or set GEMINIVIDEO_OPENAI_VOICE_MODEL to one that does",
            )
        return mark.model_copy(update={"voice": mark.voice or service.voice, "model": model})

    def open(self, mark: VoiceMark) -> Voice:
        """A voice for one ad."""
        mark = self.resolved(mark)
        service, key = self._usable(mark.provider)
        breaker = self._breaker(f"voice-{mark.provider}") if self._breaker else None
        api = _api(mark, service.base_url)
        caller = Caller(api, key, self._clock, limits=self._limits, breaker=breaker, wait=self._wait)
        return CloudVoice(api, caller, self._reference)

    def _usable(self, provider: VoiceProvider) -> tuple[Service, SecretStr]:
        service = self._services.get(provider)
        if service is None or service.key is None:
            raise UnavailableError(
                f"There is no key for the {provider} voice.",
                next_step=f"set GEMINIVIDEO_{provider.upper()}_API_KEY, or ask for the offline voice",
            )
        return service, service.key


def _api(mark: VoiceMark, base_url: str) -> SpeechApi:
    model, voice, instructions = mark.model or "", mark.voice or "", mark.instructions or ""
    if mark.provider is VoiceProvider.GEMINI:
        return GeminiSpeech(base_url, model, voice, instructions)
    if mark.provider is VoiceProvider.OPENAI:
        return OpenAiSpeech(base_url, model, voice, instructions)
    return ElevenLabsSpeech(base_url, model, voice)
