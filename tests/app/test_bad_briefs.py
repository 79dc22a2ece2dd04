"""A bad request for a campaign or a render is refused with what is wrong and what to do, and leaves nothing behind."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from tests.app.answers import files, problem, rows
from tests.app.builders import BRIEF

GENERATE = "/pipeline/generate-campaign?wait=false"
JSON = {"content-type": "application/json"}


@pytest.fixture(autouse=True)
def nothing_is_left(untouched: Container) -> Iterator[None]:
    yield
    assert rows(untouched) == {}
    assert files(untouched.settings.home) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"platforms": ["myspace"]}, "platforms.0 must be one of 'instagram_reels'"),
        ({"platforms": []}, "platforms needs at least 1"),
        ({"num_variations": 0}, "num_variations must be at least 1"),
        ({"num_variations": 101}, "num_variations must be at most 100"),
        ({"num_variations": "many"}, "num_variations must be a valid integer"),
        ({"pain_points": []}, "pain_points needs at least 1"),
        ({"desires": []}, "desires needs at least 1"),
        ({"desires": ["\u200b"]}, "desires.0 must not be blank"),
        ({"product_name": " "}, "product_name must not be blank"),
        ({"product_name": "x" * 121}, "product_name may have at most 120"),
        ({"approval_threshold": float("nan")}, "approval_threshold"),
        ({"seed": 2**63}, "seed"),
        ({"language": "not a language"}, "language"),
        ({"language": "fr"}, "cannot write in 'fr'"),
        ({"language": "de"}, "its words are in 'en'"),
        ({"account_id": "../../etc"}, "account_id"),
        ({"budget": 5}, "budget is not a field of this request"),
    ],
)
def test_each_bad_field_is_named(shared_client: TestClient, change: dict[str, Any], complaint: str) -> None:
    refused = problem(shared_client.post(GENERATE, content=json.dumps(BRIEF | change), headers=JSON), 422)
    assert complaint in refused["detail"]


def test_all_that_is_missing_is_named_at_once(shared_client: TestClient) -> None:
    refused = problem(shared_client.post(GENERATE, json={"offer": "Try it"}), 422)
    assert {error["field"] for error in refused["errors"]} == {
        "product_name",
        "target_avatar",
        "pain_points",
        "desires",
    }


@pytest.mark.parametrize("body", [b"{bad", b"", b"[1]", b"null", b'"text"'])
def test_what_is_no_brief_at_all_is_refused(shared_client: TestClient, body: bytes) -> None:
    detail = problem(shared_client.post(GENERATE, content=body, headers=JSON), 422)["detail"]
    assert re.match(r"the body (must be a JSON object|is missing|is not JSON)", detail)


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe\x00", b'{"product_name": "\xff"}'])
def test_what_no_parser_can_read_is_refused(shared_client: TestClient, body: bytes) -> None:
    assert "JSON" in problem(shared_client.post(GENERATE, content=body, headers=JSON), 400)["next_step"]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_megabyte_is_too_large_however_it_comes(shared_client: TestClient, chunked: bool) -> None:
    parts = [b'{"product_name": "', b"x" * 1_000_000, b'"}']
    content = iter(parts) if chunked else b"".join(parts)
    refused = problem(shared_client.post(GENERATE, content=content, headers=JSON), 413)
    assert (refused["type"], "256 KiB" in refused["detail"]) == ("urn:geminivideo:problem:too-large", True)


def test_a_small_chunked_brief_is_taken_for_what_it_is(shared_client: TestClient) -> None:
    parts = (part for part in (b'{"product_name"', b": 1}"))
    assert "product_name" in problem(shared_client.post(GENERATE, content=parts, headers=JSON), 422)["detail"]


def test_a_complaint_does_not_echo_a_huge_field_name(shared_client: TestClient) -> None:
    problem(shared_client.post(GENERATE, json={**BRIEF, "y" * 100_000: 1}), 422)


@pytest.mark.parametrize("footage_id", ["footage_unknown", "\0", "../../etc/passwd", "x" * 200, ""])
def test_footage_that_does_not_exist(shared_client: TestClient, footage_id: str) -> None:
    problem(shared_client.post(GENERATE, json={**BRIEF, "footage_ids": [footage_id]}), 404)
