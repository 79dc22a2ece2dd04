"""What the three interfaces accept, as JSON Schemas from their owners' descriptions among the shared contracts."""

import json
from pathlib import Path
from typing import Any

_FILES = {
    "anthropic": ("anthropic/anthropic_messages.openapi.json", "MessageCreateRequest", "MessageResponse"),
    "openai": (
        "openai/openai_subset.openapi.json",
        "CreateChatCompletionRequest",
        "CreateChatCompletionResponse",
    ),
    "gemini": ("google/gemini_v1beta.openapi.json", "GenerateContentRequest", "GenerateContentResponse"),
}


def request_schema(contracts: Path, wire: str) -> dict[str, Any]:
    file, request, _response = _FILES[wire]
    schema = _part(contracts / file, request)
    if wire != "openai":
        return schema
    # OpenAI's own description does not forbid other fields, so a misspelt one would pass.
    return {**schema, "unevaluatedProperties": False}


def response_schema(contracts: Path, wire: str) -> dict[str, Any]:
    file, _request, response = _FILES[wire]
    return _part(contracts / file, response)


def _part(file: Path, name: str) -> dict[str, Any]:
    spec = json.loads(file.read_bytes())
    return {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
