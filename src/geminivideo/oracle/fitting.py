"""What one training fits, and how a model is put together from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from geminivideo.oracle.blending import Blend, HeldOut
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort, Engine
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.engines.corrected import Corrected
from geminivideo.oracle.engines.line import Line, robust_line
from geminivideo.oracle.ensemble import Member
from geminivideo.oracle.folds import units_of
from geminivideo.oracle.model import EngineName
from geminivideo.oracle.trained import Calibration, TrainedModel

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The line and what each engine learned of what the line left over."""

    line: Line
    engines: Mapping[EngineName, Engine]

    def held_out(self, data: Dataset) -> HeldOut:
        corrections = np.column_stack([engine.predict(data.x) for engine in self.engines.values()])
        return HeldOut(data.x, data.scores, self.line.predict(data.x), corrections.astype(np.float64), units_of(data))

    def members(self, blend: Blend) -> tuple[Member, ...]:
        return tuple(
            Member(name, Corrected(self.line, engine, float(kept)), float(weight), float(sure))
            for (name, engine), kept, weight, sure in zip(
                self.engines.items(), blend.kept, blend.weights, blend.confidences, strict=True
            )
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One training: the data, and what every fit of it needs."""

    name: str
    dataset: Dataset
    seed: int
    effort: Effort
    missing: Mapping[EngineName, str]
    report: Report

    def fit(self, data: Dataset) -> Fitted:
        units = None if data.groups is None else units_of(data)
        line, kept = robust_line(data.schema, data.x, data.scores, units)
        left = kept - line.predict(data.x)
        engines = {}
        for number, (name, engine) in enumerate(ENGINES.items()):
            if name not in self.missing:
                self.report(f"training {name}")
                engines[name] = engine.fit(data.schema, data.x, left, self.seed + number, self.effort)
        return Fitted(line, engines)

    def blend(self, held: HeldOut) -> Blend:
        names = [name for name in ENGINES if name not in self.missing]
        return Blend.learn(self.dataset.schema, names, held, np.random.default_rng(self.seed))

    def model(self, fitted: Fitted, blend: Blend, calibration: Calibration) -> TrainedModel:
        data = self.dataset
        training = {"seed": self.seed, "rows": len(data.outcomes), "data_fingerprint": data.fingerprint()}
        return TrainedModel(
            self.name,
            data.schema,
            data.curve,
            data.evidence,
            fitted.members(blend),
            self.missing,
            blend.scale,
            calibration,
            training,
            weighting=blend.decision.weighting,
        )
