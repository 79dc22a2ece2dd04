"""A process of its own that trains, as the one sees it that asked for it."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from geminivideo.core.checks import Check, go_on
from geminivideo.core.errors import ProcessingError
from geminivideo.core.processes import dying_with_parent
from geminivideo.oracle.fitting import Report

_SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
_TOLD_OF_A_CRASH = 500  # characters
_POLL_SECONDS = 0.1
_READ_BYTES = 64 * 1024


def run_module(
    module: str,
    arguments: Sequence[str],
    log: Path,
    what: str,
    report: Report,
    check: Check = go_on,
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


def _lines(child: "subprocess.Popen[bytes]", check: Check) -> Iterator[str]:
    """As they come; between two of them may lie more seconds than a worker has that is told to stop."""
    output, rest = child.stdout, b""
    while output:
        check()
        if select.select([output], [], [], _POLL_SECONDS)[0]:
            piece = os.read(output.fileno(), _READ_BYTES)
            *lines, rest = (rest + piece).split(b"\n") if piece else (rest, b"")
            yield from (line.decode(errors="replace").rstrip() for line in lines if line)
            if not piece:
                return
