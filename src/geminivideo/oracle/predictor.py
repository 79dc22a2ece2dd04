"""The way into the Oracle: one protocol, answered in this process, by the ML service, or by whichever works."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, Self

import numpy as np

from geminivideo.core.database import Database
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle.champions import ServingModel, load_champion
from geminivideo.oracle.model import (
    CtrPrediction,
    ModelName,
    RoasItem,
    RoasPrediction,
    SceneItem,
    ServedBy,
    confidence_level,
)
from geminivideo.oracle.trained import Estimates


class Predictor(Protocol):
    @property
    def source(self) -> ServedBy:
        """Where the next answer is expected from; each prediction's `served_by` says where it did come from."""
        ...

    def predict_roas(self, items: Sequence[RoasItem]) -> list[RoasPrediction]:
        """One prediction per item, in their order.

        Raises:
            InvalidInputError: naming the first field that the model cannot take.
            UnavailableError: when no model can be loaded or reached.
        """
        ...

    def predict_ctr(self, scenes: Sequence[SceneItem]) -> list[CtrPrediction]:
        """One prediction per scene, in their order, ranked among each other; errors as for `predict_roas`."""
        ...


class LocalOracle:
    """Predicts in this process. Models are loaded at first use and kept; threads may share one instance."""

    source = ServedBy.IN_PROCESS

    def __init__(self, load: Callable[[ModelName], ServingModel]) -> None:
        self._load = load
        self._models: dict[ModelName, ServingModel] = {}
        self._lock = threading.Lock()

    @classmethod
    def from_registry(cls, database: Database, storage: ObjectStorage, scratch: Path) -> Self:
        return cls(partial(load_champion, database, storage, scratch))

    def predict_roas(self, items: Sequence[RoasItem]) -> list[RoasPrediction]:
        if not items:
            return []
        serving = self._model(ModelName.ROAS)
        rows = [serving.model.schema.row(item.features, item.id, item.schema_version) for item in items]
        found = serving.model.predict(np.array(rows))
        return [_roas(serving, item.id, found, row) for row, item in enumerate(items)]

    def predict_ctr(self, scenes: Sequence[SceneItem]) -> list[CtrPrediction]:
        if not scenes:
            return []
        serving = self._model(ModelName.SCENE_CTR)
        rows = [serving.model.schema.row(scene.features, scene.scene_id, scene.schema_version) for scene in scenes]
        found = serving.model.predict(np.array(rows))
        ranks = _ranks(found, scenes)
        return [_ctr(serving, scene.scene_id, found, row, ranks[row]) for row, scene in enumerate(scenes)]

    def reload(self) -> None:
        """Load the present champions; when that fails, the error is raised and the models in use stay in use."""
        fresh = {name: self._load(name) for name in ModelName}
        with self._lock:
            self._models = fresh

    def use(self, name: ModelName, model: ServingModel) -> None:
        """Answer with this model from now on."""
        with self._lock:
            self._models = {**self._models, name: model}

    def _model(self, name: ModelName) -> ServingModel:
        with self._lock:
            if name not in self._models:
                self._models[name] = self._load(name)
            return self._models[name]


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
        model_version=serving.model_id,
        served_by=ServedBy.IN_PROCESS,
    )


def _ctr(serving: ServingModel, scene_id: str, found: Estimates, row: int, rank: int) -> CtrPrediction:
    predicted, interval = float(found.outcome[row]), _interval(found, row)
    return CtrPrediction(
        scene_id=scene_id,
        predicted_ctr=predicted,
        interval=interval,
        score=float(found.score[row]),
        rank=rank,
        confidence_level=confidence_level(predicted, interval, serving.model.evidence),
        missing_engines=tuple(serving.model.missing),
        basis=serving.model.evidence.basis,
        model_version=serving.model_id,
        served_by=ServedBy.IN_PROCESS,
    )


def _interval(found: Estimates, row: int) -> tuple[float, float]:
    return float(found.lower[row]), float(found.upper[row])


def _ranks(found: Estimates, scenes: Sequence[SceneItem]) -> list[int]:
    """1 for the highest score; equal ones in the order of their ids, so that a shuffled request ranks the same."""
    order = sorted(range(len(scenes)), key=lambda row: (-found.score[row], scenes[row].scene_id))
    ranks = [0] * len(order)
    for rank, row in enumerate(order, start=1):
        ranks[row] = rank
    return ranks
