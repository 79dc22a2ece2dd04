"""Training in a process of its own: `python -m geminivideo.oracle.training_process FOLDER`.

JAX keeps threads and half a gigabyte for as long as a process lives, and a process with threads must not fork. So the
process that asks stays as it was, and the one that trains uses a single thread per library.

FOLDER holds what `write_job` wrote; the model goes into it as `model.zip`. Progress goes to stdout, a line at a time.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from geminivideo.core.errors import ProcessingError
from geminivideo.core.processes import dying_with_parent
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.curves import OutcomeCurve
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.fitting import Report
from geminivideo.oracle.model import Evidence, ModelName
from geminivideo.oracle.schema import FeatureSchema
from geminivideo.oracle.training import train_ensemble

_SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
_TOLD_OF_A_CRASH = 500  # characters
_POLL_SECONDS = 0.1
_READ_BYTES = 64 * 1024
_JOB, _DATA, _MODEL = "job.json", "data.npz", "model.zip"


@dataclass(frozen=True, slots=True)
class Job:
    name: ModelName
    dataset: Dataset
    seed: int
    effort: Effort = field(default_factory=Effort)


def go_on() -> None:
    """The check of a training that nobody will stop."""


def train_apart(
    name: ModelName,
    dataset: Dataset,
    seed: int,
    folder: Path,
    report: Report,
    effort: Effort | None = None,
    check: Callable[[], None] = go_on,
) -> Path:
    """Train in a child process; gives the packed model, which lies in `folder`. Lines of progress go to `report`.

    Raises:
        ProcessingError: when the child fails, with the last line that it said.
    """
    write_job(Job(name, dataset, seed, effort or Effort()), folder)
    run_module("geminivideo.oracle.training_process", [str(folder)], folder / "log", str(name), report, check)
    return folder / _MODEL


def run_module(
    module: str,
    arguments: Sequence[str],
    log: Path,
    what: str,
    report: Callable[[str], None],
    check: Callable[[], None] = go_on,
) -> None:
    """Run a module of ours that trains `what`; its errors go to `log`, its lines to `report`.

    `check` is called several times a second. The child ends with this process, whatever ends it, and when `check` or
    `report` raises.
    """
    # -P: the working folder is not where modules come from
    with log.open("wb") as errors, _running([sys.executable, "-P", "-m", module, *arguments], errors) as child:
        for line in _lines(child, check):
            report(f"{what}: {line}")
    if child.returncode != 0:
        said = (log.read_text(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise ProcessingError(
            f"Training {what} ended with status {child.returncode}: {said[:_TOLD_OF_A_CRASH]}",
            next_step="look for too little memory (it needs about 700 MiB), then start again",
        )


@contextmanager
def _running(command: Sequence[str], errors: BinaryIO) -> Iterator["subprocess.Popen[bytes]"]:
    folder = str(Path(errors.name).parent)
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        # What a child leaves that was killed goes with the folder.
        env={**os.environ, **_SINGLE_THREADED, "TMPDIR": folder},
        preexec_fn=dying_with_parent(),  # noqa: PLW1509 - only calls into a libc loaded long before
    ) as child:
        try:
            yield child
        except BaseException:  # a stop, too: nobody waits for what it would say next
            child.kill()
            raise


def _lines(child: "subprocess.Popen[bytes]", check: Callable[[], None]) -> Iterator[str]:
    """As they come; between two of them may lie more seconds than a worker has that is told to stop."""
    output, rest = child.stdout, b""
    while output:
        check()
        if select.select([output], [], [], _POLL_SECONDS)[0]:
            piece = os.read(output.fileno(), _READ_BYTES)
            *lines, rest = (rest + piece).split(b"\n")
            yield from (line.decode(errors="replace").rstrip() for line in lines)
            if not piece:
                return


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
