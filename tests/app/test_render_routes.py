"""Render jobs through the gateway: queued by rank, cancelled, retried, and told of."""

from typing import Any

from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core import events
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import JobStatus
from tests.app.answers import problem, rows
from tests.app.builders import finish_campaign, queue_render


def render(client: TestClient, **request: Any) -> list[dict[str, Any]]:
    answer = client.post("/pipeline/render-winners", json={"campaign_id": "campaign_1", **request})
    assert answer.status_code == 202, answer.text
    queued: list[dict[str, Any]] = answer.json()["jobs"]
    return queued


def test_without_names_the_ten_best_are_rendered(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True,) * 12)
    queued = render(client)
    assert [job["blueprint_id"] for job in queued] == [f"bp_{number:03}" for number in range(1, 11)]
    assert {job["status"] for job in queued} == {"queued"}
    assert len({job["job_id"] for job in queued}) == 10


def test_a_blueprint_named_twice_is_rendered_once(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True, True))
    queued = render(client, blueprint_ids=["bp_002", "bp_001", "bp_002"])
    assert [job["blueprint_id"] for job in queued] == ["bp_002", "bp_001"]


def test_options_reach_the_job(client: TestClient, container: Container) -> None:
    finish_campaign(container)
    (queued,) = render(client, platform="square", quality="DRAFT", caption_style="karaoke", use_beat_sync=True)
    with container.database.transaction() as session:
        payload = jobs.get(session, queued["job_id"]).payload
    assert payload == {
        "blueprint_id": "bp_001",
        "platform": "square",
        "quality": "DRAFT",
        "preview": False,
        "add_captions": True,
        "caption_style": "karaoke",
        "smart_crop": True,
        "use_beat_sync": True,
        "match_clips": True,
        "original_sound": False,
        "caption_original_sound": True,
        "progress_bar": False,
        "still_ids": [],
        "mix": {"voice_db": 0.0, "music_db": 0.0, "original_db": 0.0, "duck_db": 13.0},
        "voice": {"provider": "offline", "voice": None, "model": None, "instructions": None, "fallback": True},
    }


def test_a_queued_job_is_cancelled_at_once_and_told(client: TestClient, container: Container) -> None:
    job = queue_render(container, finish_campaign(container))
    assert client.post(f"/pipeline/jobs/{job.job_id}/cancel").json()["status"] == "cancelled"
    with container.database.transaction() as session:
        failed, complete = events.read_after(session, "campaign_1", 0)
    assert (failed.type, complete.type) == ("render_failed", "campaign_complete")
    assert failed.payload["error"]["type"] == "urn:geminivideo:problem:cancelled"
    assert f"{job.job_id}/retry" in failed.payload["error"]["next_step"]
    problem(client.post(f"/pipeline/jobs/{job.job_id}/cancel"), 409)


def test_a_cancelled_job_is_not_run_by_a_late_message(client: TestClient, container: Container) -> None:
    job = queue_render(container, finish_campaign(container))
    client.post(f"/pipeline/jobs/{job.job_id}/cancel")
    container.runner.run(job.job_id, "test")
    assert client.get(f"/pipeline/jobs/{job.job_id}").json()["status"] == "cancelled"


def test_a_running_job_is_asked_to_stop(client: TestClient, container: Container) -> None:
    job = queue_render(container, finish_campaign(container))
    with container.database.transaction() as session:
        jobs.claim(session, job.job_id, "test", container.clock.now(), container.runner._lease)
    assert client.post(f"/pipeline/jobs/{job.job_id}/cancel").json()["status"] == "running"
    assert "events" not in rows(container)


def test_a_cancelled_job_can_be_queued_again(client: TestClient, container: Container) -> None:
    job = queue_render(container, finish_campaign(container))
    problem(client.post(f"/pipeline/jobs/{job.job_id}/retry"), 409)
    client.post(f"/pipeline/jobs/{job.job_id}/cancel")
    again = client.post(f"/pipeline/jobs/{job.job_id}/retry").json()
    assert (again["status"], again["progress"], again["error"]) == (JobStatus.QUEUED, 0, None)


def test_a_campaign_is_complete_only_after_its_last_render(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True, True))
    for job in render(client):
        with container.database.transaction() as session:
            assert "campaign_complete" not in {e.type for e in events.read_after(session, "campaign_1", 0)}
        client.post(f"/pipeline/jobs/{job['job_id']}/cancel")
    with container.database.transaction() as session:
        assert events.read_after(session, "campaign_1", 0)[-1].payload == {"total_videos": 0}
