"""Asking a process of our own: a module that loads what the program itself should not, under limits."""

import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from geminivideo.core.processes import dying_with_parent, own_environment

_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Ended:
    output: bytes
    log: bytes
    code: int

    @property
    def reason(self) -> str:
        """The last line it logged, or its exit code."""
        return last_words(self.log, self.code)


def ask(
    module: str,
    request: bytes,
    seconds: float,
    check: Callable[[], None],
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Run `python -m module` with `request` as its standard input; `check` is heard all the time.

    Raises:
        TimeoutError: when it takes longer than `seconds`.
    """
    with running(module, environment) as process:
        output, log = _listen(process, request, seconds, check)
    return Ended(output, log, process.returncode)


@contextmanager
def running(
    module: str, environment: Mapping[str, str] | None, arguments: Sequence[str] = ()
) -> Iterator["subprocess.Popen[bytes]"]:
    """`python -m module` with three pipes; it does not outlive the `with`, nor this process."""
    # -P: the working folder is not where modules come from
    with subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own_environment(environment),
        preexec_fn=dying_with_parent(),  # noqa: PLW1509 - only calls into a libc loaded long before
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def last_words(log: bytes, code: int) -> str:
    last = log.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    return last or f"it ended with code {code}"


def _listen(
    process: "subprocess.Popen[bytes]", request: bytes, seconds: float, check: Callable[[], None]
) -> tuple[bytes, bytes]:
    for attempt in range(math.ceil(seconds / _POLL_SECONDS)):
        check()
        try:
            # A later call goes on where the last one left off, and must not bring the request again.
            return process.communicate(None if attempt else request, timeout=_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    raise TimeoutError
