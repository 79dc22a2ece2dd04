"""Lines changed by hand: spoken anew where their words are left out, and refused where they do not fit."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.retiming import timed
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.workspace import Workspace
from tests.rendering.doubles import SilentVoice, ToneVoice
from tests.rendering.examples import blueprint, footage, scene, speeches


def plan_with(*texts: str | None) -> EditPlan:
    """Three scenes of two seconds; a text replaces that scene's line and leaves its words out."""
    ad = blueprint(scene(2.0, "One two"), scene(2.0, "Three four"), scene(2.5, "Buy now"))
    plan = make_plan(
        ad, lay_out(ad, speeches(ad)), [footage()], EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0)
    )
    lines: list[dict[str, Any]] = [
        dict(line) if text is None else {**dict(line), "text": text, "words": ()}
        for line, text in zip(plan.narration, texts, strict=True)
    ]
    return EditPlan(**{**dict(plan), "narration": lines})


def test_words_that_are_not_the_text_make_no_plan() -> None:
    plan = plan_with(None, None, None)
    line = {**dict(plan.narration[0]), "text": "One three"}
    with pytest.raises(ValidationError, match="leave its words out to have them timed by the voice"):
        EditPlan(**{**dict(plan), "narration": [line]})


def test_only_lines_without_words_are_spoken(tmp_path: Path) -> None:
    voice = ToneVoice()
    plan = timed(plan_with(None, "Three new words", None), voice, Workspace(tmp_path), lambda: None)
    assert voice.texts == ["Three new words"]
    assert [[word.text for word in line.words] for line in plan.narration] == [
        ["One", "two"],
        ["Three", "new", "words"],
        ["Buy", "now"],
    ]
    changed = plan.narration[1]
    assert changed.words[0].start == changed.start
    assert timed(plan, SilentVoice(), Workspace(tmp_path), lambda: None) is plan


def test_a_longer_line_is_spoken_faster_and_a_much_longer_one_refused(tmp_path: Path) -> None:
    plan = timed(plan_with(None, "one two three four five six", None), ToneVoice(), Workspace(tmp_path), lambda: None)
    assert plan.narration[1].words_per_minute > 155
    assert plan.narration[1].words[-1].end <= plan.narration[2].start
    with pytest.raises(InvalidInputError, match=r"takes 1\.\d s more to say than there is room"):
        timed(plan_with(None, "word " * 10, None), ToneVoice(), Workspace(tmp_path), lambda: None)


def test_an_emptied_line_is_silent(tmp_path: Path) -> None:
    plan = timed(plan_with(None, "", None), ToneVoice(), Workspace(tmp_path), lambda: None)
    assert [line.text for line in plan.narration] == ["One two", "Buy now"]
