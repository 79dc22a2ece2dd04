"""Validation errors in plain words: one per field, short, and never an echo of what was sent."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.app.api.schemas.campaigns import CampaignRequest
from geminivideo.app.api.schemas.variants import VariantsRequest
from geminivideo.core.complaints import complaints_of
from tests.app.builders import BRIEF


def complaints(body: Any) -> list[dict[str, str]]:
    with pytest.raises(ValidationError) as refused:
        CampaignRequest.model_validate(body)
    return complaints_of(refused.value.errors())


def test_one_complaint_per_field() -> None:
    found = complaints({**BRIEF, "desires": ["", " ", 5], "num_variations": 0})
    assert found == [
        {"field": "desires.0", "message": "must not be blank"},
        {"field": "num_variations", "message": "must be at least 1"},
    ]


@pytest.mark.parametrize("loc", [("body",), ("query",), ()])
def test_what_is_about_the_whole_body_says_so(loc: tuple[str, ...]) -> None:
    (complaint,) = complaints_of([{"type": "missing", "loc": loc, "msg": "Field required"}])
    assert complaint == {"field": "the body", "message": "is missing"}


def test_where_in_the_request_a_field_stands_is_left_out() -> None:
    (complaint,) = complaints_of([{"type": "missing", "loc": ("query", "expires"), "msg": "Field required"}])
    assert complaint["field"] == "expires"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ([], ("the body", "must be a JSON object")),
        ({**BRIEF, "num_variations": "many"}, ("num_variations", "must be a valid integer")),
        ({**BRIEF, "account_id": "../etc"}, ("account_id", "must be 1 to 64 letters a-z, digits, dots")),
        ({**BRIEF, "offer": 5}, ("offer", "must be a valid string")),
        ({**BRIEF, "platforms": 5}, ("platforms", "must be a valid tuple")),
    ],
)
def test_field_and_complaint_read_as_a_sentence(body: Any, complaint: tuple[str, str]) -> None:
    (found,) = complaints(body)
    assert (found["field"], found["message"][: len(complaint[1])]) == complaint


@pytest.mark.parametrize("kind", ["model_type", "model_attributes_type"])
def test_a_body_that_no_header_calls_json_is_told_which_one_to_send(kind: str) -> None:
    (found,) = complaints_of([{"type": kind, "loc": ("body",), "msg": "", "input": b'{"product_name": "A"}'}])
    assert found["message"].endswith("sent with the header Content-Type: application/json")


def test_a_currency_is_told_in_words() -> None:
    error = {
        "type": "string_pattern_mismatch",
        "loc": ("query", "currency"),
        "msg": "",
        "ctx": {"pattern": "^[A-Z]{3}$"},
    }
    assert complaints_of([error]) == [{"field": "currency", "message": "must be three capital letters such as USD"}]


def test_a_complaint_without_a_verb_gets_one() -> None:
    (found,) = complaints_of([{"type": "recursion_loop", "loc": ("body", "a"), "msg": "Recursion error"}])
    assert found == {"field": "a", "message": "is not usable: recursion error"}


def test_json_errors_name_the_cause() -> None:
    error = {"type": "json_invalid", "loc": ("body", 17), "msg": "JSON decode error", "ctx": {"error": "Expecting ','"}}
    assert complaints_of([error]) == [{"field": "the body", "message": "is not JSON (Expecting ',')"}]
    assert "cannot be parsed" in complaints_of([{"type": "json_invalid", "loc": (), "msg": ""}])[0]["message"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=400), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([*BRIEF, "platforms", "y" * 5000]), ANYTHING, max_size=5))
def test_whatever_is_sent_the_complaint_is_short_and_in_words(body: dict[str, Any]) -> None:
    try:
        CampaignRequest.model_validate(body)
    except ValidationError as error:
        for complaint in complaints_of(error.errors()):
            assert 0 < len(complaint["field"]) <= 300
            assert 0 < len(complaint["message"]) <= 300
            assert "{" not in complaint["message"]


def test_a_length_says_what_is_counted() -> None:
    with pytest.raises(ValidationError) as refused:
        VariantsRequest.model_validate({"hooks": [{"text": "x" * 301}], "cta_text": " "})
    assert [found["message"] for found in complaints_of(refused.value.errors())] == [
        "may have at most 300 character(s)",
        "needs at least 1 character(s)",
    ]
    (few,) = complaints({**BRIEF, "desires": []})
    assert few["message"] == "needs at least 1 item(s)"
