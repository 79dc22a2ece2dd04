"""What a brought network's classes are called: its own metadata, a list beside it, or COCO's names."""

import ast
import json
from collections.abc import Mapping
from pathlib import Path

from geminivideo.footage.extractors.objects import coco
from geminivideo.footage.labels import label_from

_LIST = "names.txt"
_MOST_BYTES = 1 << 20


def class_names(model: Path, metadata: Mapping[str, str], classes: int) -> dict[int, str]:
    """Every class that has no name, or an empty one, is left out and never told of."""
    named = _from_metadata(metadata.get("names", "")) or _from_list(model.with_name(_LIST))
    named = named or coco.names_for(classes) or {number: f"class {number}" for number in range(classes)}
    return {number: label_from(name) for number, name in named.items() if 0 <= number < classes and name.strip()}


def _from_metadata(written: str) -> dict[int, str]:
    """{0: "person", ...} as Python or JSON writes it, or a list; anything else is no names."""
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(written)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        if isinstance(found, list):
            found = dict(enumerate(found))
        if isinstance(found, dict) and all(str(number).isdecimal() for number in found):
            return {int(number): str(name) for number, name in found.items()}
    return {}


def _from_list(file: Path) -> dict[int, str]:
    """One name a line, the first for class 0."""
    if not file.is_file() or file.stat().st_size > _MOST_BYTES:
        return {}
    return dict(enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines()))
