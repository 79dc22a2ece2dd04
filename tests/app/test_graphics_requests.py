"""Lower third, progress bar and countdown from a request, by the API and the command line, into the plan of its ad."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from geminivideo.app.cli import render as render_module
from geminivideo.app.cli.main import cli
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.footage_scene import FootageScene, SceneFeatures
from geminivideo.core.jobs import store as jobs
from geminivideo.core.slots import Slots
from geminivideo.creative import store as campaigns
from geminivideo.flows.winner_rendering.request import request_of
from geminivideo.footage import store as footage_store
from geminivideo.footage.model import Analysis, RankedScene
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.graphics import Countdown, ProgressBar
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.renderer import Renderer
from tests.app.answers import problem
from tests.app.rendered_campaign import CAMPAIGN, FOOTAGE, RenderedCampaign
from tests.app.test_plan_routes import plan_document
from tests.rendering.doubles import ToneVoice


@pytest.fixture
def campaign(tmp_path: Path, database: Database, valkey: EmbeddedValkey) -> Iterator[RenderedCampaign]:
    made = RenderedCampaign(tmp_path / "home", database, valkey)
    yield made
    made.close()


def analysed(campaign: RenderedCampaign) -> None:
    """Its film is one scene."""
    container = campaign.container
    with container.database.transaction() as session:
        source = footage_store.get(session, FOOTAGE).source
        scene = FootageScene(
            scene_id=f"{FOOTAGE}_s0001",
            source=source,
            index=1,
            start_seconds=0.0,
            end_seconds=5.0,
            features=SceneFeatures(),
            score=80.0,
        )
        ranked = RankedScene(scene=scene, rank=1, reasons=())
        footage_store.save_analysis(session, FOOTAGE, Analysis(scenes=(ranked,)), container.clock.now())


def planned(campaign: RenderedCampaign, folder: Path, **options: Any) -> EditPlan:
    """The plan that the queued job will render."""
    container = campaign.container
    request = {"campaign_id": CAMPAIGN, "platform": "tiktok", "quality": "DRAFT", "match_clips": False, **options}
    answer = campaign.http.post("/pipeline/render-winners", json=request)
    assert answer.status_code == 202, answer.text
    (queued,) = answer.json()["jobs"]
    with container.database.transaction() as session:
        job = jobs.get(session, queued["job_id"])
        record = campaigns.get_blueprint(session, CAMPAIGN, job.payload["blueprint_id"])
        wanted = request_of(session, job, record, campaigns.get_campaign(session, CAMPAIGN))
    renderer = Renderer(container.ffmpeg, ToneVoice(), Slots(folder / "slots", 1))
    return renderer.plan(
        wanted, RenderContext(folder / "work", lambda source: container.storage.local_copy(source.storage_key))
    )


def test_a_progress_bar(campaign: RenderedCampaign, tmp_path: Path) -> None:
    assert planned(campaign, tmp_path, progress_bar=True).progress_bar == ProgressBar()
    assert planned(campaign, tmp_path).progress_bar is None


def test_a_countdown(campaign: RenderedCampaign, tmp_path: Path) -> None:
    plan = planned(campaign, tmp_path, countdown={"from_seconds": 3, "at": "end_card"})
    assert plan.countdown == Countdown(start=plan.frames - 90, frames=90, from_number=3)


def test_a_lower_third(campaign: RenderedCampaign, tmp_path: Path) -> None:
    analysed(campaign)
    name, line = "{\\pos(0,0)}Sara\n", "🥐 سارة; $(rm -rf /)"
    (mark,) = planned(campaign, tmp_path, lower_third={"name": name, "line": line}).lower_thirds
    assert (mark.name, mark.line) == ("{\\pos(0,0)}Sara", line)
    assert planned(campaign, tmp_path).lower_thirds == ()


def test_graphics_come_back_in_a_plan_document(campaign: RenderedCampaign) -> None:
    key = {"frame": 0, "x": -0.5}
    third = {"start": 10, "frames": 40, "name": "Sara", "keyframes": [key, {"frame": 9, "easing": "ease_out"}]}
    graphics = {"progress_bar": {"place": "bottom"}, "lower_thirds": [third], "titles": []}
    request: dict[str, Any] = {"plan": plan_document(**graphics), "campaign_id": CAMPAIGN}
    queued = campaign.http.post("/pipeline/render-plan", json=request)
    assert queued.status_code == 202, queued.text
    with campaign.container.database.transaction() as session:
        plan = EditPlan.model_validate(jobs.get(session, queued.json()["jobs"][0]["job_id"]).payload["plan"])
    assert plan.lower_thirds[0].keyframes[1].frame == 9
    request["plan"] |= {"lower_thirds": [third | {"frames": 5}]}
    refused = problem(campaign.http.post("/pipeline/render-plan", json=request), 422)
    assert "keyframes of the lower third at frame 10 end with it" in refused["detail"]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"lower_third": {"name": ""}}, "lower_third.name"),
        ({"lower_third": {"name": "\u200b"}}, "at least one visible letter"),
        ({"lower_third": {"name": "a" * 61}}, "lower_third.name"),
        ({"countdown": {"from_seconds": 60}}, "countdown.from_seconds"),
        ({"countdown": {"at": "noon"}}, "countdown.at"),
        ({"progress_bar": "perhaps"}, "progress_bar"),
    ],
)
def test_what_cannot_be_shown_is_refused(campaign: RenderedCampaign, option: dict[str, Any], said: str) -> None:
    refused = campaign.http.post("/pipeline/render-winners", json={"campaign_id": CAMPAIGN, **option})
    assert said in problem(refused, 422)["detail"]


def test_the_command_line_asks_for_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(render_module, "run_render", lambda *_args, options, **_rest: asked.update(options))
    arguments = ["--progress-bar", "--lower-third", "Sara", "--lower-third-line", "Customer", "--countdown", "5"]
    result = CliRunner().invoke(cli, ["render", "campaign_1", *arguments, "--countdown-at", "hook"])
    assert result.exit_code == 0, result.output
    assert asked["progress_bar"] is True
    assert asked["lower_third"] == {"name": "Sara", "line": "Customer"}
    assert asked["countdown"] == {"from_seconds": 5, "at": "hook"}
