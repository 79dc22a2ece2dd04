"""The ML service's predict routes on the wire, for the service and for the client that calls it."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.errors import UnavailableError
from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.oracle.model import (
    Basis,
    CtrPrediction,
    EngineScore,
    History,
    RoasItem,
    RoasPrediction,
    SceneItem,
    ServedBy,
    Weighting,
)
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.wire_examples import CTR_EXAMPLE, ROAS_EXAMPLE

LARGEST_BATCH = 1000
# PostgreSQL, where predictions are kept, takes no NUL.
Identifier = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
# Which fields there must be, and their ranges, is the schema's business: its errors name the field and the range.
FeatureValues = Annotated[dict[Identifier, Annotated[float, Field(strict=True)] | None], Field(max_length=100)]


class Wire(BaseModel):
    """Answers may grow fields; an older client ignores those that it does not know. A NaN is no answer."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", protected_namespaces=(), from_attributes=True, allow_inf_nan=False
    )


class Asked(BaseModel):
    """A misspelt field is refused: a request that is half understood would be answered for another account."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Request(Asked):
    account_id: Annotated[str, Field(pattern=ACCOUNT_PATTERN)] = DEFAULT_ACCOUNT
    log: bool = Field(True, description="keep the predictions, for comparison with what will become of the ads")


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


class HistoryWire(Wire):
    """The account's matured ads that its model knows."""

    ads: int
    average: float = Field(description="their mean ROAS or click rate")
    made_here: int = Field(0, description="those whose features are known; only they show what a score is worth")
    engines: Basis = Field(
        Basis.ACCOUNT, description="what the engines learned from; level and interval are the account's"
    )

    def history(self) -> History:
        return History(self.ads, self.average, self.made_here, self.engines)


class Origin(Wire):
    """What a prediction stands on."""

    missing_engines: list[str] = []
    basis: Basis
    weighting: Weighting = Weighting.FIXED
    history: HistoryWire | None = None

    def known(self) -> History | None:
        return self.history.history() if self.history else None


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


class RoasResponse(Wire):
    items: list[RoasPredictionWire]
    model_version: str | None
    logged: bool = False

    @classmethod
    def of(cls, predictions: Sequence[RoasPrediction], *, logged: bool) -> Self:
        """`model_version` is None only for an empty request, which no model answered."""
        items = [RoasPredictionWire.model_validate(prediction) for prediction in predictions]
        version = predictions[0].model_version if predictions else None
        return cls(items=items, model_version=version, logged=logged)

    def predictions(self, asked: Sequence[RoasItem]) -> list[RoasPrediction]:
        _check_answered([item.id for item in asked], [item.id for item in self.items])
        return [item.prediction(str(self.model_version)) for item in self.items]


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


class CtrResponse(Wire):
    predictions: list[CtrPredictionWire]
    model_version: str | None
    logged: bool = False

    @classmethod
    def of(cls, predictions: Sequence[CtrPrediction], *, logged: bool) -> Self:
        """`model_version` is None only for an empty request, which no model answered."""
        items = [CtrPredictionWire.model_validate(prediction) for prediction in predictions]
        version = predictions[0].model_version if predictions else None
        return cls(predictions=items, model_version=version, logged=logged)

    def parsed(self, asked: Sequence[SceneItem]) -> list[CtrPrediction]:
        _check_answered([scene.scene_id for scene in asked], [found.scene_id for found in self.predictions])
        return [found.prediction(str(self.model_version)) for found in self.predictions]


def _check_answered(asked: Sequence[str], answered: Sequence[str]) -> None:
    if list(asked) != list(answered):
        raise UnavailableError(
            "The ML service answered for other items than it was asked about.",
            next_step="check that GEMINIVIDEO_ML_URL is this program's ML service, of the same version",
        )
