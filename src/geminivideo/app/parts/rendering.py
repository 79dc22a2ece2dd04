"""The renderer and what it is given."""

from functools import cached_property

from geminivideo.app.parts.infrastructure import Infrastructure
from geminivideo.app.voice_settings import voice_services_in
from geminivideo.core.content_cache import ContentCache
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.slots import Slots, cores
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.choosing import choose_recogniser
from geminivideo.rendering.encoders.choice import EncoderChoice
from geminivideo.rendering.encoders.verdicts import Verdicts
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.voice.cloud.calling import CallLimits
from geminivideo.rendering.voice.cloud.services import VoiceServices
from geminivideo.rendering.voice.espeak import EspeakVoice


class RenderingParts(Infrastructure):
    @cached_property
    def renderer(self) -> Renderer:
        slots = Slots(self.settings.run_dir / "encode-slots", cores())
        verdicts = Verdicts(self.ffmpeg, self.settings.encoder_trials_dir, self.clock)
        return Renderer(
            self.ffmpeg,
            EspeakVoice(),
            slots,
            similarity=self.encoder.similarity,
            encode=self.encoder.encode,
            cache=self.render_cache,
            recogniser=lambda: self.recogniser,
            outside=self.voice_services,
            encoders=EncoderChoice(self.settings.video_encoder, verdicts),
        )

    @cached_property
    def recogniser(self) -> SpeechRecogniser | str:
        """Or why there is none."""
        return choose_recogniser(self.settings.whisper_model, may_download=self.settings.whisper_download)

    @cached_property
    def voice_services(self) -> VoiceServices:
        settings = self.settings
        return VoiceServices(
            voice_services_in(settings),
            self.clock,
            EspeakVoice(),
            limits=CallLimits(settings.voice_timeout_seconds, settings.voice_concurrency),
            breaker=lambda name: CircuitBreaker(name, self.redis, self.clock),
        )

    @cached_property
    def render_cache(self) -> ContentCache:
        settings = self.settings
        folder = settings.render_cache_dir
        return ContentCache(folder, settings.render_cache_bytes, min_free_bytes=settings.min_free_bytes)
