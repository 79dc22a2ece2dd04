"""Watched folders over real files: each video once, whatever else lies there, and a reason for all that is left out."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from geminivideo.app.cli.footage import footage_table, watched_table
from geminivideo.app.container import Container
from geminivideo.app.workers.tasks import periodic_tasks, register_tasks
from geminivideo.core.clock import ManualClock
from geminivideo.core.tasks import IMPORT_QUEUE, WATCH
from geminivideo.core.watch_folder import WatchFolder
from tests.app.conftest import MakeContainer, OpenClient
from tests.app.test_path_import import lay

SETTLE = 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clients").mkdir()
    return tmp_path / "clients"


@pytest.fixture
def container(make_container: MakeContainer, folder: Path, clock: ManualClock) -> Container:
    return watching(make_container, clock, WatchFolder(path=folder, account_id=None))


def watching(make_container: MakeContainer, clock: ManualClock, *folders: WatchFolder, **settings: Any) -> Container:
    return make_container(clock, watch_folders=folders, watch_settle_seconds=SETTLE, **settings)


def look(container: Container) -> int:
    """A round with its imports; gives how many it began."""
    jobs = container.footage_watching.look()
    for job in jobs:
        container.runner.run(job.job_id, "test")
    return len(jobs)


def settle(container: Container, clock: ManualClock) -> int:
    begun = look(container)
    clock.advance(SETTLE)
    return begun + look(container)


def watched(client: TestClient) -> dict[str, str]:
    answer = client.get("/api/video/watched").raise_for_status().json()
    assert all(file["problem"] for file in answer["files"] if file["state"] in {"refused", "failed"})
    return {Path(file["path"]).name: file["state"] for file in answer["files"]}


def labels(client: TestClient, account: str = "default") -> list[str]:
    listed = client.get("/api/video", params={"account_id": account}).raise_for_status().json()["footage"]
    return [f"{row['label']}: {row['status']}" for row in listed]


def test_a_new_file_is_taken_in_once_it_lies_still(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    path = lay(folder / "acme" / "gym-1.mp4", clip[:5000])
    assert look(container) == 0
    clock.advance(SETTLE - 1)
    lay(path, clip)  # it has grown
    assert look(container) == 0
    clock.advance(SETTLE - 1)
    assert look(container) == 0
    assert watched(client) == {"gym-1.mp4": "waiting"}
    clock.advance(1)
    assert look(container) == 1
    assert labels(client, "acme") == ["gym 1: received"]
    assert (labels(client), watched(client)) == ([], {})
    (listed,) = client.get("/api/video?account_id=acme").json()["footage"]
    assert (listed["source"], listed["origin"], listed["duration_seconds"]) == ("watched", str(path), 1.0)
    assert path.read_bytes() == clip


def test_nothing_is_taken_in_again_after_a_restart_a_renaming_or_an_absence(
    make_container: MakeContainer, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    path = lay(folder / "a.mp4", clip)
    assert settle(container, clock) == 1
    again = watching(make_container, clock, WatchFolder(path=folder, account_id=None))
    assert settle(again, clock) == 0
    path = path.rename(folder / "b.mp4")
    assert settle(again, clock) == 0
    folder.rename(folder.parent / "unplugged")
    assert settle(again, clock) == 0
    (folder.parent / "unplugged").rename(folder)
    assert settle(again, clock) == 0
    path.rename(folder.parent / "b.mp4")
    assert settle(again, clock) == 0
    (folder.parent / "b.mp4").rename(path)
    assert settle(again, clock) == 0
    path.rename(lay(folder / "acme" / "x.txt", b"").parent / "b.mp4")
    assert settle(again, clock) == 1, "in another account's folder it is another account's"


def test_the_same_bytes_under_two_names_are_the_same_footage(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "a.mp4", clip)
    lay(folder / "b.mp4", clip)
    assert settle(container, clock) == 2
    assert labels(client) == ["a: received"]
    assert client.get("/api/video/watched").json()["folders"][0]["files"] == {"imported": 2}


def test_every_hostile_file_is_refused_with_its_reason_and_the_rest_comes_in(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock, shared_data: Path
) -> None:
    hostile = [path for path in sorted((shared_data / "hostile").iterdir()) if path.suffix != ".csv"]
    for path in hostile:
        shutil.copyfile(path, folder / path.name)
        os.utime(folder / path.name, (1, 1))
    lay(folder / "a.mp4", clip)
    lay(folder / "z.mp4", clip + b"\0\0\0\x08free")
    os.mkfifo(folder / "pipe.mp4")
    settle(container, clock)
    refused = {**watched(client)}
    assert refused.pop("pipe.mp4") == "refused"
    usable = {"made_huge_duration_mvhd.mp4", "made_moov_missing.mp4"}  # the manifest lets them in, or leaves it open
    assert {path.name for path in hostile} - usable <= refused.keys() <= {path.name for path in hostile}
    assert set(refused.values()) == {"refused", "failed"}
    assert {"a: received", "z: received"} <= set(labels(client))
    assert settle(container, clock) == 0, "none is tried again while it is as it is"
    assert list((container.settings.home / "uploads").iterdir()) == []


def test_a_failed_file_is_tried_again_when_it_changes(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "half.mp4", clip[: len(clip) * 2 // 3])
    lay(folder / "notes.mp4", b"not yet")
    assert settle(container, clock) == 1
    assert watched(client) == {"half.mp4": "failed", "notes.mp4": "refused"}
    of_others = client.get("/api/video/watched", params={"account_id": "acme"}).json()
    assert (of_others["files"], of_others["folders"][0]["files"]) == ([], {"failed": 1, "refused": 1})
    lay(folder / "half.mp4", clip)
    lay(folder / "notes.mp4", clip + b"\0\0\0\x08free")
    assert settle(container, clock) == 2
    assert watched(client) == {}


def test_what_is_gone_and_was_no_footage_is_forgotten(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "notes.txt", b"no video")
    settle(container, clock)
    lay(folder / "new.mp4", clip)
    look(container)
    assert watched(client) == {"new.mp4": "waiting", "notes.txt": "refused"}
    for path in folder.iterdir():
        path.unlink()
    look(container)
    assert watched(client) == {}


def test_a_full_card_comes_in_a_few_at_a_time(
    container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    for number in range(50):
        lay(folder / f"{number:02}.mp4", clip)
    container.footage_watching.look()
    clock.advance(SETTLE)
    first = container.footage_watching.look()
    assert (len(first), container.footage_watching.look()) == (20, [])
    container.runner.run(first[0].job_id, "test")
    assert len(container.footage_watching.look()) == 1


def test_without_room_a_file_waits(
    make_container: MakeContainer, open_client: OpenClient, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "a.mp4", clip)
    here = WatchFolder(path=folder, account_id="acme")
    full = watching(make_container, clock, here, min_free_bytes=10**18)
    assert settle(full, clock) == 0
    assert watched(open_client(full)) == {"a.mp4": "waiting"}
    assert look(watching(make_container, clock, here)) == 1


def test_a_folder_inside_another_and_one_set_twice_are_watched_once(
    make_container: MakeContainer, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "inner" / "a.mp4", clip)
    inner = WatchFolder(path=folder / "inner", account_id="inner")
    outer = WatchFolder(path=folder, account_id="outer")
    container = watching(make_container, clock, outer, inner, inner.model_copy(update={"account_id": "other"}))
    assert [settle(container, clock) for _ in range(3)] == [1, 0, 0]
    with container.database.transaction() as session:
        assert list(session.execute(text("SELECT account_id FROM footage")).scalars()) == ["inner"]


def test_a_missing_folder_is_told_and_hides_no_other(
    make_container: MakeContainer, open_client: OpenClient, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "a.mp4", clip)
    missing = WatchFolder(path=folder / "none", account_id="acme")
    container = watching(make_container, clock, missing, WatchFolder(path=folder, account_id="acme"))
    assert settle(container, clock) == 1
    assert watched(open_client(container)) == {"none": "refused"}


def test_pages_of_footage_go_on_where_the_last_ended(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    for name, content in (("0", clip), ("1", clip + b"\0\0\0\x08free"), ("2", clip[:-2000])):
        lay(folder / f"{name}.mp4", content)
        settle(container, clock)
    clock.advance(1)
    client.post("/api/video/upload", files={"video": ("last.mp4", clip + b"\0\0\0\x08skip")})
    seen: list[str] = []
    before: str | None = None
    for _ in range(2):
        page = client.get("/api/video", params={"limit": 2, **({"before": before} if before else {})}).json()
        seen += [row["label"] for row in page["footage"]]
        before = page["next_before"]
    assert (seen, before) == (["last", "2", "1", "0"], None)
    states = {row["label"]: (row["status"], row["source"]) for row in client.get("/api/video").json()["footage"]}
    assert (states["2"], states["last"]) == (("failed", "watched"), ("received", "upload"))


def test_the_tables_of_the_command_line_name_file_state_and_reason(
    client: TestClient, container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    from rich.console import Console

    lay(folder / "a[red]\x1b]0;title\x07.mp4", clip)
    lay(folder / "notes\x1b[2J.txt", b"<html>")
    settle(container, clock)
    console = Console(width=120, record=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115 - a sink
    console.print(footage_table("default", client.get("/api/video").json()["footage"]))
    console.print(watched_table(client.get("/api/video/watched").json()["files"]))
    said = console.export_text()
    assert "a[red]" in said
    assert "\x1b" not in said
    assert "notes\ufffd[2J.txt" in said
    assert "a web page, not a video" in said


def test_the_scheduler_has_folders_looked_into_where_any_are_set(
    make_container: MakeContainer, container: Container
) -> None:
    register_tasks(container.celery, container)
    assert "watch" not in periodic_tasks(make_container().settings)
    periodic = periodic_tasks(container.settings)
    assert {str(entry["task"]) for entry in periodic.values()} <= container.celery.tasks.keys()
    assert periodic["watch"]["schedule"] == container.settings.watch_seconds


def test_the_task_sends_what_the_look_began(
    container: Container, folder: Path, clip: bytes, clock: ManualClock
) -> None:
    lay(folder / "a.mp4", clip)
    look(container)
    clock.advance(SETTLE)
    register_tasks(container.celery, container)
    container.celery.tasks[WATCH]()
    assert container.redis.llen(IMPORT_QUEUE) == 1
