"""The gateway: campaigns, footage, renders, files and events."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from geminivideo.app.api.assets import AssetParts, AssetRoutes
from geminivideo.app.api.base import create_service
from geminivideo.app.api.brand_kits import BrandKitRoutes
from geminivideo.app.api.campaigns import CampaignRoutes
from geminivideo.app.api.event_hub import EventHub
from geminivideo.app.api.files import files_router
from geminivideo.app.api.footage import FootageParts, FootageRoutes
from geminivideo.app.api.footage_imports import FootageImportRoutes
from geminivideo.app.api.footage_list import FootageListRoutes
from geminivideo.app.api.insights import InsightRoutes
from geminivideo.app.api.learning import LearningRoutes
from geminivideo.app.api.outcomes import OutcomeRoutes
from geminivideo.app.api.plan_edits import PlanEditRoutes
from geminivideo.app.api.renders import RenderRoutes
from geminivideo.app.api.sidecars import SidecarRoutes
from geminivideo.app.api.upload_sweeper import swept
from geminivideo.app.api.videos import VideoRoutes
from geminivideo.app.api.websocket import websocket_router
from geminivideo.app.container import Container
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError
from geminivideo.core.storage.local import LocalStorage
from geminivideo.creative import store as campaigns
from geminivideo.footage import store as footage
from geminivideo.footage.imports import store as imports


def create_gateway(container: Container) -> FastAPI:
    database, storage, send = container.database, container.storage, container.send
    hub = EventHub(database.conninfo)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with hub.running(), swept(container.upload_spool), swept(container.asset_spool):
            yield

    checks = {
        "database": container.check_database,
        "redis": container.check_redis,
        "storage": container.check_storage,
        "ffmpeg": container.check_ffmpeg,
        "ml": container.check_ml,
    }
    app = create_service("geminivideo gateway", "gateway", checks, lifespan)
    app.include_router(CampaignRoutes(database, container.campaigns, send, hub).router())
    app.include_router(OutcomeRoutes(database, container.clock, container.learning_requests).router())
    app.include_router(InsightRoutes(container.insights_import, container.learning_requests).router())
    # Also here, where results come in.
    app.include_router(LearningRoutes(database, container.learning_requests).router())
    queues = container.render_queue, container.plan_queue
    app.include_router(RenderRoutes(database, storage, container.clock, *queues, send).router())
    app.include_router(VideoRoutes(database, storage, container.video_queue, send).router())
    app.include_router(PlanEditRoutes(database, container.video_queue, send).router())
    parts = FootageParts(
        database,
        storage,
        container.upload_spool,
        container.footage_intake,
        container.ids,
        send,
        container.footage_search,
    )
    app.include_router(FootageListRoutes(database, container.settings.watch_folders).router())
    app.include_router(FootageRoutes(parts).router())
    app.include_router(SidecarRoutes(container.footage_correcting, send).router())
    sources = container.drive, container.local_source
    app.include_router(FootageImportRoutes(database, container.footage_imports, *sources, send).router())
    asset_parts = AssetParts(database, storage, container.asset_spool, container.asset_library, container.ids)
    app.include_router(AssetRoutes(asset_parts).router())
    app.include_router(BrandKitRoutes(database, container.clock, container.ids).router())
    app.include_router(websocket_router(database, hub, lambda stream_id: _check_stream(database, stream_id)))
    if isinstance(storage, LocalStorage):
        app.include_router(files_router(storage))
    return app


def _check_stream(database: Database, stream_id: str) -> None:
    with database.transaction() as session:
        if stream_id.startswith("footage_"):
            if imports.find(session, stream_id) is None:
                footage.get(session, stream_id)
        elif stream_id.startswith("campaign_"):
            campaigns.get_campaign(session, stream_id)
        else:
            raise NotFoundError(
                f"There are no events for {stream_id[:80]!r}.",
                next_step="use the websocket_url that an answer of this API carries",
            )
