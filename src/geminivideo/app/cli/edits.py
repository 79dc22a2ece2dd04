"""Edits of a plan as they are typed: `trim clip=3 edge=tail by=-12`. What they mean is settled by the gateway."""

from typing import Any

from geminivideo.core.errors import InvalidInputError

_NUMBERS = frozenset({"clip", "at", "by", "to", "seconds", "in_seconds", "lead_frames", "tail_frames", "gain_db"})


def read_edit(text: str) -> dict[str, Any]:
    """Raise InvalidInputError for what is not a name followed by key=value pairs."""
    name, *pairs = text.split() or [""]
    if not name or any("=" not in pair for pair in pairs):
        raise InvalidInputError(
            f"The edit {text[:60]!r} cannot be read.",
            next_step="write a name and values, such as --edit 'trim clip=3 edge=tail by=-12'",
        )
    values = (pair.split("=", 1) for pair in pairs)
    return {"op": name, **{key: _number(value) if key in _NUMBERS else value for key, value in values}}


def _number(value: str) -> float | int | str:
    """As it is where it is none: the gateway says which field it does not accept."""
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value
