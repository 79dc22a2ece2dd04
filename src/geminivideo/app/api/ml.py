"""The ML service: predictions and the model registry."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from geminivideo.app.api.base import create_service
from geminivideo.app.api.models import ModelRoutes
from geminivideo.app.api.predictions import PredictionRoutes
from geminivideo.app.container import Container


def create_ml_service(container: Container) -> FastAPI:
    serving, database, clock = container.serving_models, container.database, container.clock

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(serving.reload)  # the first request must not wait for the models
        yield

    checks = {
        "database": container.check_database,
        "storage": container.check_storage,
        "models": serving.state,
    }
    app = create_service("geminivideo ML service", "ml", checks, lifespan)
    app.include_router(PredictionRoutes(container.local_oracle, database, clock).router())
    app.include_router(ModelRoutes(database, clock, serving).router())
    return app
