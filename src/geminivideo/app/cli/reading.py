"""JSON files that commands take."""

import json
from pathlib import Path
from typing import Any

from geminivideo.core.errors import InvalidInputError


def read_object(path: Path, what: str, *, example: str) -> dict[str, Any]:
    """The JSON object in a file; `what` it is, and where an `example` of it is, stand in the error."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidInputError(
            f"The {what} {path} cannot be read: {error.strerror}.", next_step="check the path"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"The {what} {path} is not JSON in UTF-8: {error}.", next_step=example) from error
    if not isinstance(found, dict):
        raise InvalidInputError(f"The {what} {path} is not a JSON object.", next_step=example)
    return found
