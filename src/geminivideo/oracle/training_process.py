"""Training in a process of its own: `python -m geminivideo.oracle.training_process FOLDER`.

JAX keeps threads and half a gigabyte for as long as a process lives, and a process with threads must not fork. So the
process that asks stays as it was, and the one that trains uses a single thread per library.

FOLDER holds what `write_job` wrote; the model goes into it as `model.zip`. Progress goes to stdout, a line at a time.
"""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from geminivideo.core.checks import Check, go_on
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.curves import OutcomeCurve
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.fitting import Report
from geminivideo.oracle.model import Evidence, ModelName
from geminivideo.oracle.schema import FeatureSchema
from geminivideo.oracle.training import train_ensemble
from geminivideo.oracle.training_child import run_module

_JOB, _DATA, _MODEL = "job.json", "data.npz", "model.zip"


@dataclass(frozen=True, slots=True)
class Job:
    name: ModelName
    dataset: Dataset
    seed: int
    effort: Effort = field(default_factory=Effort)


def train_apart(
    name: ModelName,
    dataset: Dataset,
    seed: int,
    folder: Path,
    report: Report,
    effort: Effort | None = None,
    check: Check = go_on,
) -> Path:
    """Train in a child process; gives the packed model, which lies in `folder`. Lines of progress go to `report`.

    Raises:
        ProcessingError: when the child fails, with the last line that it said.
    """
    write_job(Job(name, dataset, seed, effort or Effort()), folder)
    run_module("geminivideo.oracle.training_process", [str(folder)], folder, str(name), report, check)
    return folder / _MODEL


def write_job(job: Job, folder: Path) -> None:
    data = job.dataset
    arrays = {"x": data.x, "outcomes": data.outcomes}
    np.savez(folder / _DATA, **arrays if data.groups is None else {**arrays, "groups": data.groups})
    described = {
        "name": job.name,
        "seed": job.seed,
        "effort": asdict(job.effort),
        "schema": data.schema.as_json(),
        "curve": data.curve.as_json(),
        "evidence": asdict(data.evidence),
    }
    (folder / _JOB).write_text(json.dumps(described))


def read_job(folder: Path) -> Job:
    described = json.loads((folder / _JOB).read_text())
    with np.load(folder / _DATA, allow_pickle=False) as stored:
        dataset = Dataset(
            FeatureSchema.from_json(described["schema"]),
            stored["x"],
            stored["outcomes"],
            OutcomeCurve.from_json(described["curve"]),
            Evidence.from_json(described["evidence"]),
            stored.get("groups"),
        )
    return Job(ModelName(described["name"]), dataset, described["seed"], Effort(**described["effort"]))


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    folder = Path(sys.argv[1])
    job = read_job(folder)
    pack(train_ensemble(job.name, job.dataset, job.seed, effort=job.effort, report=tell), folder / _MODEL, folder)


if __name__ == "__main__":
    main()
