"""Stages in a folder: whole or not there, found again, remade when their input changes."""

from pathlib import Path

import pytest

from geminivideo.core.errors import StorageFullError
from geminivideo.rendering.workspace import Workspace, link


def test_a_finished_stage_is_not_made_again(tmp_path: Path) -> None:
    calls: list[str] = []

    def make() -> str:
        calls.append("made")
        return "result"

    for _ in range(2):
        assert Workspace(tmp_path).produce_text("stage", "input", ".txt", make) == "result"
    Workspace(tmp_path).produce_text("stage", "other input", ".txt", make)
    assert len(calls) == 2


def test_a_stage_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def make(target: Path) -> None:
        target.write_text("half")
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        Workspace(tmp_path).produce("stage", "input", ".txt", make)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_lost_the_job_takes_nothing_from_the_one_that_has_it(tmp_path: Path) -> None:
    """It hears of that up to half a second late, on this machine and in this folder."""

    def make_late(target: Path) -> None:
        def make(of_the_other: Path) -> None:
            of_the_other.write_text("whole")
            target.unlink(missing_ok=True)  # what is done about a file that was not finished

        target.write_text("half")
        Workspace(tmp_path).produce("stage", "input", ".txt", make)
        raise ValueError("stopped")

    with pytest.raises(ValueError, match="stopped"):
        Workspace(tmp_path).produce("stage", "input", ".txt", make_late)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole"]


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "unfinished-ad.mp4").write_text("half")
    (tmp_path / "unfinished-abc").mkdir()
    (tmp_path / "unfinished-abc" / "line.wav").write_text("half")
    Workspace(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    def make(_target: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFullError, match="No space left"):
        Workspace(tmp_path).produce("stage", "input", ".txt", make)


def test_outside_files_get_names_of_ours(tmp_path: Path) -> None:
    outside = tmp_path / "my holiday; rm -rf.mp4"
    outside.write_text("film")
    link(outside, tmp_path / "source-0")
    assert (tmp_path / "source-0").read_text() == "film"
