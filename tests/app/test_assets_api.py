"""The asset library through the API: in, found, opened, out."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from geminivideo.app.container import Container
from geminivideo.core.errors import ConflictError
from geminivideo.flows.render_styling import open_assets
from geminivideo.rendering.library.model import AssetRef
from tests.app.answers import problem
from tests.app.conftest import MakeContainer, OpenClient
from tests.rendering_library.files import FONT, cube, picture, song


def send(client: TestClient, path: Path, kind: str, **form: str) -> Any:
    data = {"kind": kind, "licence": "own work", **form}
    with path.open("rb") as file:
        return client.post("/api/assets", files={"file": (path.name, file)}, data=data)


def test_an_asset_goes_in_is_found_and_opened(client: TestClient, tmp_path: Path) -> None:
    sent = send(client, picture(tmp_path / "Our_Logo.png"), "logo", tags="brand, 2026", attribution="us")
    assert sent.status_code == 201
    asset = sent.json()
    assert (asset["title"], asset["tags"], asset["version"]) == ("Our Logo", ["brand", "2026"], 1)
    assert asset["facts"] == {"width": 64, "height": 32, "transparent": True}
    assert client.get(f"/api/assets/{asset['asset_id']}").json()["sha256"] == asset["sha256"]
    found = client.get("/api/assets", params={"kind": "logo", "q": "brand"}).json()["assets"]
    assert [each["asset_id"] for each in found] == [asset["asset_id"]]
    file = client.get(asset["url"])
    assert Image.open(io.BytesIO(file.content)).size == (64, 32)
    assert client.get("/api/assets", params={"q": "nothing like it"}).json() == {"assets": []}


def test_music_tells_its_tempo(client: TestClient, tmp_path: Path) -> None:
    asset = send(client, song(tmp_path / "song.wav"), "music", title="Clicks").json()
    assert asset["facts"]["bpm"] == pytest.approx(120, abs=0.5)
    assert asset["facts"]["beat_count"] >= 14


def test_a_file_without_a_licence_stays_out(client: TestClient, tmp_path: Path) -> None:
    document = problem(send(client, picture(tmp_path / "p.png"), "logo", licence=" "), 422)
    assert "licence" in document["detail"]
    assert client.get("/api/assets?kind=logo").json() == {"assets": []}


def test_what_is_wrong_is_said(client: TestClient, container: Container, tmp_path: Path) -> None:
    logo = picture(tmp_path / "p.png")
    assert "kind" in problem(send(client, logo, "video"), 422)["detail"]
    assert "not a TrueType" in problem(send(client, logo, "font"), 415)["detail"]
    assert "'colour'" in problem(send(client, logo, "logo", colour="red"), 422)["detail"]
    assert "title" in problem(send(client, logo, "logo", title="x" * 121), 422)["detail"]
    assert "account" in problem(send(client, logo, "logo", account_id="../x"), 422)["detail"]
    problem(send(client, logo, "logo", replaces="asset_none"), 404)
    problem(client.post("/api/assets", content=b"x"), 422)
    for wrong in ("asset_none", "%00", "a%20b"):
        problem(client.get(f"/api/assets/{wrong}"), 404)
        problem(client.delete(f"/api/assets/{wrong}"), 404)
    assert not list((container.settings.home / "asset-uploads").glob("*/data")), "nothing refused stays on the disk"


def test_an_upload_above_the_limit_is_cut_off(
    make_container: MakeContainer, open_client: OpenClient, tmp_path: Path
) -> None:
    client = open_client(make_container(asset_max_bytes=1000))
    (tmp_path / "big").write_bytes(bytes(200_000))
    problem(send(client, tmp_path / "big", "lut"), 413)


def test_a_newer_version_takes_the_place_of_the_older(client: TestClient, tmp_path: Path) -> None:
    first = send(client, cube(tmp_path / "a.cube", 2), "lut").json()
    second = send(client, cube(tmp_path / "b.cube", 3), "lut", replaces=first["asset_id"]).json()
    assert (second["version"], second["replaces"]) == (2, first["asset_id"])
    listed = client.get("/api/assets?kind=lut").json()["assets"]
    assert [each["asset_id"] for each in listed] == [second["asset_id"]]
    problem(send(client, cube(tmp_path / "c.cube", 4), "lut", replaces=first["asset_id"]), 409)
    problem(send(client, picture(tmp_path / "p.png"), "logo", replaces=first["asset_id"]), 409)


def test_removed_means_that_the_file_is_gone(client: TestClient, container: Container, tmp_path: Path) -> None:
    asset = send(client, FONT, "font").json()
    objects = container.settings.home / "objects" / "assets"
    assert [path.suffix for path in objects.iterdir()] == [".ttf"]
    assert client.delete(f"/api/assets/{asset['asset_id']}").status_code == 204
    assert not list(objects.iterdir())
    problem(client.delete(f"/api/assets/{asset['asset_id']}"), 404)
    problem(client.get(f"/api/assets/{asset['asset_id']}"), 404)


def test_sent_twice_it_is_kept_once(client: TestClient, container: Container, tmp_path: Path) -> None:
    first, again = (send(client, picture(tmp_path / "p.png"), "logo").json() for _ in range(2))
    assert first["asset_id"] == again["asset_id"]
    assert len(list((container.settings.home / "objects" / "assets").iterdir())) == 1
    problem(send(client, tmp_path / "p.png", "logo", licence="CC0-1.0"), 409)


def test_the_programs_own_fonts_are_listed_with_their_licence_and_stay(client: TestClient) -> None:
    fonts = client.get("/api/assets?kind=font&q=montserrat").json()["assets"]
    assert len(fonts) == 2
    assert all(font["read_only"] and font["licence"] == "OFL-1.1" and font["attribution"] for font in fonts)
    assert client.get(f"/api/assets/{fonts[0]['asset_id']}").json() == fonts[0]
    problem(client.delete(f"/api/assets/{fonts[0]['asset_id']}"), 403)


def test_a_render_opens_only_the_very_file_of_its_own_account(
    client: TestClient, container: Container, tmp_path: Path
) -> None:
    asset = send(client, cube(tmp_path / "a.cube"), "lut").json()
    ref = AssetRef(asset_id=asset["asset_id"], sha256=asset["sha256"])
    with open_assets(container.database, container.storage, "default")(ref) as path:
        assert path.read_text().startswith("LUT_3D_SIZE 2")
    for account, wrong in (("other", ref), ("default", ref.model_copy(update={"sha256": "0" * 64}))):
        opened = open_assets(container.database, container.storage, account)
        with pytest.raises(ConflictError), opened(wrong):
            pass


def test_the_contract_names_the_form(client: TestClient) -> None:
    document = json.loads(client.get("/openapi.json").text)
    form = document["paths"]["/api/assets"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert form["required"] == ["file", "kind", "licence"]
