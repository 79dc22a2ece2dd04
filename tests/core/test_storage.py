"""One suite for both storages, and what only the local one has: signed links and full disks."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from geminivideo.core.clock import ManualClock, SystemClock
from geminivideo.core.errors import ForbiddenError, InvalidInputError, NotFoundError, StorageFullError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.storage.local import LocalStorage, UrlSigner
from geminivideo.core.storage.opening import open_storage


def settings(home: Path, url: str | None = None) -> Settings:
    return Settings(home=home, storage_url=url, min_free_bytes=0, _env_file=None)


@pytest.fixture(params=["file", "gs"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ObjectStorage:
    if request.param == "file":
        return open_storage(settings(tmp_path), SystemClock())
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", request.getfixturevalue("gcs_emulator"))
    return open_storage(settings(tmp_path, "gs://ads/some/prefix"), SystemClock())


def make(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "source"
    path.write_bytes(content)
    return path


def test_what_was_put_comes_back(storage: ObjectStorage, tmp_path: Path) -> None:
    assert storage.put("campaigns/c1/ad.mp4", make(tmp_path, b"video"), content_type="video/mp4") == 5
    with storage.local_copy("campaigns/c1/ad.mp4") as path:
        assert path.read_bytes() == b"video"


def test_put_replaces(storage: ObjectStorage, tmp_path: Path) -> None:
    for content in (b"one", b"second"):
        storage.put("k", make(tmp_path, content), content_type="text/plain")
    with storage.local_copy("k") as path:
        assert path.read_bytes() == b"second"


def test_missing_object_is_named(storage: ObjectStorage) -> None:
    assert not storage.exists("gone")
    with pytest.raises(NotFoundError, match="gone"), storage.local_copy("gone"):
        pass


def test_delete_is_idempotent(storage: ObjectStorage, tmp_path: Path) -> None:
    storage.put("k", make(tmp_path, b"x"), content_type="text/plain")
    storage.delete("k")
    storage.delete("k")
    assert not storage.exists("k")


@pytest.mark.parametrize("key", ["../x", "a/../b", "/etc/passwd", "a//b", "", "A", "a/.", ".hidden", "a\0b", "x" * 600])
def test_keys_cannot_leave_the_storage(storage: ObjectStorage, key: str) -> None:
    with pytest.raises(InvalidInputError):
        storage.exists(key)


def local(tmp_path: Path, clock: ManualClock, *, min_free: int = 0) -> LocalStorage:
    signer = UrlSigner(b"s" * 32, "http://127.0.0.1:8080", 3600, clock)
    return LocalStorage(tmp_path / "objects", signer, min_free_bytes=min_free)


def opened(storage: LocalStorage, url: str, **changes: str) -> Path:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    key = changes.get("key", parts.path.removeprefix("/files/"))
    return storage.open_signed(key, int(query["expires"]), query["signature"])


def test_signed_link_opens_its_file_until_it_expires(tmp_path: Path, clock: ManualClock) -> None:
    storage = local(tmp_path, clock)
    storage.put("a/b.mp4", make(tmp_path, b"v"), content_type="video/mp4")
    url = storage.signed_url("a/b.mp4")
    assert opened(storage, url).read_bytes() == b"v"
    clock.advance(3601)
    with pytest.raises(ForbiddenError, match="expired"):
        opened(storage, url)


@pytest.mark.parametrize("change", [{"signature": "0" * 64}, {"expires": "99999999999"}, {"key": "a/other.mp4"}])
def test_bent_link_opens_nothing(tmp_path: Path, clock: ManualClock, change: dict[str, str]) -> None:
    storage = local(tmp_path, clock)
    for key in ("a/b.mp4", "a/other.mp4"):
        storage.put(key, make(tmp_path, b"v"), content_type="video/mp4")
    with pytest.raises(ForbiddenError, match="signature"):
        opened(storage, storage.signed_url("a/b.mp4"), **change)


def test_work_that_would_fill_the_disk_is_refused_before_it_begins(tmp_path: Path, clock: ManualClock) -> None:
    storage = local(tmp_path, clock, min_free=10**18)
    with pytest.raises(StorageFullError, match="MiB free"):
        storage.put("k", make(tmp_path, b"x"), content_type="text/plain")


def test_disk_that_becomes_full_leaves_nothing_half_written(
    full_disk: Path, tmp_path: Path, clock: ManualClock
) -> None:
    storage = LocalStorage(full_disk, UrlSigner(b"s" * 32, "http://x", 1, clock))
    source = make(tmp_path, b"x" * 1024 * 1024)
    storage.put("first", source, content_type="video/mp4")
    storage.put("second", source, content_type="video/mp4")
    with pytest.raises(StorageFullError):
        storage.put("third", source, content_type="video/mp4")
    assert sorted(path.name for path in full_disk.rglob("*")) == ["first", "second"]
    for left in full_disk.rglob("*"):
        assert left.stat().st_size == 1024 * 1024


def test_processes_agree_on_the_signing_key(tmp_path: Path, clock: ManualClock) -> None:
    signers = [UrlSigner.for_home(settings(tmp_path), clock) for _ in range(2)]
    assert signers[0].url("k") == signers[1].url("k")
    assert (tmp_path / "url-signing.key").stat().st_mode & 0o777 == 0o600
