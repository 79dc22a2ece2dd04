"""A render with everything an account brings, through the API and the job itself."""

from pathlib import Path

from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.slots import Slots
from geminivideo.rendering import store
from geminivideo.rendering.renderer import Renderer
from tests.app.builders import finish_campaign
from tests.app.test_assets_api import send
from tests.rendering.doubles import ToneVoice
from tests.rendering_library.files import FONT, cube, picture, song


def test_a_styled_render_names_its_credits(client: TestClient, container: Container, tmp_path: Path) -> None:
    finish_campaign(container)
    music = send(client, song(tmp_path / "song.wav"), "music", attribution="by us", licence="CC-BY-4.0").json()
    logo = send(client, picture(tmp_path / "logo.png"), "logo").json()["asset_id"]
    font = send(client, FONT, "font").json()["asset_id"]
    lut = send(client, cube(tmp_path / "look.cube"), "lut").json()["asset_id"]
    colours = {"primary": "#10243E", "accent": "#11263F"}
    request = {"name": "x", "colours": colours, "logo_id": logo, "font_id": font}
    kit = client.post("/api/brand-kits", json=request).json()["kit_id"]
    container.renderer = Renderer(container.ffmpeg, ToneVoice(), Slots(tmp_path / "slots", 2))
    options = {"audio_id": music["asset_id"], "brand_kit_id": kit, "lut_id": lut, "look": "warm", "preview": True}
    styled = {"campaign_id": "campaign_1", "platform": "square", "use_beat_sync": True, **options}
    (job,) = client.post("/pipeline/render-winners", json=styled).json()["jobs"]
    container.runner.run(job["job_id"], "worker-1")

    (video,) = client.get("/pipeline/campaign/campaign_1/videos").json()["videos"]
    assert {credit["asset_id"] for credit in video["credits"]} == {music["asset_id"], logo, font, lut}
    credit = next(credit for credit in video["credits"] if credit["kind"] == "music")
    assert (credit["licence"], credit["attribution"]) == ("CC-BY-4.0", "by us")
    client.delete(f"/api/assets/{music['asset_id']}")
    assert client.get("/pipeline/campaign/campaign_1/videos").json()["videos"][0]["credits"] == video["credits"]
    with container.database.transaction() as session:
        report = store.get(session, video["video_id"]).report
    assert any("the accent is" in note for note in report.notes)
