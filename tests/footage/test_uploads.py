import json
import resource
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    StorageFullError,
    TooLargeError,
)
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from tests.footage.builders import NOW

LIMITS = UploadLimits(max_bytes=1000, expires_after=timedelta(hours=1))
ID = "footage_01k"


@pytest.fixture
def spool(tmp_path: Path, clock: ManualClock) -> UploadSpool:
    return UploadSpool(tmp_path / "spool", LIMITS, clock)


def test_a_file_arrives_in_pieces_over_several_requests(spool: UploadSpool) -> None:
    assert spool.begin(ID, 10) == 0
    assert spool.append(ID, 0, [b"abc", b"", b"de"]) == 5
    assert spool.begin(ID, 10) == 5
    assert spool.append(ID, 5, [b"fghij"]) == 10
    assert spool.finish(ID).read_bytes() == b"abcdefghij"
    assert spool.finish(ID).exists()


def test_a_wrong_offset_names_the_right_one_and_changes_nothing(spool: UploadSpool) -> None:
    spool.begin(ID, 10)
    spool.append(ID, 0, [b"abc"])

    for offset in (0, 2, 4):
        with pytest.raises(ConflictError) as refused:
            spool.append(ID, offset, [b"x"])
        assert "offset 3" in refused.value.next_step

    assert spool.received(ID) == 3


def test_a_client_that_breaks_off_can_go_on(spool: UploadSpool) -> None:
    def broken() -> Iterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    spool.begin(ID, None)
    with pytest.raises(ConnectionResetError):
        spool.append(ID, 0, broken())

    assert spool.append(ID, spool.received(ID), [b"def"]) == 6
    assert spool.finish(ID).read_bytes() == b"abcdef"


def test_what_came_of_another_version_is_thrown_away(spool: UploadSpool) -> None:
    spool.begin(ID, 10, version="first")
    spool.append(ID, 0, [b"abc"])
    assert spool.begin(ID, 10, version="first") == 3
    assert spool.begin(ID, 10) == 3
    assert spool.begin(ID, 7, version="second") == 0
    spool.append(ID, 0, [b"abcdefg"])
    spool.finish(ID)
    assert spool.begin(ID, 7, version="second") == 7
    assert spool.begin(ID, 7, version="third") == 0


@pytest.mark.parametrize("total", [5, None])
def test_too_many_bytes_remove_the_upload(tmp_path: Path, clock: ManualClock, total: int | None) -> None:
    spool = UploadSpool(tmp_path, UploadLimits(max_bytes=8), clock)
    spool.begin(ID, total)
    with pytest.raises(TooLargeError):
        spool.append(ID, 0, [b"abcd", b"efghi"])

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFoundError):
        spool.received(ID)


def test_totals_are_judged_before_any_byte(spool: UploadSpool) -> None:
    with pytest.raises(TooLargeError):
        spool.begin(ID, 1001)
    with pytest.raises(InvalidInputError):
        spool.begin(ID, 0)
    with pytest.raises(NotFoundError):
        spool.received(ID)


def test_a_total_may_become_known_later_but_not_change(spool: UploadSpool) -> None:
    spool.begin(ID, None)
    spool.append(ID, 0, [b"abc"])
    assert spool.begin(ID, 4) == 3
    assert spool.begin(ID, None) == 3
    with pytest.raises(ConflictError):
        spool.begin(ID, 5)
    with pytest.raises(ConflictError, match="3 of 4"):
        spool.finish(ID)


def test_a_total_below_what_is_here_is_refused(spool: UploadSpool) -> None:
    spool.begin(ID, None)
    spool.append(ID, 0, [b"abc"])
    with pytest.raises(ConflictError):
        spool.begin(ID, 2)


def test_nothing_is_added_to_a_finished_upload(spool: UploadSpool) -> None:
    spool.begin(ID, None)
    spool.append(ID, 0, [b"abc"])
    spool.finish(ID)
    with pytest.raises(ConflictError, match="complete"):
        spool.append(ID, 3, [b"d"])


@pytest.mark.parametrize("bad", ["", ".", "..", "../x", "a/b", "a\\b", "a\0b", "-x", "x" * 81, "ä"])
def test_ids_that_could_be_paths_are_refused(spool: UploadSpool, bad: str) -> None:
    with pytest.raises(InvalidInputError):
        spool.begin(bad, 5)
    with pytest.raises(InvalidInputError):
        spool.discard(bad)


def test_a_second_writer_is_turned_away_while_the_first_writes(spool: UploadSpool) -> None:
    spool.begin(ID, 6)
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        yield b"abc"
        inside.set()
        assert go_on.wait(20)
        yield b"def"

    first = threading.Thread(target=spool.append, args=(ID, 0, slow()))
    first.start()
    assert inside.wait(20)
    with pytest.raises(ConflictError, match="Another request"):
        spool.append(ID, 3, [b"XXX"])
    assert spool.begin(ID, 6) == 3
    go_on.set()
    first.join()

    assert spool.finish(ID).read_bytes() == b"abcdef"


def test_many_writers_at_once_leave_one_whole_file(tmp_path: Path, clock: ManualClock) -> None:
    content = bytes(range(256)) * 40
    spool = UploadSpool(tmp_path, UploadLimits(max_bytes=len(content)), clock)
    spool.begin(ID, len(content))

    def push() -> None:
        while (offset := spool.received(ID)) < len(content):
            try:
                spool.append(ID, offset, [content[offset : offset + 37], content[offset + 37 : offset + 100]])
            except ConflictError:
                continue

    writers = [threading.Thread(target=push) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert spool.finish(ID).read_bytes() == content


def test_an_upload_discarded_under_the_writer_fails_by_name(spool: UploadSpool) -> None:
    def discarding() -> Iterator[bytes]:
        yield b"abc"
        spool.discard(ID)
        yield b"def"

    spool.begin(ID, None)
    with pytest.raises(NotFoundError):
        spool.append(ID, 0, discarding())


def test_silent_uploads_expire_and_busy_ones_do_not(spool: UploadSpool, clock: ManualClock) -> None:
    spool.begin("old", None)
    spool.begin("busy", None)
    clock.advance(3000)
    spool.append("busy", 0, [b"abc"])
    clock.advance(1000)

    assert spool.expire() == ["old"]
    assert spool.expire() == []
    assert spool.received("busy") == 3
    with pytest.raises(NotFoundError):
        spool.append("old", 0, [b"abc"])


def test_an_upload_that_is_being_written_never_expires(spool: UploadSpool, clock: ManualClock) -> None:
    def slow() -> Iterator[bytes]:
        yield b"abc"
        clock.advance(10_000)
        assert spool.expire() == []
        yield b"def"

    spool.begin(ID, None)
    assert spool.append(ID, 0, slow()) == 6


def test_what_a_crash_left_of_a_beginning_expires_at_once(spool: UploadSpool, tmp_path: Path) -> None:
    spool.begin("whole", None)
    (tmp_path / "spool" / "half").mkdir()
    assert spool.expire() == ["half"]
    assert spool.begin("half", None) == 0


def test_an_expired_spool_may_not_even_exist(tmp_path: Path, clock: ManualClock) -> None:
    assert UploadSpool(tmp_path / "never", LIMITS, clock).expire() == []


def test_a_full_disk_is_noticed_before_the_first_byte(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=500))
    spool = UploadSpool(tmp_path, UploadLimits(max_bytes=1000, keep_free_bytes=400), clock)

    with pytest.raises(StorageFullError):
        spool.begin(ID, 200)
    assert spool.begin("small", 50) == 0


def test_a_disk_that_fills_up_is_named_and_the_upload_can_go_on(spool: UploadSpool) -> None:
    """The kernel's file size limit stands in for a full disk: both end in an error of `write`."""
    spool.begin(ID, None)
    spool.append(ID, 0, [b"abc"])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, before[1]))
    try:
        with pytest.raises(StorageFullError):
            spool.append(ID, 3, [b"d" * 300, b"e" * 300])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)

    assert spool.received(ID) == 400
    spool.append(ID, 400, [b"f"])
    assert spool.finish(ID).read_bytes() == b"abc" + b"d" * 300 + b"e" * 97 + b"f"


def test_state_is_plain_json_without_any_user_text(spool: UploadSpool, tmp_path: Path) -> None:
    spool.begin(ID, 10)
    state = json.loads((tmp_path / "spool" / ID / "state.json").read_text())
    assert set(state) == {"total", "touched_at", "complete"}


class UploadMachine(RuleBasedStateMachine):
    """Whatever clients send in whatever order, the spool holds exactly the bytes that it said it took."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.spool = UploadSpool(self.folder, UploadLimits(max_bytes=50), ManualClock(NOW))
        self.taken: bytes | None = None

    @rule(total=st.none() | st.integers(min_value=45, max_value=50))
    @precondition(lambda self: self.taken is None)
    def begin(self, total: int | None) -> None:
        assert self.spool.begin(ID, total) == 0
        self.taken, self.most = b"", total or 50

    @rule(data=st.binary(max_size=20), wrong_by=st.sampled_from([0, 0, 0, -1, 1]))
    @precondition(lambda self: self.taken is not None)
    def append(self, data: bytes, wrong_by: int) -> None:
        assert self.taken is not None
        offset = len(self.taken) + wrong_by
        if wrong_by:
            with pytest.raises(ConflictError):
                self.spool.append(ID, offset, [data])
        elif offset + len(data) > self.most:
            with pytest.raises(TooLargeError):
                self.spool.append(ID, offset, [data])
            self.taken = None
        else:
            self.taken += data
            assert self.spool.append(ID, offset, [data[:3], data[3:]]) == len(self.taken)

    @rule()
    @precondition(lambda self: self.taken is not None)
    def discard(self) -> None:
        self.spool.discard(ID)
        self.taken = None

    @invariant()
    def holds_what_it_took(self) -> None:
        if self.taken is not None:
            assert self.spool.received(ID) == len(self.taken)
            assert (self.folder / ID / "data").read_bytes() == self.taken
        else:
            assert list(self.folder.iterdir()) == []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestUploadMachine = UploadMachine.TestCase
TestUploadMachine.settings = settings(max_examples=30, stateful_step_count=12, deadline=None)
