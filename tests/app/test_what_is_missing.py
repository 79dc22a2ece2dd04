"""A full disk, a missing ffmpeg, a broker or database that is away: named at once, where it matters, with a way out."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from geminivideo.app.container import Container
from geminivideo.core import events
from geminivideo.core.jobs import store as jobs
from tests.app.answers import files, problem, rows
from tests.app.builders import BRIEF, finish_campaign, queue_render
from tests.app.conftest import MakeContainer, OpenClient

FULL = 10**18
NOWHERE = Path("/nonexistent/ffmpeg")


def told(container: Container, stream_id: str = "campaign_1") -> list[dict[str, Any]]:
    with container.database.transaction() as session:
        return [event.message() for event in events.read_after(session, stream_id, 0)]


def test_an_upload_to_a_full_disk(make_container: MakeContainer, open_client: OpenClient, clip: bytes) -> None:
    container = make_container(min_free_bytes=FULL)
    refused = open_client(container).post("/api/video/upload", files={"video": ("clip.mp4", clip)})
    assert "free some space" in problem(refused, 507)["next_step"]
    assert (rows(container), files(container.settings.home)) == ({}, [])


def test_a_disk_that_fills_up_before_the_file_is_stored(
    make_container: MakeContainer, open_client: OpenClient, clip: bytes
) -> None:
    container = make_container(min_free_bytes=FULL)
    container.upload_spool = make_container().upload_spool
    refused = open_client(container).post("/api/video/upload", files={"video": ("clip.mp4", clip)})
    problem(refused, 507)
    assert (rows(container), files(container.settings.home)) == ({}, [])


@pytest.mark.parametrize(
    ("settings", "status", "slug", "advice"),
    [
        ({"min_free_bytes": FULL}, 507, "storage-full", "free some space"),
        ({"ffmpeg": NOWHERE}, 503, "unavailable", "install ffmpeg"),
    ],
)
def test_a_render_that_cannot_be(
    make_container: MakeContainer,
    open_client: OpenClient,
    settings: dict[str, Any],
    status: int,
    slug: str,
    advice: str,
) -> None:
    container = make_container(**settings)
    finish_campaign(container)
    job = queue_render(container)
    container.runner.run(job.job_id, "test")
    answer = open_client(container).get(f"/pipeline/jobs/{job.job_id}").json()
    assert answer["status"] == "failed"
    assert (answer["error"]["status"], answer["error"]["type"]) == (status, f"urn:geminivideo:problem:{slug}")
    assert advice in answer["error"]["next_step"]
    assert [event["type"] for event in told(container)][-2:] == ["render_failed", "campaign_complete"]
    assert told(container)[-2]["error"] == answer["error"]
    assert "videos" not in rows(container)


def test_a_render_that_failed_goes_on_once_its_cause_is_mended(make_container: MakeContainer) -> None:
    broken = make_container(min_free_bytes=FULL)
    finish_campaign(broken)
    job = queue_render(broken)
    broken.runner.run(job.job_id, "test")
    assert files(broken.settings.home) == []
    with broken.database.transaction() as session:
        again = jobs.retry(session, job.job_id, broken.clock.now())
    assert (again.status, again.error) == ("queued", None)


def test_readiness_tells_of_a_missing_ffmpeg(make_container: MakeContainer, open_client: OpenClient) -> None:
    answer = open_client(make_container(ffmpeg=NOWHERE)).get("/readyz")
    states = answer.json()["dependencies"]
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert {name for name, state in states.items() if not state["ok"]} == {"ffmpeg"}
    assert "install ffmpeg" in states["ffmpeg"]["detail"]


def test_all_else_works_without_ffmpeg(make_container: MakeContainer, open_client: OpenClient) -> None:
    client = open_client(make_container(ffmpeg=NOWHERE))
    assert client.post("/pipeline/generate-campaign?wait=false", json=BRIEF).status_code == 202
    assert client.get("/healthz").json() == {"status": "alive"}


def test_a_broker_that_is_away_delays_work_and_loses_none(
    make_container: MakeContainer, open_client: OpenClient
) -> None:
    container = make_container(redis_url=SecretStr("redis://127.0.0.1:1/0"))
    client = open_client(container)
    assert client.post("/pipeline/generate-campaign?wait=false", json=BRIEF).status_code == 202
    assert rows(container)["jobs"] == 1
    assert client.get("/readyz").json()["dependencies"]["redis"]["ok"] is False


def test_a_database_that_is_away(make_container: MakeContainer, open_client: OpenClient) -> None:
    container = make_container(database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"))
    client: TestClient = open_client(container)
    assert "doctor" in problem(client.get("/pipeline/campaign/campaign_1"), 503)["next_step"]
    problem(client.post("/pipeline/generate-campaign", json=BRIEF), 503)
    assert client.get("/readyz").json()["dependencies"]["database"]["ok"] is False
    assert client.get("/healthz").status_code == 200
