"""A file is copied from where it lies, whole and unchanged; what is still being written has to wait."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import (
    CancelledError,
    ConflictError,
    TooLargeError,
    UnavailableError,
    UnsupportedMediaError,
)
from geminivideo.footage.imports.model import Watch
from geminivideo.footage.local.jail import Jail, OutsideFoldersError
from geminivideo.footage.local.source import LocalSource
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from tests.footage.builders import nothing

MODIFIED = datetime(2026, 11, 20, tzinfo=UTC)
# It begins like a video; whether it is one is not this part's question.
BYTES = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 20_000
QUIET = Watch(nothing, nothing)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "footage").mkdir()
    return tmp_path / "footage"


@pytest.fixture
def path(folder: Path) -> Path:
    path = folder / "gym day 1.mov"
    path.write_bytes(BYTES)
    os.utime(path, (MODIFIED.timestamp(),) * 2)
    return path


@pytest.fixture
def spool(tmp_path: Path, clock: ManualClock) -> UploadSpool:
    return UploadSpool(tmp_path / "uploads", UploadLimits(len(BYTES)), clock)


def source_over(
    folder: Path, spool: UploadSpool, clock: ManualClock, wait: Callable[[float], object] = nothing
) -> LocalSource:
    return LocalSource(Jail((folder,), "ASKED"), Jail((), "WATCHED"), spool, clock, wait)


@pytest.fixture
def source(folder: Path, spool: UploadSpool, clock: ManualClock) -> LocalSource:
    return source_over(folder, spool, clock)


def test_a_file_is_copied_and_stays(source: LocalSource, path: Path) -> None:
    before, heard = path.stat(), []
    fetched = source.fetch(source.describe(str(path)), "footage_1", Watch(nothing, lambda *told: heard.append(told)))
    assert fetched.path.read_bytes() == BYTES == path.read_bytes()
    assert fetched.name == "gym day 1.mov"
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not fetched.path.samefile(path), "what is stored must not change when the user changes the file"
    assert heard[-1] == ("copying the file", 1.0)


def test_a_copy_that_was_stopped_goes_on_where_it_stands(source: LocalSource, spool: UploadSpool, path: Path) -> None:
    described = source.describe(str(path))
    answers = iter([False, True])

    def stop_at_second_block() -> None:
        if next(answers):
            raise CancelledError("stopped", next_step="go on")

    with pytest.raises(CancelledError):
        source.fetch(described, "footage_1", Watch(stop_at_second_block, nothing))
    assert 0 < spool.received("footage_1") < len(BYTES)
    read: list[float] = []
    fetched = source.fetch(described, "footage_1", Watch(nothing, lambda _, part: read.append(part)))
    assert fetched.path.read_bytes() == BYTES
    assert len(read) == 1, "the first block was not copied again"
    assert source.fetch(described, "footage_1", QUIET).path.read_bytes() == BYTES, "after a crash behind the last byte"


def test_the_last_block_of_a_worker_that_lost_the_job_is_waited_for(
    folder: Path, path: Path, spool: UploadSpool, source: LocalSource, clock: ManualClock
) -> None:
    """It hears of that up to half a second late; the job must not fail for it."""
    described, at_work, lost = source.describe(str(path)), threading.Event(), threading.Event()

    def lose_at_second_block() -> None:
        if spool.received("footage_1"):
            at_work.set()
            assert lost.wait(20)
            raise CancelledError("lost", next_step="nothing")

    def late() -> None:
        with pytest.raises(CancelledError):
            source.fetch(described, "footage_1", Watch(lose_at_second_block, nothing))

    before, pauses = threading.Thread(target=late), list[float]()

    def wait(seconds: float) -> None:
        pauses.append(seconds)
        lost.set()
        before.join(20)

    before.start()
    assert at_work.wait(20)
    fetched = source_over(folder, spool, clock, wait).fetch(described, "footage_1", QUIET)
    assert fetched.path.read_bytes() == BYTES
    assert len(pauses) == 1


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"new!")


def shorten(path: Path) -> None:
    os.truncate(path, 4_500_000)


@pytest.mark.parametrize("change", [append, overwrite, shorten])
def test_a_file_that_is_written_to_while_it_is_copied_is_refused(
    source: LocalSource, path: Path, change: Callable[[Path], None]
) -> None:
    described = source.describe(str(path))
    with pytest.raises(ConflictError) as refused:
        source.fetch(described, "footage_1", Watch(nothing, lambda *_: change(path)))
    assert "wait" in refused.value.next_step
    assert not (path.parent.parent / "uploads" / "footage_1").exists()


def test_a_file_that_was_written_to_a_moment_ago_has_to_wait(
    source: LocalSource, path: Path, clock: ManualClock
) -> None:
    written = (clock.now() - timedelta(seconds=1)).timestamp()
    os.utime(path, (written, written))
    with pytest.raises(ConflictError):
        source.describe(str(path))
    clock.advance(5)
    assert source.describe(str(path))["path"] == str(path)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", UnsupportedMediaError), (b"text" * 99, UnsupportedMediaError), (BYTES + b"1", TooLargeError)],
)
def test_what_cannot_be_taken_is_refused_before_anything_is_begun(
    source: LocalSource, path: Path, content: bytes, kind: type[Exception]
) -> None:
    path.write_bytes(content)
    os.utime(path, (MODIFIED.timestamp(),) * 2)
    with pytest.raises(kind):
        source.describe(str(path))
    assert list((path.parent.parent / "uploads").glob("*")) == []


def test_a_folder_that_is_no_longer_set_is_closed_to_what_was_described(
    source: LocalSource, spool: UploadSpool, path: Path, clock: ManualClock, tmp_path: Path
) -> None:
    described = source.describe(str(path))
    with pytest.raises(OutsideFoldersError):
        source_over(tmp_path / "elsewhere", spool, clock).fetch(described, "footage_1", QUIET)


def test_without_folders_it_is_off(source: LocalSource, path: Path) -> None:
    with pytest.raises(UnavailableError) as refused:
        source.describe(str(path), watched=True)
    assert "WATCHED" in refused.value.next_step
