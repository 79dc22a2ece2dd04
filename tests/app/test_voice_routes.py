"""Voices of outside services through the API: chosen, refused at once, used by the job, replaced when they fail."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from geminivideo.app.container import Container
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.jobs import store as jobs
from tests.app.answers import problem, rows
from tests.app.builders import finish_campaign
from tests.app.conftest import MakeContainer, OpenClient
from tests.app.rendered_campaign import CAMPAIGN, RenderedCampaign
from tests.rendering_voice.conftest import Cloud, serving
from tests.rendering_voice.servers import KEY, Reply

ELEVENLABS = {"provider": "elevenlabs", "voice": "George", "model": "eleven_multilingual_v2"}

NO_KEY = Reply(401, b'{"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}')


@pytest.fixture
def cloud(clock: ManualClock) -> Iterator[Cloud]:
    with serving("elevenlabs", clock, Path) as cloud:
        yield cloud


@pytest.fixture
def with_key(make_container: MakeContainer, cloud: Cloud) -> Container:
    url = cloud.service.url
    return make_container(elevenlabs_base_url=url, elevenlabs_voice="George", elevenlabs_api_key=SecretStr(KEY))


@pytest.mark.parametrize(
    ("voice", "status", "said"),
    [
        ("gemini", 503, "There is no key for the gemini voice."),
        ("gemini:Kore", 503, "There is no key for the gemini voice."),
        ({"provider": "openai", "instructions": "calm"}, 503, "There is no key for the openai voice."),
        ({"provider": "elevenlabs", "instructions": "calm"}, 422, "takes no instructions"),
        ({"provider": "offline", "voice": "Kore"}, 422, "the offline voice is one"),
        ("siri", 422, "must be one of 'offline', 'gemini', 'openai' or 'elevenlabs'"),
        ({"provider": "gemini", "voice": "a b"}, 422, "voice.voice"),
        (7, 422, "voice"),
    ],
)
def test_a_voice_that_cannot_speak_is_refused_at_once(
    client: TestClient, container: Container, voice: object, status: int, said: str
) -> None:
    request = {"campaign_id": finish_campaign(container), "voice": voice}
    refused = problem(client.post("/pipeline/render-winners", json=request), status)
    assert said in refused["detail"]
    assert status == 422 or "_API_KEY, or ask for the offline voice" in refused["next_step"]
    assert "jobs" not in rows(container)


@pytest.mark.parametrize("voice", ["elevenlabs", "elevenlabs:George", {"provider": "elevenlabs"}, ELEVENLABS])
def test_a_job_knows_its_voice_whatever_the_settings_become(
    with_key: Container, open_client: OpenClient, voice: object
) -> None:
    request = {"campaign_id": finish_campaign(with_key), "voice": voice}
    (job,) = open_client(with_key).post("/pipeline/render-winners", json=request).json()["jobs"]
    with with_key.database.transaction() as session:
        payload = jobs.get(session, job["job_id"]).payload
    assert payload["voice"] == {**ELEVENLABS, "instructions": None, "fallback": True}
    assert KEY not in str(payload)


@pytest.fixture
def campaign(tmp_path: Path, database: Database, valkey: EmbeddedValkey, cloud: Cloud) -> Iterator[RenderedCampaign]:
    settings = {"elevenlabs_base_url": cloud.service.url, "elevenlabs_voice": "George"}
    made = RenderedCampaign(tmp_path / "home", database, valkey, elevenlabs_api_key=SecretStr(KEY), **settings)
    yield made
    made.close()


def rendered(campaign: RenderedCampaign, **voice: Any) -> dict[str, Any]:
    looks = {"platform": "square", "quality": "DRAFT", "add_captions": False, "match_clips": False}
    request = {"campaign_id": CAMPAIGN, **looks, "voice": {"provider": "elevenlabs", **voice}}
    return campaign.run(campaign.http.post("/pipeline/render-winners", json=request).json())


def test_ads_are_spoken_by_the_service_or_in_its_place_and_say_so(campaign: RenderedCampaign, cloud: Cloud) -> None:
    assert rendered(campaign)["status"] == "completed"
    assert len(cloud.service.seen) == 2
    cloud.service.answer = lambda _service, _request: NO_KEY
    assert rendered(campaign, voice="Another")["status"] == "completed"
    failed = rendered(campaign, voice="Another", fallback=False)
    assert (failed["status"], failed["error"]["detail"]) == ("failed", "ElevenLabs does not accept the key.")
    live, local = campaign.videos()
    assert (live["sources"], local["sources"]) == ({"voice": "live"}, {"voice": "local"})
    assert not any("offline" in note for note in live["notes"])
    assert "the offline voice speaks instead of elevenlabs: ElevenLabs does not accept the key." in local["notes"]
    plans = [campaign.http.get(f"/pipeline/videos/{video['video_id']}/plan").json() for video in (live, local)]
    assert [plan["voice"]["provider"] for plan in plans] == ["elevenlabs", "offline"]
    assert KEY not in str(plans)


def test_a_plan_of_a_voice_without_a_key_is_refused_at_once(client: TestClient, container: Container) -> None:
    plan = dict(client.get("/openapi.json").json()["components"]["schemas"]["PlanRequest"]["examples"][0]["plan"])
    request = {"campaign_id": finish_campaign(container), "plan": {**plan, "voice": {"provider": "gemini"}}}
    refused = problem(client.post("/pipeline/render-plan", json=request), 503)
    assert "no key for the gemini voice" in refused["detail"]
    assert "jobs" not in rows(container)
