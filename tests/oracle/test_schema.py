"""A model refuses what it was not made for, and says which field."""

import math

import pytest

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA, FeatureSchema
from tests.oracle.examples import roas_items

DOCUMENTED = (
    "hook_effectiveness has_transformation transformation_believability num_emotional_triggers cta_strength "
    "scene_count pacing_speed energy_level num_winning_patterns_matched has_voiceover total_duration text_readability"
)
GOOD = dict(roas_items(1)[0].features)


def test_twelve_features_in_the_documented_order() -> None:
    assert " ".join(BLUEPRINT_SCHEMA.names) == DOCUMENTED


def test_scene_schema_takes_what_footage_measures_and_the_length() -> None:
    later = {"text_area", "speech_rate", "silence"}  # no published opinion says what they do to clicks
    assert set(SCENE_SCHEMA.names) == {*SceneFeatures.model_fields, "seconds"} - later


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("cta_strength", 10.5, "outside 0 to 10"),
        ("cta_strength", math.nan, "must be a number"),
        ("cta_strength", math.inf, "must be a number"),
        ("cta_strength", None, "must be a number"),
        ("cta_strength", "7", "must be a number"),
        ("cta_strength", 10**400, "outside 0 to 10"),
        ("cta_strength", -1, "outside 0 to 10"),
        ("has_voiceover", 0.5, "whole number"),
        ("scene_count", 0, "outside 1 to 120"),
        ("total_duration", 0, "outside 1 to 600"),
        ("colour", 3.0, "not known"),
    ],
)
def test_bad_value_is_refused_by_name(field: str, value: object, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why) as refused:
        BLUEPRINT_SCHEMA.row({**GOOD, field: value}, "bp_001")  # type: ignore[dict-item]
    assert field in refused.value.cause
    assert "bp_001" in refused.value.cause


def test_missing_field_is_refused_by_name() -> None:
    without = {name: value for name, value in GOOD.items() if name != "energy_level"}
    with pytest.raises(InvalidInputError, match=r"energy_level .* missing"):
        BLUEPRINT_SCHEMA.row(without, "bp_001")


def test_every_missing_and_unknown_field_is_named_up_to_a_limit() -> None:
    without = {name: value for name, value in GOOD.items() if name not in {"energy_level", "scene_count"}}
    with pytest.raises(InvalidInputError, match=r"The features scene_count, energy_level of 'bp_001' are missing\."):
        BLUEPRINT_SCHEMA.row(without, "bp_001")
    with pytest.raises(InvalidInputError, match=r"x4 and 95 more of 'bp_001' are not known\."):
        BLUEPRINT_SCHEMA.row({**GOOD, **{f"x{number}": 1.0 for number in range(100)}}, "bp_001")


def test_the_next_step_of_a_bad_value_is_a_sentence() -> None:
    for field, told in {"scene_count": "a whole number from 1 to 120", "cta_strength": "a number from 0 to 10"}.items():
        with pytest.raises(InvalidInputError) as refused:
            BLUEPRINT_SCHEMA.row({**GOOD, field: None}, "bp_001")
        assert "is null and must be a number" in refused.value.cause
        assert refused.value.next_step == f"send {field} as {told}"


def test_another_version_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="blueprint version 2"):
        BLUEPRINT_SCHEMA.row(GOOD, "bp_001", version=2)


def test_order_of_the_request_does_not_matter() -> None:
    backwards = dict(reversed(GOOD.items()))
    assert BLUEPRINT_SCHEMA.row(backwards, "x") == BLUEPRINT_SCHEMA.row(GOOD, "x")


def test_scene_features_may_be_unmeasured_but_not_absent() -> None:
    unmeasured = dict.fromkeys(SCENE_SCHEMA.names) | {"seconds": 3.0}
    row = SCENE_SCHEMA.row(unmeasured, "scene_1")
    assert [math.isnan(value) for value in row] == [True] * 14 + [False]
    with pytest.raises(InvalidInputError, match="seconds"):
        SCENE_SCHEMA.row({**unmeasured, "seconds": None}, "scene_1")
    with pytest.raises(InvalidInputError, match="missing"):
        SCENE_SCHEMA.row({"seconds": 3.0}, "scene_1")


@pytest.mark.parametrize("schema", [BLUEPRINT_SCHEMA, SCENE_SCHEMA])
def test_schema_survives_storage(schema: FeatureSchema) -> None:
    assert FeatureSchema.from_json(schema.as_json()) == schema
