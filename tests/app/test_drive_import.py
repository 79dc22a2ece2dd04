"""Footage from Google Drive through the API: promised at once, fetched by a job, then footage like any other."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import text

from geminivideo.app.api.gateway import create_gateway
from geminivideo.app.cli.analyze import import_with_progress
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.container import Container
from geminivideo.core import events
from geminivideo.core.clock import SystemClock
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus
from geminivideo.footage import store as footage_store
from geminivideo.footage.imports import store as imports
from geminivideo.footage.model import Analysis
from tests.app.answers import problem
from tests.app.builders import BRIEF
from tests.app.conftest import MakeContainer, OpenClient
from tests.footage.drive.fixtures import credentials, drive, rsa_key
from tests.footage.drive.server import FILE_ID, SERVICE_EMAIL, Drive, Fault, Stored

__all__ = ["credentials", "drive", "rsa_key"]
LINK = f"https://drive.google.com/file/d/{FILE_ID}/view?usp=sharing"


@pytest.fixture
def container(make_container: MakeContainer, drive: Drive, credentials: Path, clip: bytes) -> Container:
    drive.files[FILE_ID] = Stored(clip)
    return make_container(drive_credentials=credentials, drive_base_url=drive.url)


def begin(client: TestClient, **body: Any) -> str:
    answer = client.post("/api/video/import-drive", json=body or {"url": LINK})
    assert answer.status_code == 202, answer.text
    footage_id = str(answer.json()["footage_id"])
    expected = {"footage_id": footage_id, "status": "importing", "websocket_url": f"/pipeline/ws/{footage_id}"}
    assert answer.json() == expected
    return footage_id


def job_of(container: Container, footage_id: str) -> Job:
    with container.database.transaction() as session:
        return jobs.get(session, imports.get(session, footage_id).job_id)


def work(container: Container, footage_id: str) -> Job:
    """Have the import done here and now."""
    container.runner.run(job_of(container, footage_id).job_id, "test")
    return job_of(container, footage_id)


def told(container: Container, stream_id: str) -> list[events.Event]:
    with container.database.transaction() as session:
        return events.read_after(session, stream_id, 0)


def analyse(container: Container, footage_id: str) -> None:
    query = text("SELECT job_id FROM jobs WHERE subject_id = :footage AND kind = 'analyze'")
    with container.database.transaction() as session:
        (job_id,) = session.execute(query, {"footage": footage_id}).scalars()
    container.runner.run(job_id, "test")


def test_from_a_link_to_footage(client: TestClient, container: Container, clip: bytes) -> None:
    footage_id = begin(client)
    promised = client.get(f"/api/video/{footage_id}").json()
    assert (promised["status"], promised["probe"], promised["sha256"], promised["scenes"]) == (
        "importing",
        None,
        None,
        [],
    )
    with client.websocket_connect(f"ws://127.0.0.1:8080/pipeline/ws/{footage_id}") as socket:
        assert work(container, footage_id).status is JobStatus.COMPLETED
        first = socket.receive_json()
        assert (first["type"], first["stage"]) == ("footage_progress", "downloading from Google Drive")
    arrived = client.get(f"/api/video/{footage_id}").json()
    assert (arrived["footage_id"], arrived["status"], arrived["label"]) == (footage_id, "received", "gym day 1")
    assert arrived["probe"]["size_bytes"] == len(clip)
    last = told(container, footage_id)[-1]
    assert (last.type, last.payload) == ("footage_imported", {"footage_id": footage_id, "known_before": False})
    with container.database.transaction() as session:
        assert jobs.count_unfinished(session, footage_id, JobKind.ANALYZE) == 1
    assert list((container.settings.home / "uploads").iterdir()) == [], "the spool is empty again"


def test_bytes_that_were_known_lead_to_the_older_footage(client: TestClient, container: Container, clip: bytes) -> None:
    older = client.post("/api/video/upload", files={"video": ("a.mp4", clip)}).json()["footage_id"]
    early = begin(client, file_id=FILE_ID)
    work(container, early)
    assert client.get(f"/api/video/{early}").json()["footage_id"] == older
    assert told(container, early)[-1].payload == {"footage_id": older, "known_before": True}
    analyse(container, older)  # which fails, for there is no model to predict with
    (mine, its) = (told(container, stream)[-1] for stream in (early, older))
    assert (mine.type, mine.payload) == (its.type, its.payload)
    assert (its.type, its.payload["footage_id"]) == ("footage_failed", older)


def test_bytes_that_are_analysed_already_are_ready_at_once(
    client: TestClient, container: Container, clip: bytes
) -> None:
    older = analysed(client, container, clip)
    footage_id = begin(client)
    work(container, footage_id)
    assert [event.type for event in told(container, footage_id)[-2:]] == ["footage_imported", "footage_ready"]
    assert told(container, footage_id)[-1].payload == {"footage_id": older, "scenes": 0}
    answer = client.get(f"/api/video/{footage_id}").json()
    assert (answer["footage_id"], answer["status"]) == (older, "ready")
    order = {**BRIEF, "footage_ids": [footage_id]}
    assert client.post("/pipeline/generate-campaign?wait=false", json=order).status_code == 202


def analysed(client: TestClient, container: Container, clip: bytes) -> str:
    """Footage with an analysis that found nothing."""
    footage_id = str(client.post("/api/video/upload", files={"video": ("a.mp4", clip)}).json()["footage_id"])
    with container.database.transaction() as session:
        footage_store.save_analysis(session, footage_id, Analysis(scenes=()), container.clock.now())
    return footage_id


def test_the_command_line_follows_an_import(container: Container, open_client: OpenClient, clip: bytes) -> None:
    with open_client(container) as client, on_a_port(container) as address, busy(container):
        older = analysed(client, container, clip)
        footage = import_with_progress(GatewayClient(address), Output(as_json=True), LINK, None)
        assert (footage["footage_id"], footage["status"]) == (older, "ready")


@contextmanager
def on_a_port(container: Container) -> Iterator[str]:
    """The gateway as other processes see it."""
    server = uvicorn.Server(uvicorn.Config(create_gateway(container), port=0, log_config=None))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@contextmanager
def busy(container: Container) -> Iterator[None]:
    """A worker that does every import that is queued."""
    over, queued = threading.Event(), text("SELECT job_id FROM jobs WHERE status = 'queued' AND kind = 'import'")

    def loop() -> None:
        while not over.wait(0.05):
            with container.database.transaction() as session:
                waiting = list(session.execute(queued).scalars())
            for job_id in waiting:
                container.runner.run(job_id, "test")

    worker = threading.Thread(target=loop)
    worker.start()
    yield
    over.set()
    worker.join()


def test_without_credentials_nothing_is_begun(
    make_container: MakeContainer, open_client: OpenClient, tmp_path: Path
) -> None:
    for path in (None, tmp_path / "none.json"):
        container = make_container(drive_credentials=path)
        refused = problem(open_client(container).post("/api/video/import-drive", json={"url": LINK}), 503)
        assert "GEMINIVIDEO_DRIVE_CREDENTIALS" in refused["next_step"]
        with container.database.transaction() as session:
            assert session.execute(text("SELECT count(*) FROM jobs")).scalar_one() == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"file_id": FILE_ID, "url": LINK},
        {"file_id": "../../v2/about"},
        {"url": "http://169.254.169.254/latest/meta-data"},
        {"url": f"https://drive.google.com/drive/folders/{FILE_ID}"},
        {"url": LINK, "account_id": "a/b"},
        {"url": LINK, "folder": "x"},
    ],
)
def test_what_names_no_file_is_refused(client: TestClient, body: dict[str, str]) -> None:
    problem(client.post("/api/video/import-drive", json=body), 422)


def test_a_failed_import_says_why_and_goes_on_at_the_byte(
    client: TestClient, container: Container, drive: Drive
) -> None:
    drive.files[FILE_ID].data += bytes(200_000)  # behind the film
    drive.faults["media"] = [Fault(cut_after=100_000), Fault(404)]
    footage_id = begin(client)
    assert work(container, footage_id).status is JobStatus.FAILED
    failed = client.get(f"/api/video/{footage_id}").json()
    assert failed["status"] == "failed"
    assert SERVICE_EMAIL in failed["problem"]["next_step"]
    assert told(container, footage_id)[-1].type == "footage_failed"
    order = {**BRIEF, "footage_ids": [footage_id]}
    assert SERVICE_EMAIL in problem(client.post("/pipeline/generate-campaign?wait=false", json=order), 409)["next_step"]

    assert client.post(f"/api/video/{footage_id}/import/retry").json()["status"] == "importing"
    assert client.get(f"/api/video/{footage_id}").json()["problem"] is None
    assert work(container, footage_id).status is JobStatus.COMPLETED
    assert drive.ranges()[-1] == "bytes=100000-"


def test_what_is_no_video_is_refused_and_removed(
    client: TestClient, container: Container, drive: Drive, shared_data: Path
) -> None:
    drive.files[FILE_ID] = Stored((shared_data / "hostile" / "made_html_drive_login_page.mp4").read_bytes())
    footage_id = begin(client)
    job = work(container, footage_id)
    assert (job.error or {})["status"] == 415
    assert client.get(f"/api/video/{footage_id}").json()["status"] == "failed"
    assert list((container.settings.home / "uploads").iterdir()) == []


def test_footage_that_is_on_its_way_cannot_be_cut_from_yet(client: TestClient, container: Container) -> None:
    order = {**BRIEF, "footage_ids": [begin(client)]}
    refused = problem(client.post("/pipeline/generate-campaign?wait=false", json=order), 409)
    assert "still being imported" in refused["detail"]


def test_an_import_that_waits_is_cancelled_at_once(client: TestClient, container: Container, drive: Drive) -> None:
    footage_id = begin(client)
    assert client.post(f"/api/video/{footage_id}/import/cancel").json()["status"] == "cancelled"
    assert client.get(f"/api/video/{footage_id}").json()["status"] == "cancelled"
    assert told(container, footage_id)[-1].type == "footage_failed"
    problem(client.post(f"/api/video/{footage_id}/import/cancel"), 409)
    work(container, footage_id)
    assert drive.seen == []
    for what in ("cancel", "retry"):
        problem(client.post(f"/api/video/footage_none/import/{what}"), 404)


def test_a_download_is_cancelled_though_the_server_is_silent(
    client: TestClient, container: Container, drive: Drive
) -> None:
    drive.faults["media"] = [Fault(cut_after=1000, stalls=True)]
    footage_id = begin(client)
    worker = threading.Thread(target=work, args=(container, footage_id))
    worker.start()
    assert drive.stalled.wait(30)
    assert client.post(f"/api/video/{footage_id}/import/cancel").json()["status"] == "importing"
    worker.join(20)
    assert job_of(container, footage_id).status is JobStatus.CANCELLED
    assert client.get(f"/api/video/{footage_id}").json()["status"] == "cancelled"


_WORKER = """
import sys
from geminivideo.app.container import Container
from geminivideo.core.settings import Settings
Container(Settings()).runner.run(sys.argv[1], "to be killed")
"""


def test_a_worker_that_is_killed_costs_no_byte_that_was_there(
    client: TestClient, container: Container, drive: Drive
) -> None:
    """SIGKILL in mid-file: the job is taken over and goes on where the file stands."""
    whole = drive.files[FILE_ID].data + bytes(5_000_000)  # boxes of zeros behind the film
    drive.files[FILE_ID].data = whole
    drive.faults["media"] = [Fault(cut_after=4_500_000, stalls=True)]
    footage_id = begin(client)
    job = job_of(container, footage_id)
    environment = {**os.environ, **_settings(container)}
    with subprocess.Popen([sys.executable, "-c", _WORKER, job.job_id], env=environment) as worker:
        assert drive.stalled.wait(60)
        spooled = container.settings.home / "uploads" / footage_id / "data"
        while spooled.stat().st_size < 4_000_000:
            assert worker.poll() is None
        worker.send_signal(signal.SIGKILL)
    here = spooled.stat().st_size
    later = SystemClock().now() + timedelta(minutes=1)
    with container.database.transaction() as session:
        (freed,) = jobs.reap(session, later).resend
    assert work(container, footage_id).status is JobStatus.COMPLETED
    assert (freed.job_id, drive.ranges()) == (job.job_id, [None, f"bytes={here}-"])
    assert client.get(f"/api/video/{footage_id}").json()["probe"]["size_bytes"] == len(whole)


def _settings(container: Container) -> dict[str, str]:
    settings = container.settings
    assert settings.database_url
    assert settings.redis_url
    return {
        "GEMINIVIDEO_HOME": str(settings.home),
        "GEMINIVIDEO_DATABASE_URL": settings.database_url.get_secret_value(),
        "GEMINIVIDEO_REDIS_URL": settings.redis_url.get_secret_value(),
        "GEMINIVIDEO_DRIVE_CREDENTIALS": str(settings.drive_credentials),
        "GEMINIVIDEO_DRIVE_BASE_URL": settings.drive_base_url,
        "GEMINIVIDEO_MIN_FREE_BYTES": "0",
    }
