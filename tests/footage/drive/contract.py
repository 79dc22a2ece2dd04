"""Requests and answers judged by the description of Drive's interface among the shared contracts."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator


class Contract:
    def __init__(self, contracts: Path) -> None:
        self._spec = json.loads((contracts / "google" / "drive_v3_subset.openapi.json").read_bytes())

    def file_id(self, path: str) -> str | None:
        found = re.fullmatch(r"/drive/v3/files/([^/]+)", path)
        return found[1] if found else None

    def complaints(self, query: Mapping[str, list[str]], headers: Mapping[str, str]) -> list[str]:
        """What is wrong about a request for a file or its description."""
        operation = self._spec["paths"]["/drive/v3/files/{fileId}"]["get"]
        known = {p["name"]: p["schema"] for p in operation["parameters"] if p["in"] == "query"}
        found = [f"unknown parameter {name}" for name in query if name not in known]
        for name in query.keys() & known.keys():
            (text,) = query[name]
            value = {"true": True, "false": False}.get(text, text) if known[name]["type"] == "boolean" else text
            found += [error.message for error in Draft202012Validator(known[name]).iter_errors(value)]
        if not re.fullmatch(r"Bearer \S+", headers.get("authorization", "")):
            found.append("no bearer token")
        if "range" in headers and not re.fullmatch(r"bytes=\d+-\d*", headers["range"]):
            found.append(f"range {headers['range']}")
        return found

    def check_description(self, document: Mapping[str, Any]) -> None:
        """What this server answers is what Drive would: no field of it is invented."""
        schemas = self._spec["components"]["schemas"]
        closed = {**schemas["File"], "additionalProperties": False, "components": {"schemas": schemas}}
        Draft202012Validator(closed).validate(document)


def selected(document: Mapping[str, Any], fields: str) -> dict[str, Any]:
    """The parts that a field mask names, such as `id,capabilities/canDownload,shortcutDetails(targetId)`."""
    wanted: dict[str, Any] = {}
    for mask in re.findall(r"[^,(]+(?:\([^)]*\))?", fields):
        name, inner = re.fullmatch(r"([A-Za-z0-9]+)(?:[/(](.*?)\)?)?", mask).groups()  # type: ignore[union-attr]
        if name in document:
            wanted[name] = selected(document[name], inner) if inner else document[name]
    return wanted
