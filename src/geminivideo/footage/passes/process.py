"""The process of a pass: `python -m geminivideo.footage.passes.process`.

Standard input is one JSON object, `{"pass": name, "memory_bytes": n, "cpu_seconds": n, "file_bytes": n, "arguments":
{…}}`; standard output is what `telling` describes. It writes no files larger than that, usually none, has no network
where the system allows that, and dies with whoever started it.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from geminivideo.core.confinement import confine
from geminivideo.core.errors import GeminivideoError
from geminivideo.footage.passes.telling import Telling

Run = Callable[[dict[str, Any], Telling], None]
# A pass is a function `run(arguments, telling)`; it is imported under the limits.
_PASSES = {
    "pictures": "geminivideo.footage.looking.pass_over_pictures",
    "sound": "geminivideo.footage.pass_over_sound",
    "stills": "geminivideo.footage.pass_over_stills",
}


def main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    telling = Telling(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)  # what native libraries print is no answer
    confine(**{name: request[name] for name in ("memory_bytes", "cpu_seconds", "file_bytes")})
    run: Run = importlib.import_module(_PASSES[request["pass"]]).run
    telling.begin()
    try:
        run(request["arguments"], telling)
        telling.end()
    except GeminivideoError as error:
        telling.error(error)


if __name__ == "__main__":
    main()
