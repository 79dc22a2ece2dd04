"""Timeline edits through the API: the edited plan, a video made of it, and what is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geminivideo.app.cli.edits import read_edit
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import JobKind
from geminivideo.rendering import store as videos
from geminivideo.rendering.store import Video
from geminivideo.rendering.verification.report import RenderReport
from tests.app.rendered_campaign import CAMPAIGN, RenderedCampaign
from tests.app.test_plan_routes import plan_document


@pytest.fixture
def campaign(tmp_path: Path, database: Database, valkey: EmbeddedValkey) -> Iterator[RenderedCampaign]:
    made = RenderedCampaign(tmp_path / "home", database, valkey)
    yield made
    made.close()


def finished_video(campaign: RenderedCampaign, folder: Path) -> dict[str, Any]:
    """A video as a render leaves it, but for the film: edits need only its plan."""
    path, key = folder / "plan.json", "campaigns/plan.json"
    plan = plan_document(campaign_id=CAMPAIGN)
    path.write_text(json.dumps(plan), "utf-8")
    container = campaign.container
    container.storage.put(key, path, content_type="application/json")
    report = RenderReport(
        width=1080, height=1080, frames=135, seconds=4.5, video_codec="h264", pixel_format="yuv420p",
        audio_codec="aac", loudness_lufs=-14.0, true_peak_dbtp=-1.5,
    )  # fmt: skip
    video = Video(
        video_id="video_1", campaign_id=CAMPAIGN, job_id="job_0", blueprint_id="bp_001", platform="square",
        quality="DRAFT", duration_seconds=4.5, file_size_bytes=1, video_key="v", thumbnail_key="t", plan_key=key,
        caption_keys={}, hook_text="", cta_text="", council_score=91.0, predicted_roas=3.5, report=report,
        created_at=container.clock.now(),
    )  # fmt: skip
    with container.database.transaction() as session:
        jobs.create(session, "job_0", JobKind.RENDER, CAMPAIGN, {}, container.clock.now())
        videos.create(session, video)
    return plan


def test_a_video_is_edited_and_rendered_again_and_its_plan_alone_costs_nothing(
    campaign: RenderedCampaign, tmp_path: Path
) -> None:
    plan = finished_video(campaign, tmp_path)
    assert plan["clips"][0]["frames"] == 60
    address = "/pipeline/videos/video_1/plan/edits"
    edits = {"edits": [{"op": "split", "clip": 0, "at": 20}, {"op": "slip", "clip": 1, "seconds": 1.0}]}
    lengths = [20, 40, plan["clips"][1]["frames"]]

    shown = campaign.http.post(address, json=edits, params={"render": "false"})
    assert shown.status_code == 200, shown.text
    assert [clip["frames"] for clip in shown.json()["clips"]] == lengths
    queued = campaign.http.post(address, json=edits)
    assert queued.status_code == 202, queued.text
    (job,) = queued.json()["jobs"]
    with campaign.container.database.transaction() as session:
        payload = jobs.get(session, job["job_id"]).payload
    assert [clip["frames"] for clip in payload["plan"]["clips"]] == lengths
    assert payload["plan"]["narration"] == plan["narration"]
    assert payload["quality"] == "DRAFT"

    trimmed = {"plan": plan, "edits": [read_edit("trim clip=0 edge=tail by=-6")]}
    (job,) = campaign.http.post("/pipeline/render-plan", json=trimmed).json()["jobs"]
    with campaign.container.database.transaction() as session:
        assert jobs.get(session, job["job_id"]).payload["plan"]["clips"][0]["frames"] == 54

    for wrong, said in (
        ({"op": "trim", "clip": 0, "edge": "head", "by": 54}, "Edit 1 (trim of clip 0) cannot be made"),
        ({"op": "replace", "clip": 0, "footage_id": "footage_none"}, "There is no footage footage_none"),
        ({"op": "explode", "clip": 0}, "edits"),
        ({"op": "slip", "clip": 0, "seconds": "soon"}, "edits"),
    ):
        answer = campaign.http.post(address, json={"edits": [wrong]})
        assert 400 <= answer.status_code < 500
        assert said in answer.json()["detail"], json.dumps(answer.json())
        assert answer.json()["next_step"]


def test_edits_are_typed_as_a_name_and_values() -> None:
    assert read_edit("trim clip=3 edge=tail by=-12") == {"op": "trim", "clip": 3, "edge": "tail", "by": -12}
    assert read_edit("slip clip=0 seconds=0.5") == {"op": "slip", "clip": 0, "seconds": 0.5}
    assert read_edit("replace clip=1 footage_id=7") == {"op": "replace", "clip": 1, "footage_id": "7"}
    for unreadable in ("", "trim clip", "trim 3 tail"):
        with pytest.raises(InvalidInputError, match="cannot be read"):
            read_edit(unreadable)
