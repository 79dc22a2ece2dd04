"""The service that answers inside a container of Vertex AI: one model, no database, no registry.

Unlike the other services it listens to everybody: it is reached only through Vertex AI, which asks who calls.
"""

from fastapi import FastAPI

from geminivideo.app.api.base import create_isolated_service
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.vertex.wire import CtrPredictions, RoasInstances, RoasPredictions, SceneInstances


def create_vertex_service(serving: ServingModel, health_route: str, predict_route: str) -> FastAPI:
    oracle = LocalOracle(lambda _name, _account: serving)
    app = create_isolated_service("geminivideo model on Vertex AI")

    @app.get(health_route, summary="That the model is loaded")
    def healthy() -> dict[str, str]:
        return {"model": serving.model_id}

    def predict_roas(request: RoasInstances) -> RoasPredictions:
        return RoasPredictions.of(oracle.predict_roas([instance.item() for instance in request.instances]))

    def predict_ctr(request: SceneInstances) -> CtrPredictions:
        return CtrPredictions.of(oracle.predict_ctr([instance.item() for instance in request.instances]))

    predict = predict_roas if ModelName(serving.model.name) is ModelName.ROAS else predict_ctr
    app.post(predict_route, summary="One prediction per instance")(predict)
    return app
