"""What the API says about itself is valid, whole, and what it then does."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.container import Container
from tests.app.builders import fail_campaign, finish_campaign, queue_render, start_campaign

LEARNING_ROUTES = {"POST /api/ml/accounts/{account_id}/learn", "GET /api/ml/accounts/{account_id}/learning"}
GATEWAY_ROUTES = {
    "POST /pipeline/generate-campaign",
    "GET /pipeline/campaign/{campaign_id}",
    "GET /pipeline/campaign/{campaign_id}/blueprints/{blueprint_id}",
    "GET /pipeline/campaigns",
    "POST /pipeline/campaign/{campaign_id}/outcomes",
    "POST /pipeline/outcomes",
    "POST /pipeline/render-winners",
    "POST /pipeline/videos/{video_id}/plan/edits",
    "GET /pipeline/campaign/{campaign_id}/videos",
    "GET /pipeline/videos/{video_id}/previews",
    "POST /pipeline/videos/{video_id}/render",
    "POST /pipeline/videos/{video_id}/variants",
    "GET /pipeline/jobs/{job_id}",
    "POST /pipeline/jobs/{job_id}/cancel",
    "POST /pipeline/jobs/{job_id}/retry",
    "POST /api/video/upload",
    "GET /api/video/search",
    "GET /api/video/{footage_id}",
    "GET /api/video",
    "GET /api/video/watched",
    "GET /api/video/{footage_id}/sidecar",
    "PUT /api/video/{footage_id}/sidecar",
    "POST /api/video/{footage_id}/analyze",
    "POST /api/video/import-drive",
    "POST /api/video/import-path",
    "POST /api/video/{footage_id}/import/cancel",
    "POST /api/video/{footage_id}/import/retry",
    "POST /api/insights/import",
    *LEARNING_ROUTES,
    "POST /api/assets",
    "GET /api/assets",
    "GET /api/assets/{asset_id}",
    "DELETE /api/assets/{asset_id}",
    "POST /api/brand-kits",
    "GET /api/brand-kits",
    "GET /api/brand-kits/{kit_id}",
}
ML_ROUTES = {
    *LEARNING_ROUTES,
    "POST /api/ml/predict/ctr",
    "POST /api/ml/predict/roas",
    "GET /api/ml/models",
    "POST /api/ml/models/{model_id}/promote",
    "POST /api/ml/models/{model_id}/rollback",
}
OPERATIONS = {"GET /healthz", "GET /readyz", "GET /metrics"}
# What a training run writes about itself; its names are the engines' and the features'.
FREE_FORM = {"metrics", "feature_schema"}


@pytest.fixture(scope="module")
def documents(shared_client: TestClient, untouched: Container) -> dict[str, dict[str, Any]]:
    ml = create_ml_service(untouched)
    return {"gateway": shared_client.get("/openapi.json").json(), "ml": ml.openapi()}


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


@pytest.mark.parametrize("service", ["gateway", "ml"])
@pytest.mark.filterwarnings("error")
def test_the_document_is_valid_openapi(documents: dict[str, dict[str, Any]], service: str) -> None:
    OpenAPIV31SpecValidator(documents[service]).validate()
    ids = [operation["operationId"] for _, operation in operations(documents[service])]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("service", "routes"), [("gateway", GATEWAY_ROUTES), ("ml", ML_ROUTES)])
def test_every_route_is_in_it_and_says_what_it_does(
    documents: dict[str, dict[str, Any]], service: str, routes: set[str]
) -> None:
    found = dict(operations(documents[service]))
    assert found.keys() >= routes | OPERATIONS
    for name, operation in found.items():
        assert operation["summary"], name
        assert "application/problem+json" in operation["responses"]["default"]["content"], name


@pytest.mark.parametrize("service", ["gateway", "ml"])
def test_every_json_body_has_an_example_that_fits(documents: dict[str, dict[str, Any]], service: str) -> None:
    document, seen = documents[service], 0
    for name, operation in operations(document):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            if kind == "application/json":
                schema = resolved(document, content["schema"])
                assert schema["examples"], name
                for example in schema["examples"]:
                    Draft202012Validator({**schema, "components": document["components"]}).validate(example)
                seen += 1
    assert seen == {"gateway": 14, "ml": 2}[service]


def test_examples_are_taken_by_the_routes_they_stand_for(
    client: TestClient, container: Container, documents: dict[str, dict[str, Any]]
) -> None:
    schemas = documents["gateway"]["components"]["schemas"]
    (brief,) = schemas["CampaignRequest"]["examples"]
    (render,) = schemas["RenderRequest"]["examples"]
    assert client.post("/pipeline/generate-campaign?wait=false", json=brief).status_code == 202
    finish_campaign(container, render["campaign_id"], approved=(True,) * 7)
    assert client.post("/pipeline/render-winners", json=render).status_code == 202
    (plan,) = schemas["PlanRequest"]["examples"]
    finish_campaign(container, plan["campaign_id"])
    answer = client.post("/pipeline/render-plan", json=plan)
    assert answer.status_code == 202, answer.text


def test_every_field_of_real_answers_is_documented(
    client: TestClient, container: Container, documents: dict[str, dict[str, Any]], clip: bytes
) -> None:
    document, failure = (
        documents["gateway"],
        {"type": "x", "title": "x", "status": 500, "detail": "x", "next_step": "x"},
    )
    job = queue_render(container, finish_campaign(container, approved=(True, False)))
    start_campaign(container, "campaign_2")
    fail_campaign(container, "campaign_3", failure)
    upload = client.post("/api/video/upload", files={"video": ("a.mp4", clip)}).json()
    answers = [("POST /api/video/upload", "202", upload)]
    for template, given in (
        ("/pipeline/campaign/{campaign_id}", ("campaign_1", "campaign_2", "campaign_3")),
        ("/pipeline/campaign/{campaign_id}/blueprints/{blueprint_id}", ("campaign_1/bp_001", "campaign_1/bp_002")),
        ("/pipeline/campaign/{campaign_id}/videos", ("campaign_1",)),
        ("/pipeline/jobs/{job_id}", (job.job_id,)),
        ("/api/video/{footage_id}", (upload["footage_id"],)),
        ("/readyz", ("",)),
    ):
        for ids in given:
            address = address_of(template, ids)
            answers.append((f"GET {template}", "200", client.get(address).raise_for_status().json()))
    for route, status, answer in answers:
        documented(document, dict(operations(document))[route], status, answer)


def test_every_field_of_the_model_list_is_documented(documents: dict[str, dict[str, Any]]) -> None:
    record = documents["ml"]["components"]["schemas"]["ModelRecord"]
    assert {name for name, schema in record["properties"].items() if is_free_form(schema)} == FREE_FORM


def address_of(template: str, ids: str) -> str:
    given = iter(ids.split("/"))
    return "/".join(next(given) if part.startswith("{") else part for part in template.split("/"))


def documented(document: dict[str, Any], operation: Mapping[str, Any], status: str, answer: Any) -> None:
    schema = operation["responses"][status]["content"]["application/json"]["schema"]
    Draft202012Validator({**closed(schema), "components": closed(document["components"])}).validate(answer)


def closed(schema: Any) -> Any:
    """The same schema, which takes no field that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(value) for name, value in schema.items()}
    return {**inner, "additionalProperties": False} if is_open(schema) else inner


def is_open(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "object" and (is_free_form(schema) or "additionalProperties" not in schema)


def is_free_form(schema: Mapping[str, Any]) -> bool:
    return schema.get("additionalProperties") is True


def resolved(document: Mapping[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found
