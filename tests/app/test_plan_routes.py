"""The edit plan as a document: given out, changed, sent back and rendered; and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.jobs import store as jobs
from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.timeline import lay_out
from tests.app.rendered_campaign import CAMPAIGN, FOOTAGE, RenderedCampaign
from tests.rendering.examples import blueprint, footage, scene, source, speeches


@pytest.fixture
def campaign(tmp_path: Path, database: Database, valkey: EmbeddedValkey) -> Iterator[RenderedCampaign]:
    made = RenderedCampaign(tmp_path / "home", database, valkey)
    yield made
    made.close()


def plan_document(**changed: Any) -> dict[str, Any]:
    """Two seconds of the campaign's film, then the end card."""
    ad = blueprint(scene(2.0, "Hello big world"), scene(2.5, "Buy it now"))
    film = source("red", 320, 180, 5.0)
    settings = EditSettings(Platform.SQUARE, CaptionStyle.MODERN, seed=0)
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [footage(film)], settings)
    return {**plan.model_dump(mode="json"), "music": None, **changed}


def test_a_plan_goes_out_comes_back_changed_and_is_rendered(campaign: RenderedCampaign) -> None:
    request = {"plan": plan_document(), "campaign_id": CAMPAIGN, "quality": "DRAFT"}
    queued = campaign.http.post("/pipeline/render-plan", json=request)
    assert queued.status_code == 202, queued.text
    assert campaign.run(queued.json())["status"] == "completed"
    (video,) = campaign.videos()

    plan = campaign.http.get(f"/pipeline/videos/{video['video_id']}/plan").json()
    assert plan["campaign_id"] == CAMPAIGN
    plan["narration"][0] |= {"text": "Hello small world", "words": []}
    plan["caption_style"] = "karaoke"
    again = campaign.http.post("/pipeline/render-plan", json={"plan": plan, "preview": True})
    assert again.status_code == 202, again.text
    assert again.json()["campaign_id"] == CAMPAIGN
    assert campaign.run(again.json())["status"] == "completed"

    first, second = campaign.videos()
    assert (first["video_id"], second["job_id"]) == (video["video_id"], again.json()["jobs"][0]["job_id"])
    rendered = EditPlan.model_validate(campaign.http.get(f"/pipeline/videos/{second['video_id']}/plan").json())
    assert [word.text for word in rendered.narration[0].words] == ["Hello", "small", "world"]
    assert rendered.caption_style is CaptionStyle.KARAOKE


def test_where_a_source_lies_is_never_taken_from_the_document(campaign: RenderedCampaign) -> None:
    plan = plan_document(campaign_id=CAMPAIGN)
    plan["sources"] = [{"storage_key": "campaigns/other/secret.mp4"}]
    queued = campaign.http.post("/pipeline/render-plan", json={"plan": plan}).json()
    with campaign.container.database.transaction() as session:
        (stored,) = jobs.get(session, queued["jobs"][0]["job_id"]).payload["plan"]["sources"]
    assert (stored["footage_id"], stored["storage_key"]) == (FOOTAGE, f"footage/{FOOTAGE}.mp4")


def test_footage_of_another_account_is_not_there(campaign: RenderedCampaign, tmp_path: Path) -> None:
    campaign.add_footage(tmp_path, "footage_theirs", "somebody-else")
    plan = plan_document(campaign_id=CAMPAIGN)
    plan["clips"][0]["footage_id"] = "footage_theirs"
    answer = campaign.http.post("/pipeline/render-plan", json={"plan": plan})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:geminivideo:problem:not-found")
    assert "in the account of this campaign" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"frames": 5000}, "the clips end at frame"),
        ({"clips": []}, "clips: needs at least 1"),
        ({"clips": "x"}, "clips"),
        ({"speed": 2}, "speed: is not a field"),
        ({"blueprint_id": "x" * 6000}, "a text of 6000 characters"),
        ({"campaign_id": None}, "names a campaign"),
        ({"clips": [{"kind": "footage", "footage_id": "footage_none"}]}, "There is no footage footage_none"),
    ],
)
def test_a_plan_that_cannot_be_rendered_is_refused_with_its_reason(
    campaign: RenderedCampaign, changed: dict[str, Any], said: str
) -> None:
    plan = plan_document(**{"campaign_id": CAMPAIGN, **changed})
    answer = campaign.http.post("/pipeline/render-plan", json={"plan": plan})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert answer.json()["next_step"]


def test_words_that_are_not_the_text_are_refused_with_what_to_do(campaign: RenderedCampaign) -> None:
    plan = plan_document(campaign_id=CAMPAIGN)
    plan["narration"][0]["text"] = "Something else"
    answer = campaign.http.post("/pipeline/render-plan", json={"plan": plan})
    assert answer.status_code == 422
    assert "leave its words out to have them timed by the voice" in answer.json()["detail"]


def test_a_plan_may_be_larger_than_other_bodies_but_not_without_bound(campaign: RenderedCampaign) -> None:
    plan = plan_document(campaign_id=CAMPAIGN)
    plan["titles"] = [{"start": 0, "frames": 20, "text": "w" * 3000, "role": "point"}] * 200
    assert campaign.http.post("/pipeline/render-plan", json={"plan": plan}).status_code == 202
    plan["titles"] *= 3
    answer = campaign.http.post("/pipeline/render-plan", json={"plan": plan})
    assert (answer.status_code, answer.json()["title"]) == (413, "Larger than this installation accepts")


def test_an_unknown_video_has_no_plan(campaign: RenderedCampaign) -> None:
    answer = campaign.http.get("/pipeline/videos/video_none/plan")
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no video video_none.")


def test_caption_files_lie_beside_the_video_and_come_back_edited(campaign: RenderedCampaign) -> None:
    request = {"plan": plan_document(), "campaign_id": CAMPAIGN, "preview": True}
    campaign.run(campaign.http.post("/pipeline/render-plan", json=request).json())
    (video,) = campaign.videos()
    files = {kind: campaign.http.get(video["captions"][kind]) for kind in ("srt", "vtt", "ass")}
    assert all(answer.status_code == 200 for answer in files.values())
    assert files["vtt"].text.startswith("WEBVTT")
    assert "[Events]" in files["ass"].text
    assert "Hello big world" in files["srt"].text

    address = f"/pipeline/videos/{video['video_id']}/captions"
    refused = campaign.http.put(address, json={"srt": "nothing"})
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    edited = files["srt"].text.replace("big", "wide {curly}")
    queued = campaign.http.put(address, json={"srt": edited, "preview": True})
    assert queued.status_code == 202, queued.text
    assert campaign.run(queued.json())["status"] == "completed"
    new = campaign.videos()[-1]
    assert "Hello wide {curly} world" in campaign.http.get(new["captions"]["srt"]).text.replace("\u2060", "")
    plan = EditPlan.model_validate(campaign.http.get(f"/pipeline/videos/{new['video_id']}/plan").json())
    assert plan.narration[0].text == "Hello big world"
