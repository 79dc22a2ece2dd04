"""The pass over a file's sound, as the process of the pass runs it."""

from pathlib import Path
from typing import Any

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.extractors.guard import Failure, Guard
from geminivideo.footage.passes.telling import Telling
from geminivideo.footage.sound import Loudness, measure_loudness


class Heard(Frozen):
    loudness: Loudness | None
    failures: tuple[Failure, ...] = ()


def run(arguments: dict[str, Any], telling: Telling) -> None:
    guard = Guard()
    path, seconds = Path(arguments["path"]), float(arguments["seconds"])
    speech = Path(arguments["speech"]) if arguments["speech"] else None
    loudness = measure_loudness(path, seconds, guard, lambda: None, telling.at, speech)
    telling.part(Heard(loudness=loudness, failures=guard.failures))
