"""The command line where no server runs: help, bad input, and what it says about what is missing."""

import json
import logging
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from geminivideo.app.cli.main import cli, main
from tests.app.builders import BRIEF
from tests.conftest import log_plainly

EVERY_COMMAND = [
    [command.callback.__name__.replace("_", "-")] for command in cli.registered_commands if command.callback
]
SERVICES = [["serve"], ["vertex"], ["serve", "gateway"], ["serve", "ml"]]
MODELS = [["models"], ["models", "promote"], ["models", "rollback"]]


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Stdout as the one JSON document that it has to be."""
        document: dict[str, Any] = json.loads(self.out)
        return document


class Shell:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd
        self.home = home

    def __call__(self, *words: str, **environment: str) -> Answer:
        with self._monkeypatch.context() as patch:
            for name, value in {"GEMINIVIDEO_HOME": str(self.home), **environment}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["geminivideo", *words])
            with pytest.raises(SystemExit) as end:
                main()
        out, err = self._capfd.readouterr()
        return Answer(int(end.value.code or 0), out, err)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Shell]:
    monkeypatch.chdir(tmp_path)
    yield Shell(monkeypatch, capfd, tmp_path / "home")
    # A command sends the process's log to what stderr is now, and after the test that is a closed file.
    log_plainly()
    structlog.contextvars.clear_contextvars()
    logging.basicConfig(handlers=[], force=True)


@pytest.mark.parametrize("command", [*EVERY_COMMAND, *SERVICES, *MODELS], ids=" ".join)
def test_help_says_what_it_does_and_shows_an_example(shell: Shell, command: list[str]) -> None:
    answer = shell(*command, "--help")
    assert answer.code == 0
    assert f"Usage: geminivideo {' '.join(command)}" in answer.out
    assert f"Example: geminivideo {' '.join(command)}" in answer.out


def test_help_lists_the_commands_and_names_the_choices(shell: Shell) -> None:
    overview = shell("--help").out
    assert all(command[0] in overview for command in EVERY_COMMAND)
    render = " ".join(re.sub(r"[│\s]+", " ", shell("render", "--help", COLUMNS="100").out).split())
    assert "instagram_reels, tiktok, youtube_shorts" in render
    assert "DRAFT, STANDARD, HIGH, MASTER" in render


@pytest.mark.parametrize("command", [["migrate"], ["models"], ["models", "promote", "roas-v1"]], ids=" ".join)
def test_a_home_without_a_server_is_explained(shell: Shell, command: list[str]) -> None:
    answer = shell(*command)
    assert answer.code == 7
    assert "no geminivideo is running" in answer.err
    assert "Next step: start `geminivideo up`" in answer.err
    as_json = shell(*command, "--json")
    assert (as_json.code, as_json.document["status"]) == (7, 503)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "brief.json cannot be read: No such file or directory."),
        (b"\xff\xfe", "brief.json is not JSON in UTF-8"),
        (b"product_name: PTD", "brief.json is not JSON in UTF-8"),
        (b"[]", "brief.json is not a JSON object."),
        (b'{"product_name": "PTD"}', "The brief lacks offer, target_avatar, pain_points, desires."),
    ],
)
def test_a_brief_that_cannot_be_used(shell: Shell, tmp_path: Path, content: bytes | None, complaint: str) -> None:
    if content is not None:
        (tmp_path / "brief.json").write_bytes(content)
    answer = shell("generate", "--brief", "brief.json")
    assert answer.code == 2
    assert complaint in answer.err
    assert "Next step: " in answer.err
    as_json = shell("generate", "--brief", "brief.json", "--json")
    assert (as_json.code, as_json.err) == (2, "")
    assert complaint in as_json.document["detail"]
    assert as_json.document.keys() == {"type", "title", "status", "detail", "next_step"}


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (("--variations", "0"), 2, "num_variations must be at least 1."),
        (("--product", " "), 2, "product_name must not be blank."),
        (("--footage", "../x"), 3, "'../x' is not an id."),
    ],
)
def test_a_brief_is_refused_before_anything_is_started(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], code: int, complaint: str
) -> None:
    (tmp_path / "brief.json").write_text(json.dumps(BRIEF), "utf-8")
    answer = shell("generate", "--brief", "brief.json", *words, "--json")
    assert (answer.code, answer.err) == (code, "")
    assert complaint in answer.document["detail"]
    assert re.search("--help|geminivideo analyze", answer.document["next_step"])
    assert not shell.home.exists()


def test_a_refused_brief_is_told_as_the_gateway_tells_it(
    shell: Shell, shared_client: TestClient, tmp_path: Path
) -> None:
    bad = {**BRIEF, "num_variations": 0, "platforms": ["myspace"], "budget": 5}
    (tmp_path / "brief.json").write_text(json.dumps(bad), "utf-8")
    told = shell("generate", "--brief", "brief.json", "--json").document
    refused = shared_client.post("/pipeline/generate-campaign", json=bad).json()
    assert {**told, "next_step": ""} == {**refused, "next_step": ""}


@pytest.mark.parametrize(
    ("name", "url"),
    [("DATABASE_URL", "postgresql://u:topsecret@127.0.0.1:1/x"), ("REDIS_URL", "redis://:topsecret@127.0.0.1:1")],
)
def test_up_asks_the_configured_servers_before_it_starts_anything(shell: Shell, name: str, url: str) -> None:
    free = {"GEMINIVIDEO_GATEWAY_PORT": "0", "GEMINIVIDEO_ML_PORT": "0"}
    answer = shell("up", **free, **{f"GEMINIVIDEO_{name}": url})
    assert (answer.code, answer.out) == (7, "")
    assert "does not answer" in answer.err
    assert f"GEMINIVIDEO_{name}" in answer.err
    assert "topsecret" not in answer.err
    assert [path.name for path in shell.home.iterdir()] == ["run"]


def test_a_video_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    assert "There is no file gym.mov." in shell("analyze", "gym.mov").err
    answer = shell("analyze", str(tmp_path), "--json")
    assert (answer.code, answer.document["status"]) == (2, 422)


def test_a_setting_that_is_not_usable_is_named(shell: Shell) -> None:
    answer = shell("doctor", GEMINIVIDEO_GATEWAY_PORT="http")
    assert answer.code == 2
    assert "GEMINIVIDEO_GATEWAY_PORT" in answer.err


@pytest.mark.parametrize("command", ["doctor", "up", "migrate"])
@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DATABASE_URL", "mysql://u:topsecret@127.0.0.1/x", "begin with postgresql://"),
        ("DATABASE_URL", "u:topsecret at home", "begin with postgresql://"),
        ("DATABASE_URL", "postgresql://u:topsecret@127.0.0.1:port/x", "Port"),
        ("REDIS_URL", "http://u:topsecret@127.0.0.1", "begin with redis://"),
    ],
)
def test_an_address_that_is_none_is_refused_before_anything_starts(
    shell: Shell, command: str, name: str, value: str, complaint: str
) -> None:
    answer = shell(command, **{f"GEMINIVIDEO_{name}": value})
    assert answer.code == 2
    assert complaint in answer.err
    assert f"correct or unset GEMINIVIDEO_{name}" in answer.err
    assert "topsecret" not in answer.err + answer.out
    assert not shell.home.exists()


def test_migrating_a_database_that_is_away_is_explained(shell: Shell) -> None:
    away = {"GEMINIVIDEO_DATABASE_URL": "postgresql://u:topsecret@127.0.0.1:1/x"}
    answer = shell("migrate", GEMINIVIDEO_REDIS_URL="redis://127.0.0.1:1", **away)
    assert answer.code == 7
    assert answer.err.startswith("Error: The database does not answer")
    assert "Traceback" not in answer.err


def test_a_queue_that_nobody_fills_is_refused(shell: Shell) -> None:
    answer = shell("worker", "--queues", "render,footgae")
    assert answer.code == 2
    assert "no queue 'footgae'" in answer.err
    assert "render,footage,learning,generation,maintenance" in answer.err


def test_doctor_finds_an_unused_home_sound(shell: Shell) -> None:
    free = {"GEMINIVIDEO_GATEWAY_PORT": "0", "GEMINIVIDEO_ML_PORT": "0"}
    answer = shell("doctor", "--json", **free)
    states = {finding["name"]: finding["state"] for finding in answer.document["findings"]}
    assert answer.code == 0
    assert states.pop("services") == "warning"
    assert set(states.values()) == {"ok"}


def test_doctor_names_what_is_broken_and_how_to_mend_it(shell: Shell, tmp_path: Path) -> None:
    """With --json the findings are the only document, also when some are bad."""
    (tmp_path / "file").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        broken = {
            "GEMINIVIDEO_HOME": str(tmp_path / "file"),
            "GEMINIVIDEO_GATEWAY_PORT": str(taken.getsockname()[1]),
            "GEMINIVIDEO_REDIS_URL": "redis://127.0.0.1:1",
        }
        answer = shell("doctor", "--json", **broken)
        for_people = shell("doctor", COLUMNS="60", **broken)
    found = {finding["name"]: finding for finding in answer.document["findings"]}
    assert answer.code == for_people.code == 7
    assert {name for name, finding in found.items() if finding["state"] == "broken"} >= {
        "home folder",
        "ports",
        "Redis",
    }
    assert "GEMINIVIDEO_HOME" in found["home folder"]["remedy"]
    assert "GEMINIVIDEO_GATEWAY_PORT" in found["ports"]["remedy"]
    assert "GEMINIVIDEO_REDIS_URL" in found["Redis"]["remedy"]
    assert "checks failed" in for_people.err
    assert all(len(line) <= 60 for line in for_people.out.splitlines())


@pytest.mark.parametrize(
    ("link", "says"),
    [("https://drive.google.com/drive/folders/1aBcD_eFgHiJkL", "folder"), ("https://drive.google.com/", "no file id")],
)
def test_a_link_to_no_video_starts_nothing(shell: Shell, link: str, says: str) -> None:
    answer = shell("analyze", link)
    assert answer.code == 2
    assert says in answer.err
    assert not shell.home.exists()
