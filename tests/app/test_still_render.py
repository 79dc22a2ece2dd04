"""Stills through the API: uploaded, given to a render, in its plan and its credits; and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.slots import Slots
from geminivideo.flows.render_styling import styling_of
from geminivideo.rendering.renderer import Renderer
from tests.app.answers import problem
from tests.app.rendered_campaign import BLUEPRINT, CAMPAIGN, RenderedCampaign
from tests.app.test_assets_api import send
from tests.app.test_plan_routes import plan_document
from tests.rendering.doubles import ToneVoice
from tests.rendering_library.files import picture


@pytest.fixture
def campaign(tmp_path: Path, database: Database, valkey: EmbeddedValkey) -> Iterator[RenderedCampaign]:
    made = RenderedCampaign(tmp_path / "home", database, valkey)
    made.container.renderer = Renderer(made.container.ffmpeg, ToneVoice(), Slots(tmp_path / "slots", 2))
    yield made
    made.close()


def product(path: Path) -> Path:
    """A red box on white, left of the middle."""
    pixels = np.full((150, 200, 3), 255, np.uint8)
    pixels[50:100, 30:80] = (200, 30, 30)
    Image.fromarray(pixels).save(path)
    return path


def add(campaign: RenderedCampaign, path: Path, kind: str = "still", **form: str) -> str:
    answer = send(campaign.http, path, kind, **form)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["asset_id"])


def render(campaign: RenderedCampaign, *still_ids: str) -> Any:
    request = {"campaign_id": CAMPAIGN, "platform": "square", "quality": "DRAFT", "still_ids": still_ids}
    return campaign.http.post("/pipeline/render-winners", json=request)


def test_a_picture_goes_from_the_library_into_an_ad(campaign: RenderedCampaign, tmp_path: Path) -> None:
    """Its title names what the first scene asks for, so it is shown there."""
    asset_id = add(campaign, product(tmp_path / "Coffee.png"), licence="CC-BY-4.0", attribution="by us")
    subject = campaign.http.get(f"/api/assets/{asset_id}").json()["facts"]["subject"]
    assert (subject["x"], subject["y"]) == pytest.approx((0.15, 1 / 3), abs=0.02)
    ended = campaign.run(render(campaign, asset_id).json())
    assert ended["status"] == "completed", ended["error"]
    (video,) = campaign.videos()
    assert [(credit["asset_id"], credit["attribution"]) for credit in video["credits"]] == [(asset_id, "by us")]
    plan = campaign.http.get(f"/pipeline/videos/{video['video_id']}/plan").json()
    clip = plan["clips"][0]
    assert (clip["kind"], clip["asset_id"], clip["width"], clip["height"]) == ("still", asset_id, 200, 150)
    assert "onto its subject" in clip["crop_reason"]
    address, edits = f"/pipeline/videos/{video['video_id']}/plan/edits", [{"op": "split", "clip": 0, "at": 9}]
    split = campaign.http.post(address, json={"edits": edits}, params={"render": "false"})
    assert split.status_code == 200, split.text
    assert [each["asset_id"] for each in split.json()["clips"][:2]] == [asset_id, asset_id]
    sheet = campaign.http.get(f"/pipeline/videos/{video['video_id']}/previews").json()
    assert sheet["contact_sheet_url"]
    assert sheet["strip_url"]


def test_pictures_that_cannot_be_shown_are_refused_before_anything_is_queued(
    campaign: RenderedCampaign, tmp_path: Path
) -> None:
    theirs = add(campaign, picture(tmp_path / "t.png"), account_id="somebody-else")
    removed = add(campaign, picture(tmp_path / "r.png", (32, 32)))
    logo = add(campaign, picture(tmp_path / "l.png"), "logo")
    campaign.http.delete(f"/api/assets/{removed}")
    assert "in the account default" in problem(render(campaign, theirs), 404)["detail"]
    assert f"{removed} was removed" in problem(render(campaign, removed), 404)["detail"]
    assert f"{logo} is logo, not still" in problem(render(campaign, logo), 409)["detail"]
    problem(render(campaign, "asset_none"), 404)
    assert "still_ids" in problem(render(campaign, *["asset_1"] * 21), 422)["detail"]
    for asset_id in (theirs, removed):
        plan = plan_document(campaign_id=CAMPAIGN)
        first = plan["clips"][0]
        span = {name: first[name] for name in ("scene", "start", "frames")}
        plan["clips"][0] = {"kind": "still", "asset_id": asset_id, **span}
        problem(campaign.http.post("/pipeline/render-plan", json={"plan": plan}), 404)


def test_a_picture_that_is_removed_while_its_render_waits_is_noted(campaign: RenderedCampaign, tmp_path: Path) -> None:
    kept, removed = add(campaign, picture(tmp_path / "k.png")), add(campaign, picture(tmp_path / "r.png", (32, 32)))
    campaign.http.delete(f"/api/assets/{removed}")
    with campaign.container.database.transaction() as session:
        styling = styling_of(session, "default", {"still_ids": [kept, removed], "blueprint_id": BLUEPRINT})
    assert [still.ref.asset_id for still in styling.stills] == [kept]
    assert styling.notes == (f"the picture {removed} was removed: the ad is without it",)
