from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from geminivideo.core.clock import ManualClock
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.voice.cloud.base import SpeechApi
from geminivideo.rendering.voice.cloud.calling import Caller, CallLimits
from geminivideo.rendering.voice.cloud.elevenlabs import ElevenLabsSpeech
from geminivideo.rendering.voice.cloud.gemini import GeminiSpeech
from geminivideo.rendering.voice.cloud.openai import OpenAiSpeech
from geminivideo.rendering.voice.cloud.voice import CloudVoice
from tests.rendering.doubles import ToneVoice
from tests.rendering_voice import schemas, servers
from tests.rendering_voice.servers import KEY, Service, served

PROVIDERS = ("gemini", "openai", "elevenlabs")


@dataclass
class Cloud:
    """A service, and voices that use it. `waited` holds the pauses between tries, which nobody waits for."""

    provider: str
    service: Service
    clock: ManualClock
    waited: list[float] = field(default_factory=list)
    breaker: CircuitBreaker | None = None

    def api(self, voice: str = "Kore", **settings: str) -> SpeechApi:
        if self.provider == "gemini":
            return GeminiSpeech(self.service.url, settings.pop("model", "gemini-3.8-flash-tts"), voice, **settings)
        if self.provider == "openai":
            return OpenAiSpeech(f"{self.service.url}/v1", settings.pop("model", "gpt-4o-mini-tts"), voice, **settings)
        return ElevenLabsSpeech(self.service.url, settings.pop("model", "eleven_multilingual_v2"), voice)

    def voice(
        self,
        api: SpeechApi | None = None,
        *,
        key: str = KEY,
        reference: Voice | None = None,
        limits: CallLimits | None = None,
    ) -> CloudVoice:
        api = api or self.api()
        caller = Caller(api, SecretStr(key), self.clock, limits=limits, breaker=self.breaker, wait=self.wait)
        return CloudVoice(api, caller, reference or ToneVoice())

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)


@contextmanager
def serving(provider: str, clock: ManualClock, contracts: Callable[[], Path]) -> Iterator[Cloud]:
    schema = {"openai": schemas.OPENAI, "elevenlabs": schemas.ELEVENLABS}.get(provider) or schemas.gemini(contracts())
    answer = {"gemini": servers.gemini, "openai": servers.openai, "elevenlabs": servers.elevenlabs}[provider]
    with served(Service(schema, answer)) as service:
        yield Cloud(provider, service, clock)


@pytest.fixture(params=PROVIDERS)
def cloud(request: pytest.FixtureRequest, clock: ManualClock) -> Iterator[Cloud]:
    with serving(request.param, clock, lambda: request.getfixturevalue("shared_contracts")) as cloud:
        yield cloud


def only(*providers: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("cloud", providers, indirect=True)
