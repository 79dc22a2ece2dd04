"""`geminivideo render`: what it refuses before anything is started."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from geminivideo.app.cli.main import cli
from geminivideo.app.cli.render import voice_option
from geminivideo.core.errors import InvalidInputError


def refused(*arguments: str) -> str:
    error = CliRunner().invoke(cli, ["render", *arguments]).exception
    assert isinstance(error, InvalidInputError)
    return str(error)


def test_nothing_to_render() -> None:
    assert "an edit plan with --plan FILE" in refused()


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), ("{", "is not JSON in UTF-8"), ("[1]", "is not a JSON object")]
)
def test_a_plan_file_that_is_none(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "plan.json"
    if content is not None:
        path.write_text(content)
    assert said in refused("--plan", str(path))


@pytest.mark.parametrize(
    ("who", "style", "expected"),
    [
        ("offline", None, {"provider": "offline", "voice": None, "instructions": None, "fallback": True}),
        ("gemini:Kore", "calm", {"provider": "gemini", "voice": "Kore", "instructions": "calm", "fallback": True}),
    ],
)
def test_a_voice_is_named_in_short(who: str, style: str | None, expected: dict[str, object]) -> None:
    assert voice_option(who, style, fallback=True) == expected
