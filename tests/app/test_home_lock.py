"""One supervisor per home; looking whether there is one never gets in its way."""

import fcntl
import threading
from pathlib import Path

import pytest

from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.errors import ConflictError


def test_a_look_at_the_lock_is_no_second_supervisor(tmp_path: Path) -> None:
    """A look takes the lock for microseconds; here it takes a hundred thousand of them."""
    with HomeLock(tmp_path):
        pass
    (path,) = (tmp_path / "run").iterdir()
    look = path.open()
    fcntl.flock(look, fcntl.LOCK_EX)
    threading.Timer(0.1, look.close).start()
    with HomeLock(tmp_path):
        assert look.closed


def test_who_looks_is_not_taken_for_a_supervisor_by_another_who_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill -9 the addresses of the dead one would be believed."""
    with HomeLock(tmp_path):
        pass
    flock, seen = fcntl.flock, list[bool]()

    def slow(descriptor: int, operation: int) -> None:
        flock(descriptor, operation)
        monkeypatch.undo()
        seen.append(HomeLock(tmp_path).is_held())

    monkeypatch.setattr(fcntl, "flock", slow)
    assert not HomeLock(tmp_path).is_held()
    assert seen == [False]


def test_the_second_holder_is_refused_and_the_lock_can_be_seen(tmp_path: Path) -> None:
    assert not HomeLock(tmp_path).is_held()
    with HomeLock(tmp_path):
        assert HomeLock(tmp_path).is_held()
        with pytest.raises(ConflictError, match="already running"), HomeLock(tmp_path):
            pass
        assert HomeLock(tmp_path).is_held()
    assert not HomeLock(tmp_path).is_held()
