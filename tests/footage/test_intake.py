import hashlib
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.storage.local import LocalStorage, UrlSigner
from geminivideo.footage.intake import Registration, admit, register
from geminivideo.footage.model import FootageStatus
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from tests.footage.builders import NOW
from tests.footage.conftest import MAX_PIXELS


class CountingStorage(LocalStorage):
    """A real local storage that remembers what was put."""

    def __init__(self, root: Path, clock: ManualClock) -> None:
        super().__init__(root, UrlSigner(b"secret", "http://localhost", 60, clock))
        self.puts: list[tuple[str, str]] = []

    def put(self, key: str, source: Path, *, content_type: str) -> int:
        self.puts.append((key, content_type))
        return super().put(key, source, content_type=content_type)


@pytest.fixture
def storage(tmp_path: Path, clock: ManualClock) -> CountingStorage:
    return CountingStorage(tmp_path / "objects", clock)


def take_in(
    database: Database, storage: LocalStorage, path: Path, footage_id: str, account_id: str = "acme"
) -> Registration:
    admission = admit(path, label="../../a_clip\0.mp4", max_seconds=7200, max_pixels=MAX_PIXELS)
    with database.transaction() as session:
        return register(session, storage, admission, path, footage_id=footage_id, account_id=account_id, now=NOW)


def test_a_file_is_probed_hashed_and_stored_under_its_hash(
    database: Database, storage: CountingStorage, shared_data: Path
) -> None:
    clip = shared_data / "footage" / "androidx_sample_rotate_and_reflect.mp4"
    taken = take_in(database, storage, clip, "footage_1")

    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    assert taken.is_new
    assert taken.footage.label == "a clip"
    assert taken.footage.sha256 == digest
    assert taken.footage.storage_key == f"footage/{digest[:2]}/{digest}.mp4"
    assert storage.puts == [(taken.footage.storage_key, "video/mp4")]
    with storage.local_copy(taken.footage.storage_key) as stored:
        assert stored.read_bytes() == clip.read_bytes()
    assert (taken.footage.source.width, taken.footage.source.height) == (720, 1080)
    assert taken.footage.status is FootageStatus.RECEIVED


def test_the_same_bytes_again_are_the_same_footage_stored_once(
    database: Database, storage: CountingStorage, shared_data: Path, tmp_path: Path
) -> None:
    clip = shared_data / "footage" / "asl_sister.mkv"
    renamed = tmp_path / "other name.mp4"
    renamed.write_bytes(clip.read_bytes())

    first = take_in(database, storage, clip, "footage_1")
    again = take_in(database, storage, renamed, "footage_2")
    elsewhere = take_in(database, storage, clip, "footage_3", account_id="other")

    assert (again.is_new, again.footage) == (False, first.footage)
    assert elsewhere.is_new
    assert elsewhere.footage.storage_key == first.footage.storage_key
    assert storage.puts == [(first.footage.storage_key, "video/x-matroska")]  # told by its bytes, not its name


def test_two_registrations_at_once_end_in_one_footage(
    database: Database, storage: CountingStorage, shared_data: Path
) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    taken: list[Registration] = []
    start = threading.Barrier(4)

    def run(number: int) -> None:
        start.wait(30)
        taken.append(take_in(database, storage, clip, f"footage_{number}"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one.is_new for one in taken].count(True) == 1
    assert len({one.footage.footage_id for one in taken}) == 1


def test_from_upload_to_footage(
    database: Database, storage: CountingStorage, shared_data: Path, tmp_path: Path, clock: ManualClock
) -> None:
    content = (shared_data / "footage" / "asl_book.mkv").read_bytes()
    spool = UploadSpool(tmp_path / "spool", UploadLimits(10**7, expires_after=timedelta(hours=1)), clock)
    spool.begin("footage_1", len(content))
    for offset in range(0, len(content), 100_000):
        spool.append("footage_1", offset, [content[offset : offset + 100_000]])

    taken = take_in(database, storage, spool.finish("footage_1"), "footage_1")
    spool.discard("footage_1")

    assert taken.footage.probe.frames == 109
    assert storage.exists(taken.footage.storage_key)
    assert not list((tmp_path / "spool").iterdir())


def test_titles_in_an_old_encoding_do_not_keep_a_film_out(shared_data: Path, tmp_path: Path) -> None:
    content = (shared_data / "footage" / "androidx_sample_video_only.mp4").read_bytes()
    assert b"VideoHandle" in content
    latin = tmp_path / "latin.mp4"
    latin.write_bytes(content.replace(b"VideoHandle", b"Vid\xe9oHandle"))
    assert admit(latin, label="x", max_seconds=10, max_pixels=MAX_PIXELS).probe.frames == 30
