"""What a brief accepts, and that what it accepts can be stored and shown."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.core.vocabulary import Platform
from geminivideo.creative.model import MEMBER_WEIGHTS, Brief, clean_text

_GOOD = {
    "product_name": "Zen",
    "offer": "Try it",
    "target_avatar": "anyone",
    "pain_points": ["stress"],
    "desires": ["calm"],
}


def test_defaults() -> None:
    brief = Brief.model_validate(_GOOD)
    assert brief.num_variations == 50
    assert brief.approval_threshold == 85.0
    assert brief.language == "en"
    assert brief.platforms == (Platform.INSTAGRAM_REELS, Platform.TIKTOK, Platform.YOUTUBE_SHORTS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product_name", "x" * 121),
        ("product_name", " \t\n"),
        ("product_name", "\u200b\u202e"),
        ("offer", "x" * 201),
        ("target_avatar", "x" * 301),
        ("pain_points", []),
        ("pain_points", ["x"] * 21),
        ("pain_points", ["fine", "  "]),
        ("desires", ["x" * 201]),
        ("num_variations", 0),
        ("num_variations", 101),
        ("approval_threshold", -1),
        ("approval_threshold", 100.5),
        ("approval_threshold", float("nan")),
        ("platforms", []),
        ("platforms", ["myspace"]),
        ("language", "en;DROP"),
        ("seed", -1),
        ("surprise", 1),
    ],
)
def test_refuses(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        Brief.model_validate(_GOOD | {field: value})


def test_cleans_and_drops_repeats() -> None:
    brief = Brief.model_validate(
        _GOOD | {"product_name": "  Zen\x00\tTea\u202e \n House ", "desires": ["Calm", "calm", "rest"], "seed": 0}
    )
    assert brief.product_name == "Zen Tea House"
    assert brief.desires == ("Calm", "rest")


def test_length_counts_after_cleaning() -> None:
    assert len(Brief.model_validate(_GOOD | {"product_name": " " * 500 + "x" * 120}).product_name) == 120


@given(st.text(max_size=300))
def test_cleaned_text_is_safe_to_store_and_stable(text: str) -> None:
    cleaned = clean_text(text)
    assert isinstance(cleaned, str)
    assert all(unicodedata.category(c) not in {"Cc", "Cs"} for c in cleaned)
    assert cleaned == clean_text(cleaned) == " ".join(cleaned.split())
    json.dumps(cleaned).encode("utf-8")


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=20))
def test_items_are_kept_whole_or_refused(items: list[str]) -> None:
    try:
        brief = Brief.model_validate(_GOOD | {"pain_points": items})
    except ValidationError:
        assert any(all(unicodedata.category(c)[0] in "ZC" for c in item) for item in items)
        return
    assert {item.casefold() for item in brief.pain_points} == {str(clean_text(item)).casefold() for item in items}
    assert Brief.model_validate_json(brief.model_dump_json()) == brief


def test_council_weights_are_the_agreed_ones() -> None:
    assert [MEMBER_WEIGHTS[member] for member in MEMBER_WEIGHTS] == [0.40, 0.30, 0.20, 0.10]
