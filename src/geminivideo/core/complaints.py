"""Validation errors in plain words, without echoing a megabyte of bad input back."""

from collections.abc import Mapping, Sequence
from typing import Any

_LONGEST = 300
_WORDS = {
    "missing": "is missing",
    "json_invalid": "is not JSON ({error})",
    "too_short": "needs at least {min_length}",
    "too_long": "may have at most {max_length}",
    "string_too_long": "may have at most {max_length} characters",
    "enum": "must be one of {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "extra_forbidden": "is not a field of this request",
}


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
    words = _WORDS.get(error["type"])
    if words:
        return words.format_map({"error": "it cannot be parsed", **error.get("ctx", {})})
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
