"""Footage from a path of this machine through the API: copied by a job, then footage like any other."""

import os
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.jobs.model import JobStatus
from tests.app.answers import problem, rows
from tests.app.conftest import MakeContainer, OpenClient
from tests.app.test_drive_import import work

IMPORT = "/api/video/import-path"


@pytest.fixture
def folder(tmp_path: Path, clip: bytes) -> Path:
    folder = tmp_path / "footage"
    folder.mkdir()
    lay(folder / "gym day-1.mp4", clip)
    return folder


@pytest.fixture
def container(make_container: MakeContainer, folder: Path) -> Container:
    return make_container(footage_folders=(folder,))


def lay(path: Path, content: bytes) -> Path:
    """A file that was written long ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1, 1))
    return path


def begin(client: TestClient, path: Path, **body: Any) -> str:
    answer = client.post(IMPORT, json={"path": str(path), **body})
    assert answer.status_code == 202, answer.text
    assert answer.json()["websocket_url"] == f"/pipeline/ws/{answer.json()['footage_id']}"
    return str(answer.json()["footage_id"])


def test_from_a_path_to_footage(client: TestClient, container: Container, folder: Path, clip: bytes) -> None:
    path = folder / "gym day-1.mp4"
    footage_id = begin(client, path, account_id="acme")
    promised = client.get(f"/api/video/{footage_id}").json()
    assert (promised["status"], promised["label"]) == ("importing", "gym day 1")
    assert work(container, footage_id).status is JobStatus.COMPLETED
    arrived = client.get(f"/api/video/{footage_id}").json()
    assert (arrived["status"], arrived["label"], arrived["account_id"]) == ("received", "gym day 1", "acme")
    assert (path.read_bytes(), path.stat().st_mtime) == (clip, 1)
    assert list((container.settings.home / "uploads").iterdir()) == []


def test_paths_outside_are_all_refused_alike(client: TestClient, container: Container, folder: Path) -> None:
    (folder / "out.mp4").symlink_to(folder.parent / "there.mp4")
    lay(folder.parent / "there.mp4", b"x")
    ways = ("../there.mp4", "../nowhere.mp4", "out.mp4", "/etc/passwd", "/proc/self/environ", "a\0b", "..")
    refusals = [problem(client.post(IMPORT, json={"path": str(folder / way)}), 403) for way in ways]
    assert len({refused["detail"] for refused in refusals}) == 1
    assert "GEMINIVIDEO_FOOTAGE_FOLDERS" in refusals[0]["detail"]
    assert rows(container) == {}


def test_the_own_storage_is_no_footage(
    make_container: MakeContainer, open_client: OpenClient, home: Path, clip: bytes
) -> None:
    client = open_client(make_container(footage_folders=(home.parent,)))
    client.post("/api/video/upload", files={"video": ("a.mp4", clip)})
    (stored,) = (home / "objects" / "footage").rglob("*.mp4")
    problem(client.post(IMPORT, json={"path": str(stored)}), 403)


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"path": ""}, 422), ({"path": "/a", "account_id": "a/b"}, 422), ({"path": "/a", "x": 1}, 422)],
)
def test_bad_requests(shared_client: TestClient, body: dict[str, Any], status: int) -> None:
    problem(shared_client.post(IMPORT, json=body), status)


def test_without_folders_it_is_off_and_says_so(shared_client: TestClient) -> None:
    assert "GEMINIVIDEO_FOOTAGE_FOLDERS" in problem(shared_client.post(IMPORT, json={"path": "/a"}), 503)["next_step"]


def test_a_name_in_no_encoding_behind_a_link_is_no_crash(
    client: TestClient, container: Container, folder: Path, clip: bytes
) -> None:
    (folder / "ok.mp4").symlink_to(lay(folder / os.fsdecode(b"caf\xe9.mp4"), clip))
    assert work(container, begin(client, folder / "ok.mp4")).status is JobStatus.COMPLETED
