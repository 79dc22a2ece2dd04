"""Training the priors, each in a process of its own, side by side."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import train_ensemble
from geminivideo.oracle.training_child import run_module

Report = Callable[[str], None]


class _Draw(Protocol):
    def __call__(self, rng: np.random.Generator, n: int, /) -> Dataset: ...


_PRIORS: Mapping[ModelName, _Draw] = {ModelName.ROAS: roas.draw, ModelName.SCENE_CTR: scenes.draw}
_SEED = 20_240


@dataclass(frozen=True, slots=True)
class PriorSize:
    """How much imagined data the priors are trained on, and how long."""

    rows: int = 15_000
    effort: Effort = field(default_factory=Effort)


def draw_prior(name: ModelName, rng: np.random.Generator, n: int) -> Dataset:
    """`n` imagined ads or scenes of the prior."""
    return _PRIORS[name](rng, n)


def train_prior(name: ModelName, size: PriorSize, report: Report = lambda _: None) -> TrainedModel:
    """The cold-start model of that name, trained in this process; always the same with the same libraries."""
    dataset = draw_prior(name, np.random.default_rng(_SEED), size.rows)
    return train_ensemble(name, dataset, _SEED, effort=size.effort, report=report)


def train_priors(
    names: Sequence[ModelName], folder: Path, report: Report, size: PriorSize | None = None
) -> dict[ModelName, Path]:
    """Train each prior in a child process; gives the packed models, which lie in `folder`.

    `report` is called from several threads.

    Raises:
        ProcessingError: when a child fails, with the last line that it said.
    """
    with ThreadPoolExecutor(max(1, min(len(names), os.cpu_count() or 1))) as pool:
        return dict(
            zip(names, pool.map(lambda name: _run(name, size or PriorSize(), folder, report), names), strict=True)
        )


def _run(name: ModelName, size: PriorSize, folder: Path, report: Report) -> Path:
    target = folder / f"{name}.zip"
    arguments = [name, json.dumps(asdict(size)), str(target)]
    run_module("geminivideo.oracle.prior_process", arguments, folder, str(name), report)
    return target
