"""A pydantic model as the JSON Schema that all providers take for structured output.

Their common ground: every property required, no others allowed, no `oneOf`, no defaults. Bounds and patterns, which
only some take, are told in the description instead; the answer is held to them afterwards.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_KEPT = frozenset({"$ref", "anyOf", "const", "description", "enum", "items", "type"})
_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "matches {}",
}


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Raises:
    TypeError: for a model with free keys or tuples, which no provider can be held to.
    """
    whole = model.model_json_schema()
    schema = _strict(whole)
    if "$defs" in whole:
        schema["$defs"] = {name: _strict(part) for name, part in whole["$defs"].items()}
    return schema


def _strict(node: Mapping[str, Any]) -> dict[str, Any]:
    if "prefixItems" in node:
        raise TypeError("tuples of several types are not possible in structured output")
    strict = {key: value for key, value in node.items() if key in _KEPT}
    if alternatives := node.get("anyOf") or node.get("oneOf"):
        strict["anyOf"] = [_strict(each) for each in alternatives]
    if "items" in node:
        strict["items"] = _strict(node["items"])
    if node.get("type") == "object":
        strict |= _object(node)
    if told := ", ".join(words.format(node[bound]) for bound, words in _BOUNDS.items() if bound in node):
        strict["description"] = f"{node['description']} ({told})" if "description" in node else told
    # Beside a reference nothing else may stand.
    return {"$ref": node["$ref"]} if "$ref" in node else strict


def _object(node: Mapping[str, Any]) -> dict[str, Any]:
    if not node.get("properties"):
        raise TypeError("objects with free keys are not possible in structured output")
    properties = {name: _strict(part) for name, part in node["properties"].items()}
    return {"properties": properties, "required": list(properties), "additionalProperties": False}
