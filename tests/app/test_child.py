"""A supervised process is started again with growing pauses, and stopped with all it started."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from geminivideo.app.supervisor import child as module
from geminivideo.app.supervisor.child import Child
from geminivideo.app.supervisor.roles import Role
from geminivideo.core.clock import ManualClock

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
PARENT = (
    "import subprocess, sys, time;"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print(p.pid, flush=True); time.sleep(600)"
)

Start = Callable[[str], Child]


@dataclass(frozen=True, slots=True)
class Script(Role):
    code: str = ""

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-c", self.code]


@pytest.fixture
def start(tmp_path: Path, clock: ManualClock) -> Iterator[Start]:
    started: list[Child] = []

    def run(code: str) -> Child:
        child = Child(Script("script", (), code=code), tmp_path, {"PATH": "/usr/bin"}, clock)
        started.append(child)
        child.start()
        return child

    yield run
    for child in started:
        child.make_sure_it_stopped(0)


def waited(child: Child) -> None:
    """Until its process has ended by itself."""
    assert child._process is not None
    child._process.wait(60)


def said(folder: Path) -> str:
    """The first line of the process, once there is one."""
    while not (text := (folder / "script.log").read_text()).endswith("\n"):
        time.sleep(0.01)
    return text.strip()


def test_a_dead_process_is_started_again_with_growing_pauses(start: Start, clock: ManualClock) -> None:
    child = start("raise SystemExit(3)")
    for pause in ("0.5", "1", "2", "4"):
        waited(child)
        event = child.look_after()
        assert event is not None
        assert f"script ended with code 3; starting it again in {pause} s" in event
        assert child.look_after() is None
        clock.advance(float(pause))
        assert child.look_after() == "script started again"
    assert child.restarts == 4


def test_pauses_have_a_limit_and_end_with_a_steady_run(start: Start, clock: ManualClock) -> None:
    child = start("")
    child._pause = 30.0
    for pause in (30, 30):
        waited(child)
        assert f"in {pause} s" in str(child.look_after())
        clock.advance(pause)
        child.look_after()
    clock.advance(61)
    waited(child)
    assert "in 0.5 s" in str(child.look_after())


def test_a_running_process_is_left_alone(start: Start) -> None:
    child = start(SLEEPER)
    assert child.is_running()
    assert child.look_after() is None
    assert child.restarts == 0


def test_asked_to_stop_it_stops(start: Start, tmp_path: Path) -> None:
    child = start(SLEEPER)
    said(tmp_path)
    child.ask_to_stop()
    waited(child)
    assert not child.is_running()


def test_a_process_that_will_not_stop_is_killed(start: Start, tmp_path: Path) -> None:
    child = start(STUBBORN)
    said(tmp_path)
    child.ask_to_stop()
    child.make_sure_it_stopped(0.1)
    assert not child.is_running()


def test_what_it_started_goes_with_it(start: Start, tmp_path: Path) -> None:
    child = start(PARENT)
    grandchild = psutil.Process(int(said(tmp_path)))
    child.make_sure_it_stopped(0)
    assert psutil.wait_procs([grandchild], timeout=30)[1] == [] or grandchild.status() == psutil.STATUS_ZOMBIE


def test_what_a_dead_one_left_behind_is_ended_before_the_restart(start: Start, tmp_path: Path) -> None:
    child = start(PARENT)
    grandchild = psutil.Process(int(said(tmp_path)))
    assert child.pid is not None
    psutil.Process(child.pid).kill()
    waited(child)
    child.look_after()
    assert psutil.wait_procs([grandchild], timeout=30)[1] == [] or grandchild.status() == psutil.STATUS_ZOMBIE


def test_it_sees_only_the_environment_it_was_given(start: Start, tmp_path: Path) -> None:
    start("import os; print(sorted(k for k in os.environ if k not in ('LC_CTYPE', 'PWD')))")
    assert said(tmp_path) == "['PATH']"


def test_a_long_log_is_put_aside(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOG_LIMIT", 10)
    (tmp_path / "script.log").write_text("an old and long log")
    start("print('new')")
    assert said(tmp_path) == "new"
    assert (tmp_path / "script.log.1").read_text() == "an old and long log"


def test_what_was_never_started_can_be_stopped(tmp_path: Path, clock: ManualClock) -> None:
    child = Child(Script("script", ()), tmp_path, {}, clock)
    child.ask_to_stop()
    child.make_sure_it_stopped(0)
    assert (child.pid, child.is_running()) == (None, False)
