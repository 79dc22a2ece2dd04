"""Brand kits through the API, up to the job that renders with one."""

from pathlib import Path

from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.flows.render_styling import styling_of
from tests.app.answers import problem
from tests.app.builders import finish_campaign
from tests.app.test_assets_api import send
from tests.rendering_library.files import FONT, picture, song

COLOURS = {"primary": "#10243E", "accent": "#FFB703"}


def test_a_kit_is_described_listed_and_shown(client: TestClient, tmp_path: Path) -> None:
    logo = send(client, picture(tmp_path / "logo.png"), "logo").json()["asset_id"]
    font = send(client, FONT, "font").json()["asset_id"]
    request = {"name": "PTD", "colours": COLOURS, "logo_id": logo, "font_id": font}
    answer = client.post("/api/brand-kits", json=request)
    assert answer.status_code == 201
    kit = answer.json()
    assert (kit["palette"]["base"], kit["palette"]["accent"], kit["notes"]) == ("#10243E", "#FFB703", [])
    assert client.get("/api/brand-kits").json() == {"brand_kits": [kit]}
    assert client.get(f"/api/brand-kits/{kit['kit_id']}").json() == kit
    assert client.get("/api/brand-kits?account_id=other").json() == {"brand_kits": []}


def test_reddish_is_told_how_colours_are_written(client: TestClient) -> None:
    request = {"name": "x", "colours": {"primary": "reddish", "accent": "#FFB703"}}
    detail = problem(client.post("/api/brand-kits", json=request), 422)["detail"]
    assert "colours.primary write #RRGGBB" in detail
    assert "'reddish'" in detail


def test_a_kit_only_names_what_the_account_has(client: TestClient, tmp_path: Path) -> None:
    logo = send(client, picture(tmp_path / "logo.png"), "logo", account_id="other").json()["asset_id"]
    for wrong, status in (({"logo_id": logo}, 404), ({"font_id": "asset_none"}, 404), ({"logo_id": "a b"}, 404)):
        problem(client.post("/api/brand-kits", json={"name": "x", "colours": COLOURS, **wrong}), status)
    own = send(client, picture(tmp_path / "logo.png"), "logo").json()["asset_id"]
    problem(client.post("/api/brand-kits", json={"name": "x", "colours": COLOURS, "font_id": own}), 409)
    assert client.get("/api/brand-kits").json() == {"brand_kits": []}
    problem(client.get("/api/brand-kits/kit_none"), 404)


def test_music_and_brand_of_a_render_are_known_before_it_is_queued(
    client: TestClient, container: Container, tmp_path: Path
) -> None:
    finish_campaign(container)
    music = send(client, song(tmp_path / "song.wav"), "music").json()["asset_id"]
    font = send(client, FONT, "font").json()["asset_id"]
    kit = client.post("/api/brand-kits", json={"name": "x", "colours": COLOURS, "font_id": font}).json()["kit_id"]
    request = {"campaign_id": "campaign_1", "audio_id": music, "brand_kit_id": kit}
    assert client.post("/pipeline/render-winners", json=request).status_code == 202
    problem(client.post("/pipeline/render-winners", json={**request, "audio_id": font}), 409)
    problem(client.post("/pipeline/render-winners", json={**request, "brand_kit_id": "kit_none"}), 404)
    client.delete(f"/api/assets/{font}")
    with container.database.transaction() as session:
        styling = styling_of(session, "default", request)
        assert styling.track is not None
        assert styling.brand is not None
        assert styling.brand.font is None
        assert f"font {font} was removed" in styling.brand.notes[0]


def test_another_accounts_kit_is_none(client: TestClient, container: Container) -> None:
    finish_campaign(container)
    kit = client.post("/api/brand-kits", json={"account_id": "other", "name": "x", "colours": COLOURS}).json()["kit_id"]
    problem(client.post("/pipeline/render-winners", json={"campaign_id": "campaign_1", "brand_kit_id": kit}), 404)
