"""What the Oracle is asked and what it answers, with the rules for weights and confidence levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA, Features, FeatureSchema

COVERAGE = 0.95


class ModelName(StrEnum):
    ROAS = "roas"
    SCENE_CTR = "scene_ctr"


# What each model's features are; a model of another schema could not be asked anything.
SCHEMAS: Mapping[ModelName, FeatureSchema] = {ModelName.ROAS: BLUEPRINT_SCHEMA, ModelName.SCENE_CTR: SCENE_SCHEMA}


class EngineName(StrEnum):
    DEEPFM = "deepfm"
    DCN = "dcn"
    NEURAL_NET = "neural_net"
    XGBOOST = "xgboost"
    LIGHTGBM = "lightgbm"
    CATBOOST = "catboost"
    RANDOM_FOREST = "random_forest"
    GRADIENT_BOOSTING = "gradient_boosting"


# How much each engine's word counts before its own held-out error is looked at.
ENGINE_WEIGHTS: Mapping[EngineName, float] = {
    EngineName.DEEPFM: 0.15,
    EngineName.DCN: 0.15,
    EngineName.NEURAL_NET: 0.12,
    EngineName.XGBOOST: 0.15,
    EngineName.LIGHTGBM: 0.12,
    EngineName.CATBOOST: 0.12,
    EngineName.RANDOM_FOREST: 0.10,
    EngineName.GRADIENT_BOOSTING: 0.09,
}


class Basis(StrEnum):
    """What a model learned from: the documented prior, one account's own ads, or many accounts'."""

    PRIOR = "prior"
    ACCOUNT = "account"
    GLOBAL = "global"


class Weighting(StrEnum):
    """Where the engines' weights come from: the documented ones, or a stack that was better on rows it had not seen."""

    FIXED = "fixed"
    LEARNED = "learned"


class ServedBy(StrEnum):
    SERVICE = "service"
    IN_PROCESS = "in_process"
    VERTEX = "vertex"


@dataclass(frozen=True, slots=True)
class History:
    """The matured ads of an account that its model knows, and their mean outcome.

    `made_here` counts those of them whose features are known: only they show what a score is worth. `engines` says what
    the engines learned from, where the account gave the level and the interval only.
    """

    ads: int
    average: float
    made_here: int = 0
    engines: Basis = Basis.ACCOUNT


@dataclass(frozen=True, slots=True)
class Evidence:
    """`observed` counts the real, matured outcomes that a model has seen, of one account if `average` is given: then
    that is their mean. A prior has seen none.
    """

    basis: Basis
    observed: int
    average: float | None = None
    made_here: int = 0
    engines: Basis = Basis.ACCOUNT

    @property
    def history(self) -> History | None:
        return None if self.average is None else History(self.observed, self.average, self.made_here, self.engines)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Of what `dataclasses.asdict` gave; models from before an account had its own lack the last three."""
        engines = Basis(stored.get("engines", Basis.ACCOUNT))
        own = stored.get("average"), stored.get("made_here", 0), engines
        return cls(Basis(stored["basis"]), stored["observed"], *own)


@dataclass(frozen=True, slots=True)
class EngineScore:
    """One engine's score of 0-100, its weight, and its confidence: the held-out variance it explains, 0-1."""

    name: str
    score: float
    weight: float
    confidence: float


@dataclass(frozen=True, slots=True)
class RoasItem:
    id: str
    features: Features
    schema_version: int = BLUEPRINT_SCHEMA.version


@dataclass(frozen=True, slots=True)
class SceneItem:
    scene_id: str
    features: Features
    schema_version: int = SCENE_SCHEMA.version


@dataclass(frozen=True, slots=True)
class RoasPrediction:
    """`interval` is meant to hold the true ROAS in 95 of 100 ads like those that the model was calibrated on."""

    id: str
    predicted_roas: float
    interval: tuple[float, float]
    confidence_level: ConfidenceLevel
    ensemble_score: float
    engines: tuple[EngineScore, ...]
    missing_engines: tuple[str, ...]
    basis: Basis
    weighting: Weighting
    history: History | None
    model_version: str
    served_by: ServedBy


@dataclass(frozen=True, slots=True)
class CtrPrediction:
    """`predicted_ctr` is a fraction, `score` 0-100, `rank` 1 for the best scene of the request."""

    scene_id: str
    predicted_ctr: float
    interval: tuple[float, float]
    score: float
    rank: int
    confidence_level: ConfidenceLevel
    missing_engines: tuple[str, ...]
    basis: Basis
    weighting: Weighting
    history: History | None
    model_version: str
    served_by: ServedBy


def ranks(scores: Sequence[float], ids: Sequence[str]) -> list[int]:
    """1 for the highest score; equal ones in the order of their ids, so that a shuffled request ranks the same."""
    order = sorted(range(len(ids)), key=lambda row: (-scores[row], ids[row]))
    found = [0] * len(order)
    for rank, row in enumerate(order, start=1):
        found[row] = rank
    return found


def confidence_level(predicted: float, interval: tuple[float, float], evidence: Evidence) -> ConfidenceLevel:
    """How far a prediction can be relied on: by the interval's relative width and by the real ads behind it.

    high: at most half the prediction wide, from at least 300 matured ads. medium: at most as wide as the prediction,
    from at least 30 matured ads, or from the prior. A prior has seen no ad, so it never reaches high.
    """
    width = (interval[1] - interval[0]) / predicted if predicted > 0 else float("inf")
    if width <= 0.5 and evidence.observed >= 300:
        return ConfidenceLevel.HIGH
    enough = evidence.observed >= 30 or evidence.basis is Basis.PRIOR
    return ConfidenceLevel.MEDIUM if width <= 1.0 and enough else ConfidenceLevel.LOW
