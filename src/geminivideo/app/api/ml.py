"""The ML service: predictions and the model registry."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from pydantic import BaseModel

from geminivideo.app.api.base import create_service
from geminivideo.app.api.ids import GivenId
from geminivideo.app.container import Container
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.champions import ServingModel, load_model
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.registry import ModelRecord
from geminivideo.oracle.wire import CtrRequest, CtrResponse, RoasRequest, RoasResponse


class ModelList(BaseModel):
    models: list[ModelRecord]


def create_ml_service(container: Container) -> FastAPI:
    oracle = container.local_oracle

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(oracle.reload)  # the first request must not wait for the models
        yield

    checks = {"database": container.check_database, "storage": container.check_storage}
    app = create_service("geminivideo ML service", "ml", checks, lifespan)
    _add_predictions(app, oracle)
    _add_registry(app, oracle, container)
    return app


def _add_predictions(app: FastAPI, oracle: LocalOracle) -> None:
    @app.post("/api/ml/predict/roas", tags=["prediction"], summary="ROAS of ads, with a 95% interval")
    def predict_roas(request: RoasRequest) -> RoasResponse:
        return RoasResponse.of(oracle.predict_roas([item.item() for item in request.items]))

    @app.post("/api/ml/predict/ctr", tags=["prediction"], summary="CTR of footage scenes, ranked")
    def predict_ctr(request: CtrRequest) -> CtrResponse:
        return CtrResponse.of(oracle.predict_ctr([scene.item() for scene in request.scenes]))


def _add_registry(app: FastAPI, oracle: LocalOracle, container: Container) -> None:
    database = container.database

    @app.get("/api/ml/models", tags=["registry"], summary="Every model, and which one answers")
    def models() -> ModelList:
        with database.transaction() as session:
            return ModelList(models=registry.list_models(session))

    @app.post("/api/ml/models/{model_id}/promote", tags=["registry"], summary="Let this model answer from now on")
    def promote(model_id: GivenId) -> ModelRecord:
        with database.transaction() as session:
            record = promotion.promote(session, model_id, "promoted through the API", container.clock.now())
            model = load(record)
        return serve(record, model)

    @app.post("/api/ml/models/{model_id}/rollback", tags=["registry"], summary="Go back to the champion before it")
    def rollback(model_id: GivenId) -> ModelRecord:
        with database.transaction() as session:
            record = promotion.rollback(session, model_id, "rolled back through the API")
            model = load(record)
        return serve(record, model)

    def load(record: ModelRecord) -> ServingModel:
        """Within the registry's transaction: a model that does not load is not promoted."""
        return load_model(record, container.storage, container.scratch / "models")

    def serve(record: ModelRecord, model: ServingModel) -> ModelRecord:
        """After that transaction: what was not committed must not answer."""
        oracle.use(ModelName(record.name), model)
        return record
