"""The commands beside a running server, as a script or a pipe calls them: without a terminal."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.stack.conftest import BRIEF, Stack

pytestmark = pytest.mark.slow

Finished = subprocess.CompletedProcess[str]
CONTROL_CODES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def document(finished: Finished) -> dict[str, Any]:
    """Stdout as the one JSON document that it has to be."""
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


@pytest.fixture(scope="module")
def brief(stack: Stack) -> str:
    path = stack.home / "brief.json"
    path.write_text(json.dumps({**BRIEF, "num_variations": 6}), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def campaign(stack: Stack, brief: str) -> dict[str, Any]:
    finished = stack.command("generate", "--brief", brief, "--json")
    assert finished.returncode == 0, finished.stderr
    return document(finished)


def test_generate_prints_the_ranking(stack: Stack, brief: str) -> None:
    finished = stack.command("generate", "--brief", brief, "--top", "2", COLUMNS="60")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert not CONTROL_CODES.search(finished.stdout)
    lines = finished.stdout.splitlines()
    assert re.search(r"\d of 6 blueprints approved in \d+\.\d s", finished.stdout)
    assert len(re.findall(r"bp_\d{3}", finished.stdout)) == 2
    assert all(len(line) <= 60 for line in lines[:-1])
    assert re.fullmatch(r"  geminivideo render campaign_\w{26} --top 3", lines[-1])


def test_generate_gives_machines_the_whole_campaign(stack: Stack, campaign: dict[str, Any]) -> None:
    assert campaign == stack.http.get(f"/pipeline/campaign/{campaign['campaign_id']}").json()
    assert campaign["total_generated"] == 6


def test_options_go_over_the_brief_file(stack: Stack, brief: str) -> None:
    finished = stack.command("generate", "--brief", brief, "--variations", "500", "--json")
    assert (finished.returncode, document(finished)["status"]) == (2, 422)
    assert "num_variations must be at most 100" in document(finished)["detail"]


def test_outcomes_become_part_of_what_explain_tells(stack: Stack, campaign: dict[str, Any], tmp_path: Path) -> None:
    best = campaign["blueprints"][0]["id"]
    header = "blueprint,day,impressions,clicks,spend,revenue,currency"
    file = tmp_path / "outcomes.csv"
    file.write_text(f"{header}\n{best},2026-11-20,12000,180,245.00,810,AED\n", "utf-8")
    recorded = stack.command("outcomes", str(file), "--campaign", campaign["campaign_id"], "--json")
    answer = document(recorded)
    assert (answer["recorded"], answer["campaigns"], answer["blueprints"]) == (1, 1, 1)
    (learned,) = answer["learning"]
    assert learned["job"]["status"] == "completed"
    assert {lesson["words"] for lesson in learned["lessons"]} == {"ads whose results are in: 1; 10 are needed"}
    finished = stack.command("explain", f"{campaign['campaign_id']}/{best}")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert not CONTROL_CODES.search(finished.stdout)
    assert finished.stdout.startswith(f"{campaign['campaign_id']}/{best}: approved, rank 1\n")
    assert "click rate 1.50%, ROAS 3.31" in finished.stdout
    unknown = stack.command("explain", "bp_999", "--campaign", campaign["campaign_id"], "--json")
    assert (unknown.returncode, document(unknown)["status"]) == (3, 404)


@pytest.fixture(scope="module")
def ads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out") / "ads"


@pytest.fixture(scope="module")
def rendered(stack: Stack, campaign: dict[str, Any], ads: Path) -> Finished:
    words = ("--top", "1", "--quality", "DRAFT", "--platform", "square", "--out", str(ads))
    return stack.command("render", campaign["campaign_id"], *words, "--json")


def test_render_downloads_what_it_made(campaign: dict[str, Any], rendered: Finished, ads: Path) -> None:
    assert rendered.returncode == 0, rendered.stderr
    assert not CONTROL_CODES.search(rendered.stdout + rendered.stderr)
    (video,) = document(rendered)["videos"]
    assert video["blueprint_id"] == campaign["blueprints"][0]["id"]
    file = Path(video["file"])
    assert file.stat().st_size == video["file_size_bytes"]
    made = {path.name for path in ads.iterdir()}
    assert made == {f"{file.stem}{ending}" for ending in (".mp4", ".jpg", ".srt")}


def test_a_variant_is_rendered_beside_its_original(stack: Stack, rendered: Finished, ads: Path) -> None:
    (video,) = document(rendered)["videos"]
    finished = stack.command("variants", video["video_id"], "--music", "calm", "--out", str(ads))
    assert finished.returncode == 0, finished.stderr
    file = next(ads.glob(f"{video['blueprint_id']}_square_video_*.mp4"))
    assert str(file) in finished.stdout.splitlines()
    assert file.read_bytes() != Path(video["file"]).read_bytes()
    listed = stack.http.get(f"/pipeline/campaign/{document(rendered)['campaign_id']}/videos").json()["videos"]
    assert [each["variant_of"] for each in listed] == [None, video["video_id"]]


@pytest.mark.parametrize(
    ("words", "code", "cause"),
    [
        (("campaign_0",), 3, "There is no campaign 'campaign_0'."),
        (("CAMPAIGN", "--blueprint", "bp_999"), 3, "has no blueprint 'bp_999'."),
        (("CAMPAIGN", "--out", "brief.json/ads"), 2, "brief.json/ads cannot be made: Not a directory."),
    ],
)
def test_render_says_why_not(
    stack: Stack, campaign: dict[str, Any], words: tuple[str, ...], code: int, cause: str
) -> None:
    filled = [campaign["campaign_id"] if word == "CAMPAIGN" else word for word in words]
    finished = stack.command("render", *filled)
    assert (finished.returncode, finished.stdout) == (code, "")
    first, second = finished.stderr.splitlines()  # in a pipe no line is broken
    assert first.startswith("Error: ")
    assert first.endswith(cause)
    assert second.startswith("Next step: ")


def test_analyze_ranks_the_scenes_and_draws_the_sheet(stack: Stack, samples: Path, tmp_path: Path) -> None:
    video, sheet = samples / "hands_pouring_coffee.mp4", tmp_path / "sheet.png"
    finished = stack.command("analyze", str(video), "--sheet", str(sheet), COLUMNS="60")
    assert finished.returncode == 0, finished.stderr
    assert not CONTROL_CODES.search(finished.stdout)
    assert "motion 0." in finished.stdout
    assert sheet.read_bytes().startswith(b"\x89PNG")
    again = document(stack.command("analyze", str(video), "--sheet", str(sheet), "--json"))
    assert again["footage_id"] in finished.stdout
    assert [scene["rank"] for scene in sorted(again["scenes"], key=lambda s: s["rank"])] == [1, 2]
    found = document(stack.command("find", "a hot drink", "--footage", again["footage_id"], "--json"))
    assert {scene["scene_id"] for scene in found["results"]} == {scene["scene_id"] for scene in again["scenes"]}
    assert (found["searched"], found["without_embedding"]) == (2, 0)


def test_analyze_refuses_what_is_no_video(stack: Stack, brief: str) -> None:
    finished = stack.command("analyze", brief, "--json")
    assert (finished.returncode, document(finished)["status"]) == (2, 415)
    assert "does not begin like any video" in document(finished)["detail"]


def test_migrate_has_nothing_to_do(stack: Stack) -> None:
    finished = stack.command("migrate")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == "Database and models are up to date\n"


def test_doctor_finds_the_running_services(stack: Stack) -> None:
    finished = stack.command("doctor", "--json")
    found = {finding["name"]: finding for finding in document(finished)["findings"]}
    assert finished.returncode == 0
    assert {finding["state"] for finding in found.values()} == {"ok"}
    assert stack.services.gateway_url in found["services"]["detail"]


def test_a_second_up_is_refused(stack: Stack) -> None:
    finished = stack.command("up", "--free-ports")
    assert (finished.returncode, finished.stdout) == (4, "")
    assert f"geminivideo is already running for {stack.home}." in finished.stderr
    assert "GEMINIVIDEO_HOME" in finished.stderr
    assert stack.http.get("/readyz").is_success
