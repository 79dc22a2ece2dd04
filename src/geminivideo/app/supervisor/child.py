"""One supervised process: started with its own log, restarted with growing pauses, stopped for certain."""

import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from geminivideo.app.supervisor.roles import Role
from geminivideo.core.clock import Clock
from geminivideo.core.processes import dying_with_parent

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_STEADY_AFTER = 60.0
_LOG_LIMIT = 10 * 1024**2


class Child:
    def __init__(self, role: Role, logs: Path, environment: Mapping[str, str], clock: Clock) -> None:
        self.role = role
        self.restarts = 0
        self._log = logs / f"{role.name}.log"
        self._environment = dict(environment)
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = _FIRST_PAUSE
        self._start_again_at: float | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Call from the main thread: the kernel ends the child when the thread that forked it is gone."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        _rotate(self._log)
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self.role.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal is the supervisor's to handle
                preexec_fn=dying_with_parent(signal.SIGKILL),  # noqa: PLW1509 - the supervisor has no threads
            )
        self._started_at = self._clock.monotonic()
        self._start_again_at = None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def look_after(self) -> str | None:
        """Start the process again if it has died and its pause is over; says what happened, if anything did."""
        if self.is_running():
            return None
        now = self._clock.monotonic()
        if self._start_again_at is None:
            return self._plan_restart(now)
        if now < self._start_again_at:
            return None
        self.restarts += 1
        self.start()
        return f"{self.role.name} started again"

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def make_sure_it_stopped(self, seconds: float) -> None:
        """Wait, then kill the whole process group: pool processes and encoders included."""
        if self._process is None:
            return
        try:
            self._process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        _kill_group(self._process.pid)

    def _plan_restart(self, now: float) -> str:
        code = self._process.returncode if self._process else None
        if now - self._started_at > _STEADY_AFTER:
            self._pause = _FIRST_PAUSE
        if self._process:
            _kill_group(self._process.pid)
        pause, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        self._start_again_at = now + pause
        return f"{self.role.name} ended with code {code}; starting it again in {pause:g} s (log: {self._log})"


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
