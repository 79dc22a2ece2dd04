"""Validation errors in plain words, without echoing a megabyte of bad input back."""

from collections.abc import Mapping, Sequence
from typing import Any

from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.jobs.model import problem
from geminivideo.core.money import CURRENCY_PATTERN

_LONGEST = 300
_SHOWN = 20
_OF_PATTERNS = {
    ACCOUNT_PATTERN: "must be 1 to 64 letters a-z, digits, dots, hyphens or underscores",
    CURRENCY_PATTERN: "must be three capital letters such as USD",
}
# A body that no header calls JSON comes as bytes.
_OF_BODIES = {"model_type", "model_attributes_type"}
_WORDS = {
    "missing": "is missing",
    "json_invalid": "is not JSON ({error})",
    "too_short": "needs at least {min_length} {counted}",
    "too_long": "may have at most {max_length} {counted}",
    "string_too_long": "may have at most {max_length} characters",
    "enum": "must be one of {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "extra_forbidden": "is not a field of this request",
}


def invalid_request(errors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The problem document of a request that does not fit its schema."""
    complaints = complaints_of(errors)[:_SHOWN]
    refused = InvalidInputError(
        "; ".join(f"{c['field']} {c['message']}" for c in complaints) + ".",
        next_step="mend the named fields; /openapi.json has the whole schema with examples",
    )
    return {**problem(refused), "errors": complaints}


def complaints_of(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """One complaint per field: what follows from the first error of a field says nothing new."""
    complaints: dict[str, dict[str, str]] = {}
    for error in errors:
        field, message = _field(error), _message(error)
        top = field.split(".", 1)[0]
        complaints.setdefault(top, {"field": field[:_LONGEST], "message": message[:_LONGEST]})
    return list(complaints.values())


def _field(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return "the body"
    place = [str(part) for part in error["loc"] if part not in {"body", "query", "path", "header"}]
    return ".".join(place) or "the body"


def _message(error: Mapping[str, Any]) -> str:
    if error["type"] in _OF_BODIES and isinstance(error.get("input"), bytes):
        return "must be a JSON object, sent with the header Content-Type: application/json"
    words = _WORDS.get(error["type"])
    if words:
        # A text that is cleaned first is measured like any sequence; only what was sent tells which it is.
        counted = "character(s)" if isinstance(error.get("input"), str) else "item(s)"
        return words.format_map({"error": "it cannot be parsed", "counted": counted, **error.get("ctx", {})})
    if of_pattern := _OF_PATTERNS.get(error.get("ctx", {}).get("pattern")):
        return of_pattern
    message = str(error["msg"])
    if error["type"] == "value_error":  # in words of our own, which follow a field's name
        return message.removeprefix("Value error, ")
    _subject, should, what = message.partition(" should ")  # the field's name takes the place of their "Input"
    return f"must {what}" if should else f"is not usable: {message[:1].lower()}{message[1:]}"
