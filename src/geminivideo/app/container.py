"""The composition root: builds each part once per process, when it is first needed, and hands it what it needs."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property

from geminivideo.app.analysis_settings import analysis_settings
from geminivideo.app.parts.creative import CreativeParts
from geminivideo.app.parts.footage_sources import FootageSourceParts
from geminivideo.app.parts.prediction import PredictionParts
from geminivideo.app.parts.rendering import RenderingParts
from geminivideo.core.jobs.model import JobKind
from geminivideo.core.jobs.runner import JobHandler, JobRunner
from geminivideo.flows.account_learning import AccountLearning
from geminivideo.flows.asset_library import AssetLibrary
from geminivideo.flows.campaign_requests import CampaignRequests
from geminivideo.flows.creative_generation import CreativeGeneration
from geminivideo.flows.footage_analysis import FootageAnalysis
from geminivideo.flows.footage_correcting import FootageCorrecting
from geminivideo.flows.footage_import.running import FootageImporting
from geminivideo.flows.footage_intake import FootageIntake, FootageLimits
from geminivideo.flows.footage_search import FootageSearch
from geminivideo.flows.insights_import import InsightsImport
from geminivideo.flows.learning_requests import LearningRequests
from geminivideo.flows.plan_rendering import PlanQueue
from geminivideo.flows.variant_rendering import VideoQueue
from geminivideo.flows.winner_rendering.queueing import RenderQueue
from geminivideo.flows.winner_rendering.running import WinnerRendering
from geminivideo.footage.drive.source import KIND as DRIVE
from geminivideo.footage.local.source import KIND as LOCAL
from geminivideo.footage.speech.listening import SpeechListener
from geminivideo.footage.uploads import UploadLimits, UploadSpool


class Container(PredictionParts, RenderingParts, FootageSourceParts, CreativeParts):
    """Everything a process role may need. Not a service locator: only `app` sees it, and passes parts on."""

    @cached_property
    def campaigns(self) -> CampaignRequests:
        return CampaignRequests(self.clock, self.ids, self.must_be_writable)

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
    def footage_importing(self) -> FootageImporting:
        fetchers = {DRIVE: self.drive.fetch, LOCAL: self.local_source.fetch}
        return FootageImporting(self.database, self.clock, self.upload_spool, self.footage_intake, fetchers)

    @cached_property
    def creative_generation(self) -> CreativeGeneration:
        return CreativeGeneration(
            self.database,
            self.clock,
            self.creative_team,
            self.campaign_budget,
            self.encoder,
            self.oracle,
            self.campaigns,
        )

    @cached_property
    def footage_analysis(self) -> FootageAnalysis:
        settings = analysis_settings(self.settings)
        work = self.scratch / "footage"
        return FootageAnalysis(
            self.database,
            self.storage,
            self.clock,
            self.ids,
            self.oracle,
            settings,
            work,
            self.campaigns,
            lambda: self.encoder,
            SpeechListener(lambda: self.recogniser, self.settings.footage_language),
        )

    @cached_property
    def footage_correcting(self) -> FootageCorrecting:
        return FootageCorrecting(self.database, self.clock, self.ids)

    @cached_property
    def footage_search(self) -> FootageSearch:
        return FootageSearch(self.database, lambda: self.encoder)

    @cached_property
    def insights_import(self) -> InsightsImport:
        return InsightsImport(self.database, self.clock)

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
    def learning_requests(self) -> LearningRequests:
        return LearningRequests(self.database, self.clock, self.ids, self.send)

    @cached_property
    def account_learning(self) -> AccountLearning:
        return AccountLearning(self.database, self.storage, self.clock, self.scratch / "learning", self.serving_models)

    @cached_property
    def runner(self) -> JobRunner:
        handlers: dict[JobKind, Callable[[], JobHandler]] = {
            JobKind.GENERATE: lambda: self.creative_generation,
            JobKind.ANALYZE: lambda: self.footage_analysis,
            JobKind.RENDER: lambda: self.winner_rendering,
            JobKind.IMPORT: lambda: self.footage_importing,
            JobKind.LEARN: lambda: self.account_learning,
        }
        lease = timedelta(seconds=self.settings.lease_seconds)
        return JobRunner(self.database, self.clock, lease, handlers, self.send)

    def warm_up_generation(self) -> None:
        """Load what every generation needs, so that the first campaign is as fast as the next."""
        self.encoder.encode(["warm up"])
        _ = self.creative_generation
