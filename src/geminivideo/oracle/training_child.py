"""A process of its own that trains, as the one sees it that asked for it."""

import math
import os
from collections.abc import Sequence
from pathlib import Path

from geminivideo.core.checks import Check, go_on
from geminivideo.core.errors import ProcessingError
from geminivideo.core.process_lines import follow
from geminivideo.oracle.fitting import Report

_SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
_TOLD_OF_A_CRASH = 500  # characters


def run_module(
    module: str, arguments: Sequence[str], folder: Path, what: str, report: Report, check: Check = go_on
) -> None:
    """Run a module of ours that trains `what`; its lines go to `report`, its temporary files into `folder`.

    `check` is called several times a second. The child ends with this process, whatever ends it, and when `check` or
    `report` raises.
    """
    ending = follow(
        module,
        b"",
        check=check,
        on_line=lambda line: report(f"{what}: {line.decode(errors='replace').rstrip()}"),
        silence_seconds=math.inf,  # an engine says nothing while it trains, however long that takes
        # What a child leaves that was killed goes with the folder.
        environment={**os.environ, **_SINGLE_THREADED, "TMPDIR": str(folder)},
        arguments=arguments,
    )
    if ending.code != 0:
        said = (ending.log.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise ProcessingError(
            f"Training {what} ended with status {ending.code}: {said[:_TOLD_OF_A_CRASH]}",
            next_step="look for too little memory (it needs about 700 MiB), then start again",
        )
