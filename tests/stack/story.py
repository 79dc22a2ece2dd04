"""What a failing test of the whole product shows of it: its jobs, its processes, and the ends of its logs."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg

from geminivideo.app.services import RunningServices, find_running

_LINES = 12
_LONGEST_LINE = 400


def story(home: Path, processes: list[psutil.Process]) -> str:
    services = find_running(home)
    parts = [_jobs(services)] if services else ["the supervisor is not running"]
    parts += [_processes(processes), *(_stacks(each) for each in processes if _is_heavy_worker(each))]
    parts += [_end_of(log) for log in sorted((home / "logs").glob("*worker*.log"))] + [_end_of(home / "up.log")]
    return "\n\n".join(parts)


def _jobs(services: RunningServices) -> str:
    query = "SELECT job_id, kind, status, stage, progress, attempt, crashes, worker, lease_expires_at FROM jobs"
    with psycopg.connect(services.database_url, connect_timeout=5) as connection:
        rows = connection.execute(f"{query} ORDER BY created_at DESC LIMIT 20").fetchall()
    return "\n".join(["jobs, newest first:", *(" ".join(map(str, row)) for row in rows)])


def _processes(processes: list[psutil.Process]) -> str:
    return "\n".join(["processes: id, parent, state, age, processor time", *map(_line, processes)])


def _line(process: psutil.Process) -> str:
    try:
        with process.oneshot():
            age, used = time.time() - process.create_time(), sum(process.cpu_times()[:2])
            told = f"{process.pid} {process.ppid()} {process.status()} {age:.0f}s {used:.1f}s"
            return f"{told} {' '.join(process.cmdline())}"[:_LONGEST_LINE]
    except psutil.NoSuchProcess:
        return f"{process.pid} is gone"


def _is_heavy_worker(process: psutil.Process) -> bool:
    return "worker --queues render" in _line(process)


def _stacks(process: psutil.Process) -> str:
    """Where its threads are, as far as the system lets one process look into another."""
    command = [str(Path(sys.executable).with_name("py-spy")), "dump", "--pid", str(process.pid)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout or done.stderr


def _end_of(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()[-_LINES:] if log.exists() else []
    return "\n".join([f"{log.name}:", *(line[:_LONGEST_LINE] for line in lines)])
