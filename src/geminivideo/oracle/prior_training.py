"""Training the priors, each in a process of its own.

JAX keeps threads and half a gigabyte for as long as a process lives, and a process with threads must not fork. So the
process that asks stays as it was, the two models train side by side, and each with a single thread per library.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import train_ensemble

Report = Callable[[str], None]


class _Draw(Protocol):
    def __call__(self, rng: np.random.Generator, n: int, /) -> Dataset: ...


_PRIORS: Mapping[ModelName, _Draw] = {ModelName.ROAS: roas.draw, ModelName.SCENE_CTR: scenes.draw}
_SEED = 20_240
_SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
_TOLD_OF_A_CRASH = 500  # characters


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
    target, log = folder / f"{name}.zip", folder / f"{name}.log"
    # -P: the working folder is not where modules come from
    program = [sys.executable, "-P", "-m", "geminivideo.oracle.prior_process"]
    command = [*program, name, json.dumps(asdict(size)), str(target)]
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **_SINGLE_THREADED},
        ) as child,
    ):
        for line in child.stdout or ():
            report(f"{name}: {line.rstrip()}")
    if child.returncode != 0:
        said = (log.read_text(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise ProcessingError(
            f"Training the prior of {name} ended with status {child.returncode}: {said[:_TOLD_OF_A_CRASH]}",
            next_step="look for too little memory (it needs about 700 MiB), then start again",
        )
    return target
