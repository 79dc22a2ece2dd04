"""Small pictures in one file of the cache: beside each other, with their numbers in the file's comment."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from geminivideo.rendering.previews.lettering import in_a_row
from geminivideo.rendering.workspace import Workspace


def kept_pictures(workspace: Workspace, inputs: str, take: Callable[[], Mapping[int, Any]]) -> dict[int, Any]:
    """By number; all of one size. `take` is asked where no render has had them yet."""
    from PIL import Image

    path = workspace.produce("pictures", inputs, ".jpg", lambda target: _write(target, take()), shared=True)
    with Image.open(path) as row:
        numbers = json.loads(row.info["comment"])
        width = row.width // max(1, len(numbers))
        return {number: row.crop((width * at, 0, width * (at + 1), row.height)) for at, number in enumerate(numbers)}


def _write(target: Path, pictures: Mapping[int, Any]) -> None:
    from PIL import Image

    row = in_a_row(list(pictures.values()), 0) if pictures else Image.new("RGB", (1, 1))
    row.save(target, format="JPEG", quality=90, comment=json.dumps(list(pictures)).encode())
