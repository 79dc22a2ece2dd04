"""An id that names nothing, well formed or not, is a 404 on every route."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from tests.app.answers import problem, rows
from tests.app.builders import finish_campaign, queue_generation

ROUTES = (
    ("GET", "/pipeline/campaign/{}"),
    ("GET", "/pipeline/campaign/{}/blueprints/bp_001"),
    ("GET", "/pipeline/campaign/{}/videos"),
    ("GET", "/pipeline/jobs/{}"),
    ("POST", "/pipeline/jobs/{}/cancel"),
    ("POST", "/pipeline/jobs/{}/retry"),
    ("GET", "/api/video/{}"),
)
MALFORMED = ("%00", "%F0%9F%8E%AC", "..%5C..", "a%20b", "'%20OR%201=1--", "x" * 5000, "%ff%fe", "campaign_%0a")


@pytest.fixture(autouse=True)
def nothing_is_left(untouched: Container) -> Iterator[None]:
    yield
    assert rows(untouched) == {}


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_unknown_and_malformed_ids(shared_client: TestClient, method: str, route: str) -> None:
    for wrong in ("unknown_1", *MALFORMED):
        problem(shared_client.request(method, route.format(wrong)), 404)


def test_unknown_blueprints(client: TestClient, container: Container) -> None:
    campaign_id = finish_campaign(container)
    for wrong in ("bp_999", *MALFORMED):
        problem(client.get(f"/pipeline/campaign/{campaign_id}/blueprints/{wrong}"), 404)


def test_only_render_jobs_are_shown_and_steered(client: TestClient, container: Container) -> None:
    job = queue_generation(container, finish_campaign(container))
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry")):
        refused = problem(client.request(method, f"/pipeline/jobs/{job.job_id}{path}"), 404)
        assert "is not a render job" in refused["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/healthz", 405), ("GET", "/pipeline/render-winners", 405)],
)
def test_routes_that_do_not_exist(shared_client: TestClient, method: str, path: str, status: int) -> None:
    problem(shared_client.request(method, path), status)
