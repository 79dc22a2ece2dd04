"""The main job through the real server: brief and footage in, ranked and rendered ads out."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from tests.stack.conftest import Stack

pytestmark = pytest.mark.slow

CAMPAIGN_FIELDS = {
    "campaign_id",
    "status",
    "total_generated",
    "approved",
    "rejected",
    "blueprints",
    "avg_council_score",
    "avg_predicted_roas",
    "best_predicted_roas",
    "generation_time_seconds",
    "ready_for_render",
    "websocket_url",
    "sources",
}
BLUEPRINT_FIELDS = {
    "id",
    "title",
    "council_score",
    "predicted_roas",
    "roas_interval",
    "confidence_level",
    "rank",
    "hook_text",
    "hook_type",
    "cta_text",
    "target_avatar",
    "emotional_triggers",
}
VIDEO_FIELDS = {
    "video_id",
    "blueprint_id",
    "platform",
    "format",
    "duration_seconds",
    "file_size_bytes",
    "video_url",
    "thumbnail_url",
    "council_score",
    "predicted_roas",
    "hook_text",
    "cta_text",
}


@pytest.fixture(scope="module")
def footage(stack: Stack, samples: Path) -> list[dict[str, Any]]:
    return [stack.analyzed(path) for path in sorted(samples.glob("*.mp4"))]


@pytest.fixture(scope="module")
def campaign(stack: Stack, footage: list[dict[str, Any]]) -> dict[str, Any]:
    return stack.generated(footage_ids=[clip["footage_id"] for clip in footage])


def test_footage_becomes_ranked_scenes(footage: list[dict[str, Any]]) -> None:
    for clip in footage:
        assert clip["status"] == "ready"
        ranks = sorted(scene["rank"] for scene in clip["scenes"])
        assert ranks == list(range(1, len(clip["scenes"]) + 1))
        assert clip["scenes"][-1]["end_seconds"] == pytest.approx(clip["probe"]["duration_seconds"], abs=0.2)
        assert all(0 < scene["predicted_ctr"] < 1 and scene["reasons"] for scene in clip["scenes"])
        assert len({scene["predicted_ctr"] for scene in clip["scenes"]}) == len(clip["scenes"])


def test_the_same_file_is_not_analysed_twice(stack: Stack, samples: Path, footage: list[dict[str, Any]]) -> None:
    again = stack.upload(min(samples.glob("*.mp4")))
    assert again["footage_id"] == footage[0]["footage_id"]
    assert again["status"] == "ready"


def test_the_campaign_answers_with_every_promised_field(campaign: dict[str, Any]) -> None:
    assert campaign.keys() >= CAMPAIGN_FIELDS
    assert campaign["status"] == "completed"
    assert campaign["total_generated"] == campaign["approved"] + campaign["rejected"] == 50
    assert campaign["ready_for_render"]
    assert campaign["websocket_url"] == f"/pipeline/ws/{campaign['campaign_id']}"
    assert campaign["sources"]["director"] == "local"
    assert campaign["sources"]["oracle"] == "local"
    assert campaign["sources"]["judges"] == dict.fromkeys(("gemini", "claude", "gpt", "deepctr"), "local")


def test_the_ranking_is_by_predicted_roas_without_gaps(campaign: dict[str, Any]) -> None:
    blueprints = campaign["blueprints"]
    assert [b["rank"] for b in blueprints] == list(range(1, campaign["approved"] + 1))
    roas = [b["predicted_roas"] for b in blueprints]
    assert roas == sorted(roas, reverse=True)
    assert len(set(roas)) > len(roas) * 0.8
    for blueprint in blueprints:
        assert blueprint.keys() >= BLUEPRINT_FIELDS
        low, high = blueprint["roas_interval"]
        assert 0 < low < blueprint["predicted_roas"] < high
        assert blueprint["council_score"] >= 85.0


def test_approval_comes_out_of_the_scoring(stack: Stack, campaign: dict[str, Any]) -> None:
    """A good brief is mostly approved, and more after reflexion; empty promises are mostly not."""
    statistics = campaign["statistics"]
    assert statistics["approved_before_reflexion"] < campaign["approved"]
    assert campaign["approved"] >= 30
    bad = stack.generated(
        product_name="MiracleSlim",
        offer="Guaranteed results or else",
        target_avatar="fat people",
        pain_points=["you are fat and ugly", "your diabetes"],
        desires=["lose 30 kg in 7 days", "get rich quick"],
    )
    assert bad["approved"] <= 10


def test_a_seed_repeats_a_campaign(stack: Stack, campaign: dict[str, Any]) -> None:
    again = stack.generated()
    assert [(b["id"], b["hook_text"], b["predicted_roas"]) for b in again["blueprints"]] == [
        (b["id"], b["hook_text"], b["predicted_roas"]) for b in campaign["blueprints"]
    ]


def test_fifty_variations_take_seconds(stack: Stack, campaign: dict[str, Any]) -> None:
    """Warm: the fixture above has been the first campaign of this process. `bench/pipeline` measures it alone; here
    other tests hold half of the machine.
    """
    fastest = min(stack.generated()["generation_time_seconds"] for _ in range(3))
    assert fastest < 10.0


def test_a_blueprint_tells_its_whole_story(stack: Stack, campaign: dict[str, Any]) -> None:
    first = campaign["blueprints"][0]["id"]
    story = stack.http.get(f"/pipeline/campaign/{campaign['campaign_id']}/blueprints/{first}").json()
    council = story["council"]
    weights = {j["member"]: j["weight"] for j in council["judgements"]}
    assert weights == {"gemini": 0.40, "claude": 0.30, "gpt": 0.20, "deepctr": 0.10}
    recomputed = sum(j["weight"] * j["score"] for j in council["judgements"])
    assert recomputed == pytest.approx(council["score"], abs=0.02)
    assert len(story["oracle"]["engines"]) == 8
    assert len(story["oracle"]["features"]) == 12
    assert story["blueprint"]["scenes"]


def test_generation_events_come_in_order_and_can_be_taken_up_anywhere(stack: Stack, campaign: dict[str, Any]) -> None:
    url = campaign["websocket_url"]
    events = stack.events(url, lambda event: event["type"] == "generation_complete")
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all({"type", "campaign_id", "at", "seq"} <= event.keys() for event in events)
    progress = [event["progress"] for event in events if event["type"] == "generation_progress"]
    assert progress == sorted(progress)
    judged = [event for event in events if event["type"] == "blueprint_evaluated"]
    assert len(judged) == 50
    assert sum(event["approved"] for event in judged) == campaign["approved"] == events[-1]["approved"]
    middle = events[len(events) // 2]["seq"]
    rest = stack.events(url, lambda event: event["type"] == "generation_complete", after=middle)
    assert rest == events[middle:]


def test_winners_become_videos_that_can_be_downloaded(stack: Stack, campaign: dict[str, Any]) -> None:
    best = [blueprint["id"] for blueprint in campaign["blueprints"][:1]]
    request = {"campaign_id": campaign["campaign_id"], "blueprint_ids": best, "quality": "DRAFT"}
    queued = stack.http.post("/pipeline/render-winners", json=request)
    assert queued.status_code == 202
    (job,) = queued.json()["jobs"]
    events = stack.events(queued.json()["websocket_url"], lambda event: event["type"] == "campaign_complete")
    mine = [event for event in events if event.get("job_id") == job["job_id"]]
    assert [mine[0]["type"], mine[-1]["type"]] == ["render_started", "render_complete"]
    percents = [event["progress"] for event in mine if event["type"] == "render_progress"]
    assert percents == sorted(percents)
    encoding = {e["progress"] for e in mine if e["type"] == "render_progress" and e["stage"] == "encode"}
    assert len(encoding) >= 3

    (video,) = stack.http.get(f"/pipeline/campaign/{campaign['campaign_id']}/videos").json()["videos"]
    assert video.keys() >= VIDEO_FIELDS
    content = httpx.get(video["video_url"]).raise_for_status().content
    assert len(content) == video["file_size_bytes"]
    _check_streams(content, video["duration_seconds"], stack.home / "downloaded.mp4")
    part = httpx.get(video["video_url"], headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.content) == (206, content[:100])
    thumbnail = httpx.get(video["thumbnail_url"]).raise_for_status()
    assert thumbnail.headers["content-type"] == "image/jpeg"
    finished = stack.http.get(f"/pipeline/jobs/{job['job_id']}").json()
    assert (finished["status"], finished["progress"]) == ("completed", 100)


def _check_streams(content: bytes, seconds: float, path: Path) -> None:
    path.write_bytes(content)
    with av.open(str(path)) as container:
        (video,), (audio,) = container.streams.video, container.streams.audio
        assert (video.width, video.height) == (1080, 1920)
        assert video.codec_context.name == "h264"
        assert video.average_rate == Fraction(30)
        assert video.codec_context.pix_fmt == "yuv420p"
        assert audio.codec_context.name == "aac"
        assert video.frames == round(seconds * 30)
        assert (audio.duration or 0) * float(audio.time_base or 0) == pytest.approx(seconds, abs=0.1)


def test_two_campaigns_at_once(stack: Stack) -> None:
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda seed: stack.generated(seed=seed), (101, 102))
    assert one["campaign_id"] != other["campaign_id"]
    assert {b["hook_text"] for b in one["blueprints"]} != {b["hook_text"] for b in other["blueprints"]}
    assert one["total_generated"] == other["total_generated"] == 50


def test_a_video_with_a_brief_becomes_a_campaign(stack: Stack, samples: Path) -> None:
    started = stack.upload(
        samples / "hands_pouring_coffee.mp4",
        generate="true",
        account_id="coffee-shop",
        product_name="Morning Ritual",
        offer="20% off your first bag",
        target_avatar="people who love filter coffee",
        pain_points='["coffee that tastes burnt"]',
        desires='["a calm morning"]',
        num_variations="5",
    )
    events = stack.events(started["websocket_url"], lambda event: event["type"] == "generation_complete")
    assert any("Analysing" in event.get("message", "") for event in events)
    campaign = stack.http.get(f"/pipeline/campaign/{started['campaign_id']}").json()
    assert campaign["total_generated"] == 5


def test_without_waiting_the_answer_comes_at_once(stack: Stack) -> None:
    from tests.stack.conftest import BRIEF

    answer = stack.http.post("/pipeline/generate-campaign?wait=false", json=BRIEF)
    assert answer.status_code == 202
    started = answer.json()
    stack.events(started["websocket_url"], lambda event: event["type"] == "generation_complete")
    assert stack.http.get(f"/pipeline/campaign/{started['campaign_id']}").json()["status"] == "completed"
