"""The composition root: builds each part once per process, when it is first needed, and hands it what it needs."""

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import httpx
from celery import Celery
from redis import Redis
from sqlalchemy import text

from geminivideo.app.voice_settings import voice_services_in
from geminivideo.core.clock import Clock, SystemClock
from geminivideo.core.content_cache import ContentCache
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.jobs.runner import JobHandler, JobRunner
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.core.redis_client import connect_redis
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.settings import Settings
from geminivideo.core.slots import Slots, cores
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.choosing import choose_recogniser
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.storage.opening import open_storage
from geminivideo.core.tasks import create_celery, send_jobs
from geminivideo.core.text_embedding import TextEncoder, load_bundled_encoder
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.local import LocalCopywriter, must_be_english
from geminivideo.creative.rewriting import LocalRewriter
from geminivideo.flows.asset_library import AssetLibrary
from geminivideo.flows.campaign_requests import CampaignRequests
from geminivideo.flows.creative_generation import CreativeGeneration
from geminivideo.flows.footage_analysis import FootageAnalysis
from geminivideo.flows.footage_intake import FootageIntake, FootageLimits
from geminivideo.flows.plan_rendering import PlanQueue
from geminivideo.flows.variant_rendering import VideoQueue
from geminivideo.flows.winner_rendering.queueing import RenderQueue
from geminivideo.flows.winner_rendering.running import WinnerRendering
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from geminivideo.oracle.champions import ensure_champions
from geminivideo.oracle.fallback import FallbackOracle
from geminivideo.oracle.predictor import LocalOracle, Predictor
from geminivideo.oracle.remote import RemoteOracle
from geminivideo.rendering.encoders.choice import EncoderChoice
from geminivideo.rendering.encoders.verdicts import Verdicts
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.voice.cloud.calling import CallLimits
from geminivideo.rendering.voice.cloud.services import VoiceServices
from geminivideo.rendering.voice.espeak import EspeakVoice


class Container:
    """Everything a process role may need. Not a service locator: only `app` sees it, and passes parts on."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.ids = IdSource(self.clock, os.urandom)

    # --- infrastructure ---

    @cached_property
    def database(self) -> Database:
        if self.settings.database_url is None:
            raise ValueError("settings without a database; app.services.with_services finds it")
        return Database(self.settings.database_url.get_secret_value())

    @cached_property
    def redis(self) -> "Redis":
        if self.settings.redis_url is None:
            raise ValueError("settings without a broker; app.services.with_services finds it")
        return connect_redis(self.settings.redis_url.get_secret_value())

    @cached_property
    def celery(self) -> Celery:
        return create_celery(self.settings)

    @cached_property
    def storage(self) -> ObjectStorage:
        return open_storage(self.settings, self.clock)

    @cached_property
    def ffmpeg(self) -> Ffmpeg:
        return find_ffmpeg(self.settings.ffmpeg)

    @cached_property
    def encoder(self) -> TextEncoder:
        return load_bundled_encoder()

    @property
    def scratch(self) -> Path:
        return self.settings.home / "scratch"

    def send(self, jobs: Iterable[Job]) -> None:
        send_jobs(self.celery, jobs)

    # --- prediction ---

    @cached_property
    def local_oracle(self) -> LocalOracle:
        return LocalOracle.from_registry(self.database, self.storage, self.scratch / "models")

    @cached_property
    def oracle(self) -> Predictor:
        """The ML service through a breaker where there is one, else this process."""
        if not self.settings.ml_url:
            return self.local_oracle
        remote = RemoteOracle(self.settings.ml_url, httpx.Client(timeout=httpx.Timeout(10.0, connect=2.0)))
        breaker = CircuitBreaker("ml-service", self.redis, self.clock)
        return FallbackOracle(remote, lambda: self.local_oracle, breaker)

    def ensure_models(self, say: Callable[[str], None]) -> None:
        ensure_champions(self.database, self.storage, self.clock, self.ids, self.scratch / "models", say)

    # --- flows ---

    @cached_property
    def campaigns(self) -> CampaignRequests:
        return CampaignRequests(self.clock, self.ids, must_be_english)

    @cached_property
    def render_queue(self) -> RenderQueue:
        return RenderQueue(self.clock, self.ids, self.voice_services)

    @cached_property
    def plan_queue(self) -> PlanQueue:
        return PlanQueue(self.clock, self.ids, self.voice_services)

    @cached_property
    def video_queue(self) -> VideoQueue:
        return VideoQueue(self.storage, self.clock, self.ids, self.plan_queue)

    @cached_property
    def upload_spool(self) -> UploadSpool:
        limits = UploadLimits(self.settings.upload_max_bytes, keep_free_bytes=self.settings.min_free_bytes)
        return UploadSpool(self.settings.home / "uploads", limits, self.clock)

    @cached_property
    def asset_spool(self) -> UploadSpool:
        limits = UploadLimits(self.settings.asset_max_bytes, keep_free_bytes=self.settings.min_free_bytes)
        return UploadSpool(self.settings.home / "asset-uploads", limits, self.clock)

    @cached_property
    def asset_library(self) -> AssetLibrary:
        return AssetLibrary(self.database, self.storage, self.clock, self.ids, self.scratch / "assets")

    @cached_property
    def footage_intake(self) -> FootageIntake:
        limits = FootageLimits(self.settings.footage_max_seconds, self.settings.footage_max_pixels)
        return FootageIntake(self.database, self.storage, self.clock, self.ids, limits, self.campaigns)

    @cached_property
    def creative_generation(self) -> CreativeGeneration:
        return CreativeGeneration(
            self.database,
            self.clock,
            LocalCopywriter(self.encoder),
            Council(local_judges()),
            LocalRewriter(self.encoder),
            self.encoder,
            self.oracle,
            self.campaigns,
        )

    @cached_property
    def footage_analysis(self) -> FootageAnalysis:
        settings = AnalysisSettings(max_pixels=self.settings.footage_max_pixels)
        work = self.scratch / "footage"
        return FootageAnalysis(self.database, self.storage, self.clock, self.oracle, settings, work, self.campaigns)

    @cached_property
    def renderer(self) -> Renderer:
        slots = Slots(self.settings.run_dir / "encode-slots", cores())
        verdicts = Verdicts(self.ffmpeg, self.settings.encoder_trials_dir, self.clock)
        return Renderer(
            self.ffmpeg,
            EspeakVoice(),
            slots,
            similarity=self.encoder.similarity,
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

    @cached_property
    def winner_rendering(self) -> WinnerRendering:
        return WinnerRendering(
            self.database,
            self.storage,
            self.clock,
            self.ids,
            lambda: self.renderer,
            self.scratch / "renders",
            min_free_bytes=self.settings.min_free_bytes,
        )

    @cached_property
    def runner(self) -> JobRunner:
        handlers: dict[JobKind, Callable[[], JobHandler]] = {
            JobKind.GENERATE: lambda: self.creative_generation,
            JobKind.ANALYZE: lambda: self.footage_analysis,
            JobKind.RENDER: lambda: self.winner_rendering,
        }
        lease = timedelta(seconds=self.settings.lease_seconds)
        return JobRunner(self.database, self.clock, lease, handlers, self.send)

    def warm_up_generation(self) -> None:
        """Load what every generation needs, so that the first campaign is as fast as the next."""
        self.encoder.encode(["warm up"])
        _ = self.creative_generation

    # --- readiness ---

    def check_database(self) -> str:
        with self.database.transaction() as session:
            session.execute(text("SELECT 1"))
        return "answers"

    def check_redis(self) -> str:
        self.redis.ping()
        return "answers"

    def check_storage(self) -> str:
        self.storage.exists("readiness")
        return self.settings.storage_location.split(":", 1)[0]

    def check_ffmpeg(self) -> str:
        return self.ffmpeg.version

    def check_ml(self) -> str:
        if not self.settings.ml_url:
            return "predictions are made in this process"
        httpx.get(f"{self.settings.ml_url}/healthz", timeout=2).raise_for_status()
        return "answers"
