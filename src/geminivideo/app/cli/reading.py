"""JSON files that commands take."""

import json
from pathlib import Path
from typing import Any

from geminivideo.core.errors import InvalidInputError


def read_object(path: Path, what: str, *, example: str | None = None) -> dict[str, Any]:
    """The JSON object in a file; `what` it is and an `example` of it stand in the error."""
    like = f" like {example}" if example else ""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"The {what} {path} cannot be read: {error}.", next_step=f"give a UTF-8 JSON file{like}"
        ) from error
    if not isinstance(found, dict):
        raise InvalidInputError(f"The {what} {path} is not a JSON object.", next_step=f"give a JSON file{like}")
    return found
