"""A render that cannot be is refused with the reason, and queues nothing, not even the part that could be."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from tests.app.answers import problem, rows
from tests.app.builders import fail_campaign, finish_campaign, start_campaign


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"platform": "myspace"}, 422, "platform must be one of"),
        ({"quality": "ultra"}, 422, "quality must be one of 'DRAFT', 'STANDARD', 'HIGH' or 'MASTER'"),
        ({"caption_style": "comic"}, 422, "caption_style must be one of"),
        ({"audio_id": "track_1"}, 422, "audio_id names a track"),
        ({"resolution": "8k"}, 422, "resolution is not a field"),
        ({"blueprint_ids": ["bp_002"]}, 409, "did not approve bp_002"),
        ({"blueprint_ids": ["bp_001", "bp_999"]}, 404, "no blueprint 'bp_999'"),
        ({"blueprint_ids": ["\0"]}, 404, "is not an id"),
        ({"campaign_id": "campaign_unknown"}, 404, "no campaign 'campaign_unknown'"),
        ({"campaign_id": "\0"}, 404, "is not an id"),
    ],
)
def test_a_bad_render_request(
    client: TestClient, container: Container, change: dict[str, Any], status: int, said: str
) -> None:
    request = {"campaign_id": finish_campaign(container, approved=(True, False)), **change}
    assert said in problem(client.post("/pipeline/render-winners", json=request), status)["detail"]
    assert "jobs" not in rows(container)


def test_rendering_before_there_are_winners(client: TestClient, container: Container) -> None:
    failure = {"type": "x", "title": "x", "status": 500, "detail": "x", "next_step": "x"}
    expected = {
        start_campaign(container, "campaign_early"): "still being generated",
        fail_campaign(container, "campaign_failed", failure): "failed",
        finish_campaign(container, "campaign_none", approved=(False,)): "approved no blueprint",
    }
    for campaign_id, said in expected.items():
        refused = problem(client.post("/pipeline/render-winners", json={"campaign_id": campaign_id}), 409)
        assert said in refused["detail"]
