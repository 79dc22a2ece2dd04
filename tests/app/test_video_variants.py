"""From a preview to the ad in full, and to variants of it: what stays the same is found again, not made again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import av
import pytest

from geminivideo.core import events
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.jobs import store as jobs
from geminivideo.core.vocabulary import CaptionStyle, Transition
from geminivideo.rendering.plan.clips import EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import MusicSettings
from geminivideo.rendering.sound.music.moods import MoodName
from tests.app.answers import problem
from tests.app.rendered_campaign import CAMPAIGN, FOOTAGE, RenderedCampaign
from tests.rendering.doubles import SilentVoice, ToneVoice
from tests.rendering.examples import blueprint, scene

HOOK = "Hello big world"
PREVIEW = {"campaign_id": CAMPAIGN, "platform": "square", "quality": "DRAFT", "preview": True}


@pytest.fixture(scope="module")
def campaign(
    tmp_path_factory: pytest.TempPathFactory,
    new_database: Callable[[], AbstractContextManager[Database]],
    valkey: EmbeddedValkey,
) -> Iterator[RenderedCampaign]:
    ad = blueprint(
        scene(2.0, HOOK), scene(1.5, "Every word counts", transition=Transition.DISSOLVE), scene(2.5, "Buy it now")
    )
    ad = ad.model_copy(update={"hook": ad.hook.model_copy(update={"text": HOOK})})
    with new_database() as database:
        made = RenderedCampaign(tmp_path_factory.mktemp("variants") / "home", database, valkey, ad)
        made.add_scene(FOOTAGE)
        made.speak_with(ToneVoice())
        yield made
        made.close()


@pytest.fixture(scope="module")
def preview(campaign: RenderedCampaign) -> dict[str, Any]:
    (video,) = campaign.made_by(campaign.post("render-winners", **PREVIEW))
    return video


def size_of(campaign: RenderedCampaign, video: dict[str, Any], folder: Path) -> tuple[int, int, int]:
    with av.open(str(campaign.file(video["video_url"], folder / "ad.mp4"))) as container:
        stream = container.streams.video[0]
        return stream.width, stream.height, stream.frames


def variants(campaign: RenderedCampaign, video: dict[str, Any], **request: Any) -> dict[str, Any]:
    return campaign.post(f"videos/{video['video_id']}/variants", preview=True, **request)


def test_a_preview_is_small_and_told_apart(campaign: RenderedCampaign, preview: dict[str, Any], tmp_path: Path) -> None:
    assert (preview["preview"], preview["variant_of"], preview["hook_text"]) == (True, None, HOOK)
    plan = campaign.plan(preview)
    assert (plan.width, plan.height) == (1080, 1080)
    assert size_of(campaign, preview, tmp_path) == (360, 360, plan.frames)
    assert campaign.http.get(f"/pipeline/jobs/{preview['job_id']}").json()["preview"] is True
    with campaign.container.database.transaction() as session:
        complete = next(e for e in events.read_after(session, CAMPAIGN, 0) if e.type == "campaign_complete")
    assert complete.payload == {"total_videos": 0}, "a preview is no ad"


def test_a_preview_becomes_the_ad_as_it_is(campaign: RenderedCampaign, preview: dict[str, Any], tmp_path: Path) -> None:
    heard = {kind: campaign.kept(kind) for kind in ("line", "music", "sound")}
    campaign.speak_with(SilentVoice())
    (ad,) = campaign.made_by(campaign.post(f"videos/{preview['video_id']}/render", quality="DRAFT"))
    assert (ad["preview"], ad["hook_text"], ad["council_score"]) == (False, HOOK, 91.0)
    assert campaign.plan(ad) == campaign.plan(preview)
    assert {kind: campaign.kept(kind) for kind in heard} == heard
    assert size_of(campaign, ad, tmp_path)[:2] == (1080, 1080)


def test_another_hook_costs_its_own_segment(campaign: RenderedCampaign, preview: dict[str, Any]) -> None:
    voice, before = campaign.speak_with(ToneVoice()), campaign.kept("segment")
    hooks = [{"text": r"Half {\an8} \N time"}, {"text": "You are fat", "voice_over": "Look at this now"}]
    queued = variants(campaign, preview, hooks=hooks)
    assert [job["hook_text"] for job in queued["jobs"]] == [hook["text"] for hook in hooks]
    assert [[each["rule"] for each in job["warnings"]] for job in queued["jobs"]] == [[], ["personal_attributes"] * 2]

    first, second = campaign.made_by(queued)
    assert len(campaign.kept("segment") - before) == 2, "one for each hook"
    assert voice.texts == [hooks[0]["text"], "Look at this now"]
    assert (first["variant_of"], first["hook_text"]) == (preview["video_id"], hooks[0]["text"])
    assert (second["council_score"], second["predicted_roas"]) == (None, None), "nobody judged it"
    said = campaign.http.get(first["captions"]["srt"]).text.replace("\u2060", "")
    assert r"{\an8}" in said, "data, and no tag"
    kept, changed = campaign.plan(preview), campaign.plan(second)
    assert [clip.model_copy(update={"start": 0}) for clip in changed.clips[1:]] == [
        clip.model_copy(update={"start": 0}) for clip in kept.clips[1:]
    ]
    assert changed.titles[0].text == "You are fat"


def test_other_music_encodes_no_picture_and_stays_with_later_hooks(
    campaign: RenderedCampaign, preview: dict[str, Any]
) -> None:
    campaign.speak_with(SilentVoice())
    before = campaign.kept("segment")
    (calm,) = campaign.made_by(variants(campaign, preview, mood="calm"))
    assert campaign.kept("segment") == before
    assert campaign.plan(calm).music == MusicSettings(mood=MoodName.CALM, energy=7.0)
    assert (calm["variant_of"], calm["council_score"]) == (preview["video_id"], 91.0)
    campaign.speak_with(ToneVoice())
    before = campaign.kept("segment")
    both = {"hooks": [{"text": "Three new words"}], "cta_text": "Taste it"}
    (hooked,) = campaign.made_by(variants(campaign, calm, **both))
    assert len(campaign.kept("segment") - before) == 2, "the hook and the end card"
    plan = campaign.plan(hooked)
    assert (hooked["variant_of"], plan.music) == (calm["video_id"], campaign.plan(calm).music)
    assert plan.clips[1:-1] == campaign.plan(preview).clips[1:-1]
    end = plan.clips[-1]
    assert isinstance(end, EndCardClip)
    assert (end.call_to_action, hooked["cta_text"]) == ("Taste it", "Taste it")


def test_a_caption_style_and_a_button_change_only_that(campaign: RenderedCampaign, preview: dict[str, Any]) -> None:
    (styled,) = variants(campaign, preview, caption_style="karaoke", cta_text="Taste it")["jobs"]
    with campaign.container.database.transaction() as session:
        told = jobs.get(session, styled["job_id"]).payload
    plan, before = EditPlan.model_validate(told["plan"]), campaign.plan(preview)
    assert (plan.caption_style, told["cta_text"]) == (CaptionStyle.KARAOKE, "Taste it")
    assert (plan.clips[:-1], plan.narration, plan.music) == (before.clips[:-1], before.narration, before.music)


def test_a_plan_changed_by_hand_keeps_its_changes(campaign: RenderedCampaign, preview: dict[str, Any]) -> None:
    campaign.speak_with(ToneVoice())
    plan = campaign.plan(preview)
    first = plan.clips[0]
    assert isinstance(first, FootageClip)
    turned = first.model_copy(update={"grade": first.grade.model_copy(update={"saturation": 0.0})})
    by_hand = plan.model_copy(update={"clips": (turned, *plan.clips[1:])}).model_dump(mode="json")
    (grey,) = campaign.made_by(campaign.post("render-plan", plan=by_hand, preview=True))
    assert grey["preview"]
    short, long = variants(campaign, grey, hooks=[{"text": "Now in grey"}, {"text": "Much " * 30 + "too long"}])["jobs"]
    (video,) = campaign.made_by({"jobs": [short]})
    changed = campaign.plan(video)
    assert changed.clips[0] == turned
    assert (changed.narration[0].text, changed.titles[0].text) == ("Now in grey", "Now in grey")
    failed = campaign.run({"jobs": [long]})
    assert failed["status"] == "failed"
    assert "more to say than there is room" in failed["error"]["detail"]


def test_a_variant_is_cancelled_and_retried_like_any_job(campaign: RenderedCampaign, preview: dict[str, Any]) -> None:
    (job,) = variants(campaign, preview, mood="tense")["jobs"]
    address = f"/pipeline/jobs/{job['job_id']}"
    assert campaign.http.post(f"{address}/cancel").json()["status"] == "cancelled"
    again = campaign.http.post(f"{address}/retry").json()
    assert (again["status"], again["variant_of"], again["preview"]) == ("queued", preview["video_id"], True)
    campaign.http.post(f"{address}/cancel")


@pytest.mark.parametrize(
    ("request_body", "status", "said"),
    [
        ({}, 422, "needs something to change"),
        ({"hooks": [{"text": " "}]}, 422, "hooks.0.text"),
        ({"hooks": [{"text": "x"}] * 21}, 422, "at most 20"),
        ({"mood": "calm", "audio_id": "asset_1"}, 422, "not both"),
        ({"mood": "funky"}, 422, "mood must be one of"),
        ({"voice": "x", "mood": "calm"}, 422, "voice is not a field"),
        ({"audio_id": "asset_none"}, 404, "no asset asset_none"),
        ({"audio_id": "a b"}, 404, "is not an id"),
    ],
)
def test_what_cannot_be_varied_is_said(
    campaign: RenderedCampaign, preview: dict[str, Any], request_body: dict[str, Any], status: int, said: str
) -> None:
    answer = campaign.http.post(f"/pipeline/videos/{preview['video_id']}/variants", json=request_body)
    assert said in problem(answer, status)["detail"]


@pytest.mark.parametrize("route", ["render", "variants"])
def test_an_unknown_video(campaign: RenderedCampaign, route: str) -> None:
    body = {"mood": "calm"} if route == "variants" else {}
    for wrong in ("video_none", "%00", "a%20b"):
        problem(campaign.http.post(f"/pipeline/videos/{wrong}/{route}", json=body), 404)
