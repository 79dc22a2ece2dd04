"""Housekeeping: only what nobody has come back to for days goes."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from geminivideo.app.container import Container
from geminivideo.app.workers.housekeeping import KEPT_FOR, LEFT_BEHIND_AFTER, tidy
from geminivideo.core.clock import ManualClock
from geminivideo.core.settings import Settings


def _work_folder(folder: Path, clock: ManualClock, age: timedelta) -> Path:
    folder.mkdir(parents=True)
    (folder / "voice.wav").write_bytes(b"sound")
    touched = (clock.now() - age).timestamp()
    os.utime(folder, (touched, touched))
    return folder


def test_only_old_working_folders_go(tmp_path: Path, clock: ManualClock) -> None:
    container = Container(Settings(home=tmp_path, min_free_bytes=0, _env_file=None), clock)
    old = _work_folder(container.scratch / "renders" / "job_old", clock, KEPT_FOR + timedelta(hours=1))
    fresh = _work_folder(container.scratch / "footage" / "footage_new", clock, timedelta(days=1))
    tidy(container)
    assert not old.exists()
    assert (fresh / "voice.wav").exists()


@pytest.mark.parametrize("place", ["scratch/learning", "scratch/models", "scratch/assets", "cache/objects"])
def test_what_a_killed_process_left_goes_and_what_one_works_in_stays(
    tmp_path: Path, clock: ManualClock, place: str
) -> None:
    left = _work_folder(tmp_path / place / "tmp1", clock, LEFT_BEHIND_AFTER + timedelta(hours=1))
    under_way = _work_folder(tmp_path / place / "tmp2", clock, LEFT_BEHIND_AFTER + timedelta(hours=1))
    _work_folder(under_way / "tmp3", clock, timedelta(hours=1))  # it begins with another part now
    os.utime(under_way, (0, 0))
    tidy(Container(Settings(home=tmp_path, min_free_bytes=0, _env_file=None), clock))
    assert not left.exists()
    assert (under_way / "voice.wav").exists()


def test_a_home_without_any_work_is_no_error(tmp_path: Path, clock: ManualClock) -> None:
    tidy(Container(Settings(home=tmp_path, _env_file=None), clock))
    assert not list(tmp_path.iterdir())
