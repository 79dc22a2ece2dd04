"""The process that trains ends with whoever asked for it, from its first moment on."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from geminivideo.oracle.training_child import run_module

# Says who it is, and would stay for ever.
_ENDLESS = "import os, threading\nprint(os.getpid(), flush=True)\nthreading.Event().wait()\n"
_ASK = """
import sys
from pathlib import Path
from geminivideo.oracle.training_child import run_module
run_module("endless", [], Path(sys.argv[1]), "roas", lambda line: print(line, flush=True))
"""


@pytest.fixture(autouse=True)
def endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that can be run by its name, like those that train."""
    (tmp_path / "endless.py").write_text(_ENDLESS)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[2] / 'src'}")


@pytest.fixture
def asking(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", _ASK, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def named_in(line: str) -> int:
    return int(line.removeprefix("roas: "))


def is_gone(pid: int) -> bool:
    """Within seconds, or a zombie that waits for this machine's init."""
    try:
        process = psutil.Process(pid)
        psutil.wait_procs([process], timeout=5)
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_it_does_not_outlive_who_asked(asking: "subprocess.Popen[str]") -> None:
    """What it loads first takes seconds, so it cannot be left to the child to ask for that."""
    assert asking.stdout is not None
    child = named_in(asking.stdout.readline())
    asking.kill()
    asking.wait()
    assert is_gone(child)


class StopError(Exception):
    pass


def test_it_ends_when_nobody_wants_to_hear_of_it_any_more(tmp_path: Path) -> None:
    told: list[str] = []

    def stop(line: str) -> None:
        told.append(line)
        raise StopError

    with pytest.raises(StopError):
        run_module("endless", [], tmp_path, "roas", stop)
    assert is_gone(named_in(told[0]))


def test_it_ends_between_two_of_its_lines_too(tmp_path: Path) -> None:
    """A fold may take longer than a worker has that is told to stop."""
    told: list[str] = []

    def check() -> None:
        if told:
            raise StopError

    with pytest.raises(StopError):
        run_module("endless", [], tmp_path, "roas", told.append, check)
    assert is_gone(named_in(told[0]))


def test_what_it_leaves_lies_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "short.py").write_text("import tempfile\nprint(tempfile.mkdtemp())\n")
    told: list[str] = []
    run_module("short", [], tmp_path, "roas", told.append)
    assert Path(told[0].removeprefix("roas: ")).parent == tmp_path
