"""The way into the Oracle: one protocol, answered in this process, by the ML service, or by whichever works."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from geminivideo.core.accounts import DEFAULT_ACCOUNT
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import (
    CtrPrediction,
    ModelName,
    RoasItem,
    RoasPrediction,
    SceneItem,
    ServedBy,
    confidence_level,
    ranks,
)
from geminivideo.oracle.trained import Estimates


class Predictor(Protocol):
    @property
    def source(self) -> ServedBy:
        """Where the next answer is expected from; each prediction's `served_by` says where it did come from."""
        ...

    def predict_roas(self, items: Sequence[RoasItem], account_id: str = DEFAULT_ACCOUNT) -> list[RoasPrediction]:
        """One prediction per item, in their order, by the account's own model or the one of every account.

        Raises:
            InvalidInputError: naming the first field that the model cannot take.
            UnavailableError: when no model can be loaded or reached.
        """
        ...

    def predict_ctr(self, scenes: Sequence[SceneItem], account_id: str = DEFAULT_ACCOUNT) -> list[CtrPrediction]:
        """One prediction per scene, in their order, ranked among each other; errors as for `predict_roas`."""
        ...


class LocalOracle:
    """Predicts in this process, with the model that `model_for` gives for a name and an account."""

    source = ServedBy.IN_PROCESS

    def __init__(self, model_for: Callable[[ModelName, str], ServingModel]) -> None:
        self._model_for = model_for

    def predict_roas(self, items: Sequence[RoasItem], account_id: str = DEFAULT_ACCOUNT) -> list[RoasPrediction]:
        if not items:
            return []
        serving = self._model_for(ModelName.ROAS, account_id)
        rows = [serving.model.schema.row(item.features, item.id, item.schema_version) for item in items]
        found = serving.model.predict(np.array(rows))
        return [_roas(serving, item.id, found, row) for row, item in enumerate(items)]

    def predict_ctr(self, scenes: Sequence[SceneItem], account_id: str = DEFAULT_ACCOUNT) -> list[CtrPrediction]:
        if not scenes:
            return []
        serving = self._model_for(ModelName.SCENE_CTR, account_id)
        rows = [serving.model.schema.row(scene.features, scene.scene_id, scene.schema_version) for scene in scenes]
        found = serving.model.predict(np.array(rows))
        places = ranks(found.score.tolist(), [scene.scene_id for scene in scenes])
        return [_ctr(serving, scene.scene_id, found, row, places[row]) for row, scene in enumerate(scenes)]


def _roas(serving: ServingModel, item_id: str, found: Estimates, row: int) -> RoasPrediction:
    predicted, interval = float(found.outcome[row]), _interval(found, row)
    return RoasPrediction(
        id=item_id,
        predicted_roas=predicted,
        interval=interval,
        confidence_level=confidence_level(predicted, interval, serving.model.evidence),
        ensemble_score=float(found.score[row]),
        engines=serving.model.engine_scores(found.engine_scores[row]),
        missing_engines=tuple(serving.model.missing),
        basis=serving.model.evidence.basis,
        weighting=serving.model.weighting,
        history=serving.model.evidence.history,
        model_version=serving.model_id,
        served_by=ServedBy.IN_PROCESS,
    )


def _ctr(serving: ServingModel, scene_id: str, found: Estimates, row: int, rank: int) -> CtrPrediction:
    # Of a curve that goes on without end; no ad is clicked more often than it is seen.
    predicted, interval = min(float(found.outcome[row]), 1.0), _shares(_interval(found, row))
    return CtrPrediction(
        scene_id=scene_id,
        predicted_ctr=predicted,
        interval=interval,
        score=float(found.score[row]),
        rank=rank,
        confidence_level=confidence_level(predicted, interval, serving.model.evidence),
        missing_engines=tuple(serving.model.missing),
        basis=serving.model.evidence.basis,
        weighting=serving.model.weighting,
        history=serving.model.evidence.history,
        model_version=serving.model_id,
        served_by=ServedBy.IN_PROCESS,
    )


def _shares(interval: tuple[float, float]) -> tuple[float, float]:
    return min(interval[0], 1.0), min(interval[1], 1.0)


def _interval(found: Estimates, row: int) -> tuple[float, float]:
    return float(found.lower[row]), float(found.upper[row])
