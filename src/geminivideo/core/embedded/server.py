"""What both embedded servers share: ports, secrets, starting, stopping, and clearing up after a crash."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from geminivideo.core.errors import UnavailableError
from geminivideo.core.processes import dying_with_parent

_POLL_SECONDS = 0.02


def free_port() -> int:
    """A TCP port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stable_password(path: Path) -> str:
    """A generated password that is kept next to the data it protects, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text()


def spawn(
    command: Sequence[str | Path],
    log: Path,
    *,
    death_signal: signal.Signals,
    stdin: bytes = b"",
    identity: Mapping[str, Any] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a server that gets `death_signal` if we die first. Call it from the main thread: the kernel ties the
    signal to the thread that forked.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the terminal is the supervisor's to handle
            preexec_fn=dying_with_parent(death_signal),  # noqa: PLW1509 - only calls into a libc loaded long before
            **dict(identity or {}),
        )
    if process.stdin:
        process.stdin.write(stdin)
        process.stdin.close()
    return process


def wait_until_ready(
    process: "subprocess.Popen[bytes]", ready: Callable[[], bool], log: Path, *, seconds: float = 30
) -> None:
    """Return once `ready()` says so.

    Raises:
        UnavailableError: with the end of the server's log, when it exits or stays silent.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise UnavailableError(
                f"{Path(str(process.args[0])).name} did not start: {_tail(log)}",  # type: ignore[index]
                next_step=f"read {log}, and see `geminivideo doctor`",
            )
        time.sleep(_POLL_SECONDS)


def stop(process: "subprocess.Popen[bytes]", signum: signal.Signals, *, seconds: float = 20) -> None:
    if process.poll() is None:
        process.send_signal(signum)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_leftover(
    pid: int, ours: Callable[[psutil.Process], bool], signum: signal.Signals, *, seconds: float = 15
) -> None:
    """Stop what a killed supervisor left behind, if the pid is still our server and not somebody else's program."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or not ours(process):
            return
        process.send_signal(signum)
        process.wait(seconds)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return
    except psutil.TimeoutExpired:
        process.kill()


def outlive_workers(folder: Path, program: str, *, seconds: float = 15) -> None:
    """Wait until no process of the program has `folder` as its working folder, and end those that stay.

    A server that was killed leaves its own children to notice that; until then they may still write.
    """
    left = [process for process in psutil.process_iter() if _is_at_work(process, folder, program)]
    _, stubborn = psutil.wait_procs(left, timeout=seconds)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=seconds)


def _is_at_work(process: psutil.Process, folder: Path, program: str) -> bool:
    try:
        return process.name() == program and Path(process.cwd()) == folder.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _tail(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines() if log.exists() else []
    return " / ".join(lines[-3:]) or "it wrote no log"
