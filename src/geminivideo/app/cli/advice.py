"""The gateway's advice, said for people who type commands."""

import re
from collections.abc import Mapping
from typing import Any

_SPEAKS_HTTP = re.compile(r"(GET|POST|PUT|DELETE|WS) /|/openapi\.json|websocket_url|this API|_id as ")
_IN_COMMANDS = {
    "invalid-input": "mend the named fields; `--help` explains the options, docs/brief.example.json shows a brief",
    "too-large": "shorten the texts; a video is taken in with `geminivideo analyze VIDEO`",
    "not-found": "use an id just as `geminivideo generate`, `geminivideo analyze` or the request that made it gave it",
    "conflict": "use what `geminivideo generate` lists as approved and `geminivideo analyze` has finished",
    "cancelled": "give the command again when you want it after all",
}


def advice(document: Mapping[str, Any]) -> str:
    """A problem document's next step; where it speaks of HTTP, what its kind of problem means for commands."""
    given = str(document["next_step"])
    slug = str(document["type"]).rsplit(":", 1)[-1]
    return _IN_COMMANDS.get(slug, given) if _SPEAKS_HTTP.search(given) else given
