"""`POST /api/ml/predict/roas`."""

from collections.abc import Sequence
from typing import Self

from pydantic import ConfigDict, Field

from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.oracle.model import EngineScore, RoasItem, RoasPrediction, ServedBy
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA
from geminivideo.oracle.wire.base import (
    LARGEST_BATCH,
    Asked,
    FeatureValues,
    Identifier,
    Origin,
    Request,
    Response,
    Wire,
    answered_by,
    check_answered,
)
from geminivideo.oracle.wire.examples import ROAS_EXAMPLE


class RoasItemWire(Asked):
    id: Identifier
    features: FeatureValues
    schema_version: int = BLUEPRINT_SCHEMA.version

    def item(self) -> RoasItem:
        return RoasItem(self.id, self.features, self.schema_version)


class RoasRequest(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [ROAS_EXAMPLE]})

    items: list[RoasItemWire] = Field(max_length=LARGEST_BATCH)

    @classmethod
    def of(cls, items: Sequence[RoasItem], account_id: str, *, log: bool) -> Self:
        asked = [RoasItemWire(id=i.id, features=dict(i.features), schema_version=i.schema_version) for i in items]
        return cls(items=asked, account_id=account_id, log=log)


class EngineWire(Wire):
    name: str
    score: float
    weight: float
    confidence: float


class RoasPredictionWire(Origin):
    id: str
    predicted_roas: float
    interval: tuple[float, float]
    confidence_level: ConfidenceLevel
    ensemble_score: float
    engines: list[EngineWire]

    def prediction(self, model_version: str) -> RoasPrediction:
        return RoasPrediction(
            id=self.id,
            predicted_roas=self.predicted_roas,
            interval=self.interval,
            confidence_level=self.confidence_level,
            ensemble_score=self.ensemble_score,
            engines=tuple(EngineScore(**engine.model_dump()) for engine in self.engines),
            missing_engines=tuple(self.missing_engines),
            basis=self.basis,
            weighting=self.weighting,
            history=self.known(),
            model_version=model_version,
            served_by=ServedBy.SERVICE,
        )


class RoasResponse(Response):
    items: list[RoasPredictionWire]

    @classmethod
    def of(cls, predictions: Sequence[RoasPrediction], *, logged: bool) -> Self:
        items = [RoasPredictionWire.model_validate(prediction) for prediction in predictions]
        return cls(items=items, model_version=answered_by(predictions), logged=logged)

    def predictions(self, asked: Sequence[RoasItem]) -> list[RoasPrediction]:
        check_answered([item.id for item in asked], [item.id for item in self.items])
        return [item.prediction(str(self.model_version)) for item in self.items]
