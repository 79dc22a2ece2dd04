"""A plan that cannot be rendered cannot be built, also not by hand."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, speeches


def valid() -> dict[str, Any]:
    ad = blueprint(scene(2.0, "One two"), scene(2.0, "Three", on_screen_text="A point"), scene(3.0, "Buy"))
    plan = make_plan(
        ad, lay_out(ad, speeches(ad)), [footage()], EditSettings(Platform.SQUARE, CaptionStyle.MODERN, seed=0)
    )
    return dict(json.loads(plan.model_dump_json()))


def test_a_plan_survives_its_json() -> None:
    values = valid()
    assert json.loads(EditPlan.model_validate(values).model_dump_json()) == values


def change(values: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    place: Any = values
    *steps, last = path.split(".")
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    place[int(last) if last.isdigit() else last] = value
    return values


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("clips.1.start", 61, "without gap or overlap"),
        ("frames", 5000, "the clips end at frame"),
        ("clips.0.start", 3, "begins at frame 0"),
        ("clips.0.footage_id", "elsewhere", "not among the sources"),
        ("clips.0.in_seconds", 19.5, "reaches past the end"),
        ("clips.0.crop.x", 1000, "not inside its picture"),
        ("clips.0.crop.x", 3, "multiple of 2"),
        ("clips.0.crop_override", {"x": 0, "y": 700, "width": 100, "height": 100}, "not inside its picture"),
        ("clips.1.transition_frames", 5, "a cut takes no frames"),
        ("clips.1.transition", "slide", "every other transition takes some"),
        ("titles.0.frames", 4000, "a title goes on after the end"),
        ("narration.0.words.0.end", 2, "ends before it begins"),
        ("narration.0.words.0.end", 29, "overlap"),
        ("narration.2.words.0.end", 9000, "the narration goes on"),
        ("fps", 25, "30"),
        ("width", 1082, "square is 1080x1080, not 1082x1080"),
        ("palette.accent", "red; rm", "#RRGGBB"),
        ("clips.0.grade.contrast", 99, "less than or equal to 2"),
        ("unknown_field", 1, "Extra inputs"),
    ],
)
def test_what_cannot_be_rendered_is_refused_with_the_reason(path: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        EditPlan.model_validate(change(valid(), path, value))


def test_a_hand_set_crop_wins() -> None:
    by_hand = {"x": 10, "y": 20, "width": 200, "height": 200}
    clip = EditPlan.model_validate(change(valid(), "clips.0.crop_override", by_hand)).clips[0]
    assert clip.kind == "footage"
    assert clip.window.model_dump() == by_hand
