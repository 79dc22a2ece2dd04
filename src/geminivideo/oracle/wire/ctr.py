"""`POST /api/ml/predict/ctr`."""

from collections.abc import Sequence
from typing import Self

from pydantic import ConfigDict, Field

from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.oracle.model import CtrPrediction, SceneItem, ServedBy
from geminivideo.oracle.schema import SCENE_SCHEMA
from geminivideo.oracle.wire.base import (
    LARGEST_BATCH,
    Asked,
    FeatureValues,
    Identifier,
    Origin,
    Request,
    Response,
    answered_by,
    check_answered,
)
from geminivideo.oracle.wire.examples import CTR_EXAMPLE


class SceneItemWire(Asked):
    scene_id: Identifier
    features: FeatureValues
    schema_version: int = SCENE_SCHEMA.version

    def item(self) -> SceneItem:
        return SceneItem(self.scene_id, self.features, self.schema_version)


class CtrRequest(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [CTR_EXAMPLE]})

    scenes: list[SceneItemWire] = Field(max_length=LARGEST_BATCH)

    @classmethod
    def of(cls, scenes: Sequence[SceneItem], account_id: str, *, log: bool) -> Self:
        asked = [
            SceneItemWire(scene_id=s.scene_id, features=dict(s.features), schema_version=s.schema_version)
            for s in scenes
        ]
        return cls(scenes=asked, account_id=account_id, log=log)


class CtrPredictionWire(Origin):
    scene_id: str
    predicted_ctr: float
    interval: tuple[float, float]
    score: float
    rank: int
    confidence_level: ConfidenceLevel

    def prediction(self, model_version: str) -> CtrPrediction:
        return CtrPrediction(
            scene_id=self.scene_id,
            predicted_ctr=self.predicted_ctr,
            interval=self.interval,
            score=self.score,
            rank=self.rank,
            confidence_level=self.confidence_level,
            missing_engines=tuple(self.missing_engines),
            basis=self.basis,
            weighting=self.weighting,
            history=self.known(),
            model_version=model_version,
            served_by=ServedBy.SERVICE,
        )


class CtrResponse(Response):
    predictions: list[CtrPredictionWire]

    @classmethod
    def of(cls, predictions: Sequence[CtrPrediction], *, logged: bool) -> Self:
        items = [CtrPredictionWire.model_validate(prediction) for prediction in predictions]
        return cls(predictions=items, model_version=answered_by(predictions), logged=logged)

    def parsed(self, asked: Sequence[SceneItem]) -> list[CtrPrediction]:
        check_answered([scene.scene_id for scene in asked], [found.scene_id for found in self.predictions])
        return [found.prediction(str(self.model_version)) for found in self.predictions]
