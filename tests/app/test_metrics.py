"""Requests are measured by route template, refused and failed ones included."""

from fastapi.testclient import TestClient
from sqlalchemy import text
from structlog.testing import capture_logs

from geminivideo.app.container import Container
from tests.app.answers import problem


def count(client: TestClient, method: str, route: str, status: int) -> float:
    labels = f'method="{method}",route="{route}",service="gateway",status="{status}"'
    for line in client.get("/metrics").text.splitlines():
        if line.startswith(f"geminivideo_request_seconds_count{{{labels}}}"):
            return float(line.split()[-1])
    return 0


def test_ids_are_no_labels(shared_client: TestClient) -> None:
    route = "/pipeline/campaign/{campaign_id}"
    before = count(shared_client, "GET", route, 404)
    shared_client.get("/pipeline/campaign/campaign_x")
    assert count(shared_client, "GET", route, 404) == before + 1
    assert "campaign_x" not in shared_client.get("/metrics").text


def test_refusals_are_counted(shared_client: TestClient) -> None:
    before = count(shared_client, "GET", "unmatched", 403)
    shared_client.get("/healthz", headers={"host": "evil.example"})
    assert count(shared_client, "GET", "unmatched", 403) == before + 1


def test_an_unforeseen_error_is_counted_and_answered(client: TestClient, container: Container) -> None:
    with container.database.transaction() as session:
        session.execute(text("ALTER TABLE jobs RENAME TO jobs_gone"))
    before = count(client, "GET", "/pipeline/jobs/{job_id}", 500)
    with capture_logs() as logs:
        document = problem(client.get("/pipeline/jobs/job_1"), 500)
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["request failed unexpectedly"]
    assert "jobs_gone" not in str(document)
    assert "SELECT" not in str(document)
    assert count(client, "GET", "/pipeline/jobs/{job_id}", 500) == before + 1
