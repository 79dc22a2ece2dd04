"""`geminivideo render` and `variants`: what they refuse before anything is started, and how they name files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from geminivideo.app.cli.following import file_stem
from geminivideo.app.cli.main import cli
from geminivideo.app.cli.options.sound import voice_option
from geminivideo.app.cli.variants import warnings_in
from geminivideo.core.errors import GeminivideoError, InvalidInputError


def refused(*arguments: str, command: str = "render") -> str:
    error = CliRunner().invoke(cli, [command, *arguments]).exception
    assert isinstance(error, GeminivideoError)
    assert error.exit_code == InvalidInputError.exit_code
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


@pytest.mark.parametrize("also", [("campaign_1",), ("--preview",), ("--plan", "ad.json"), ("--save-plan", "ad.json")])
def test_a_videos_plan_is_rendered_as_it_is(also: tuple[str, ...]) -> None:
    assert "cannot be given with it" in refused("--video", "video_1", *also)


@pytest.mark.parametrize(
    ("option", "name"),
    [
        (("--caption-style", "karaoke"), "--caption-style"),
        (("--music", "calm"), "--music"),
        (("--platform", "instagram_reels"), "--platform"),  # its default, and still asked for
        (("--no-smart-crop",), "--smart-crop"),
        (("--top", "1"), "--top"),
    ],
)
def test_what_a_plan_decides_is_no_option_beside_it(option: tuple[str, ...], name: str) -> None:
    for asked in (("--plan", "ad.json"), ("--video", "video_1")):
        assert f"{name} cannot be given with it" in refused(*asked, *option)


def test_edits_are_of_a_plan() -> None:
    assert "--edit changes an edit plan" in refused("campaign_1", "--edit", "join clip=1")


def test_music_that_is_neither_a_mood_nor_an_id() -> None:
    assert "no music 'polka'" in refused("campaign_1", "--music", "polka")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "needs something to change"),
        (("--hook", " "), "hooks.0.text"),
        (("--hook", "x" * 301), "at most 300"),
        (("--music", "calm", *("--hook", "x") * 21), "at most 20"),
    ],
)
def test_variants_of_nothing(arguments: tuple[str, ...], said: str) -> None:
    assert said in refused("video_1", *arguments, command="variants")


def test_what_policy_has_against_a_hook_is_told_once() -> None:
    warning = {"rule": "shouting", "place": "hook", "sentence": "BUY NOW", "words": "BUY NOW"}
    jobs = [{"warnings": [warning, {**warning, "place": "cta"}]}, {"warnings": []}]
    assert warnings_in({"jobs": jobs}) == ["Ad policy (shouting): 'BUY NOW' in 'BUY NOW'"]


def test_variants_and_previews_have_names_of_their_own() -> None:
    row = {"blueprint_id": "bp_001", "platform": "tiktok", "video_id": "video_2", "variant_of": None, "preview": False}
    assert file_stem(row) == "bp_001_tiktok"
    assert file_stem({**row, "variant_of": "video_1", "preview": True}) == "bp_001_tiktok_video_2_preview"
