"""A gateway to talk to: the one that runs already, or one started for the duration of a command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.services import RunningServices, find_running
from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.embedded.server import stop
from geminivideo.core.errors import UnavailableError
from geminivideo.core.processes import dying_with_parent
from geminivideo.core.settings import Settings

_START_SECONDS = 300
_STOP_SECONDS = 30


@contextmanager
def gateway(settings: Settings, say: Callable[[str], None]) -> Iterator[GatewayClient]:
    """Connect to the running gateway; without one, run everything until the block ends."""
    running = find_running(settings.home) or _one_that_starts(settings, say)
    if running:
        yield GatewayClient(running.gateway_url)
        return
    say("No geminivideo is running here; starting one for this command")
    process = _start(settings)
    try:
        yield GatewayClient(_wait_until_ready(settings, process))
    finally:
        stop(process, signal.SIGTERM, seconds=_STOP_SECONDS)


def _one_that_starts(settings: Settings, say: Callable[[str], None]) -> RunningServices | None:
    """What an `up` that has begun and is not ready yet becomes; None where there is none, or it ended."""
    lock, deadline = HomeLock(settings.home), time.monotonic() + _START_SECONDS
    if lock.is_held():
        say("geminivideo is starting here; waiting for it")
    while lock.is_held() and time.monotonic() < deadline:
        running = find_running(settings.home)
        if running:
            return running
        time.sleep(0.1)
    return None


def _start(settings: Settings) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "geminivideo", "up", "--free-ports"],
        env={**os.environ, "GEMINIVIDEO_HOME": str(settings.home)},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,  # Ctrl-C ends this command, and this command then ends the stack in good order
        preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no threads have been started yet
    )


def _wait_until_ready(settings: Settings, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        running = find_running(settings.home)
        if running:
            return running.gateway_url
        time.sleep(0.1)
    raise UnavailableError(
        "geminivideo did not come up for this command.",
        next_step=f"see above and the logs in {settings.home / 'logs'}; `geminivideo doctor` checks everything",
    )
