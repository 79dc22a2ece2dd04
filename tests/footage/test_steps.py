import errno
from pathlib import Path

import pytest

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import StorageFullError
from geminivideo.footage.steps import Steps, alone_in, fingerprint


class Result(Frozen):
    value: int


class Counter:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Result:
        self.calls += 1
        return Result(value=self.calls)


@pytest.fixture
def produce() -> Counter:
    return Counter()


def test_a_finished_step_is_not_done_again(tmp_path: Path, produce: Counter) -> None:
    for _ in range(3):
        assert Steps(tmp_path, "a").run("step", Result, produce) == Result(value=1)
    assert produce.calls == 1


def test_other_inputs_and_other_steps_are_done_afresh(tmp_path: Path, produce: Counter) -> None:
    Steps(tmp_path, "a").run("one", Result, produce)
    Steps(tmp_path, "a").run("two", Result, produce)
    Steps(tmp_path, "b").run("one", Result, produce)
    assert produce.calls == 3


def test_a_half_written_file_counts_as_not_done(tmp_path: Path, produce: Counter) -> None:
    Steps(tmp_path, "a").run("step", Result, produce)
    (tmp_path / "a" / "step.json").write_text('{"val')
    assert Steps(tmp_path, "a").run("step", Result, produce) == Result(value=2)


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> Result:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Steps(tmp_path, "a").run("step", Result, fail)
    assert not list(tmp_path.rglob("*.json"))


def test_without_a_folder_nothing_is_kept(produce: Counter) -> None:
    steps = Steps(None, "a")
    assert [steps.run("step", Result, produce).value for _ in range(2)] == [1, 2]


def test_a_full_disk_is_named_and_no_draft_stays(
    tmp_path: Path, produce: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageFullError):
        Steps(tmp_path, "a").run("step", Result, produce)
    assert list((tmp_path / "a").iterdir()) == []


def test_fingerprints_tell_inputs_apart() -> None:
    assert fingerprint("a", "b") == fingerprint("a", "b")
    assert len({fingerprint("a", "b"), fingerprint("b", "a"), fingerprint("a"), fingerprint("a", "c")}) == 4


class StoppedError(Exception):
    pass


def stop() -> None:
    raise StoppedError


def test_two_do_not_work_in_one_folder_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "footage" / "footage_1"
    with alone_in(folder, stop):
        with pytest.raises(StoppedError), alone_in(folder, stop):
            pytest.fail("two at once")
        with alone_in(folder.with_name("footage_2"), stop):
            pass
    with alone_in(folder, stop):
        pass
    assert list(tmp_path.rglob("*.lock")) == []
