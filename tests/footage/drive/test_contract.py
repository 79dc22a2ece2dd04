"""The judge of the other tests' requests refuses what Drive would refuse, and its server's errors have Drive's form."""

import json
from pathlib import Path

import pytest

from tests.footage.drive.contract import Contract, selected
from tests.footage.drive.server import google_error

GOOD = {"authorization": "Bearer x"}


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"alt": ["raw"]}, GOOD),
        ({"supportsAllDrives": ["yes"]}, GOOD),
        ({"field": ["id"]}, GOOD),
        ({}, {}),
        ({}, {**GOOD, "range": "bytes=5"}),
    ],
)
def test_malformed_requests_are_noticed(
    shared_contracts: Path, query: dict[str, list[str]], headers: dict[str, str]
) -> None:
    assert Contract(shared_contracts).complaints(query, headers)
    assert Contract(shared_contracts).complaints({"alt": ["media"], "supportsAllDrives": ["true"]}, GOOD) == []


def test_errors_have_the_form_of_the_description(shared_contracts: Path) -> None:
    spec = json.loads((shared_contracts / "google" / "drive_v3_subset.openapi.json").read_bytes())
    answer = spec["paths"]["/drive/v3/files/{fileId}"]["get"]["responses"]["404"]
    example = answer["content"]["application/json"]["example"]["error"]
    error = json.loads(google_error(404, "notFound"))["error"]
    assert (error.keys(), error["code"]) == (example.keys(), example["code"])
    assert error["errors"][0].keys() <= example["errors"][0].keys()
    assert error["errors"][0]["reason"] == example["errors"][0]["reason"]


def test_a_field_mask_selects() -> None:
    document = {"id": "1", "name": "a", "capabilities": {"canDownload": True, "canCopy": True}, "x": {"a": 1, "b": 2}}
    masked = selected(document, "id,size,capabilities/canDownload,x(a,c)")
    assert masked == {"id": "1", "capabilities": {"canDownload": True}, "x": {"a": 1}}
