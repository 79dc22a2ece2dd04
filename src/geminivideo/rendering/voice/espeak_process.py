"""The process that loads the eSpeak NG library: `python -m geminivideo.rendering.voice.espeak_process`.

The library is GPL and parses whatever it is given, so it lives here, away from the program and under limits. Standard
input is one JSON object, `{"variant": name, "parameters": {"volume", "pitch", "range", "word_gap"}, "lines": [{"text",
"languages": [tags, best first], "rate"}]}`. Standard output holds per line a JSON header ending in a newline, then as
many 16-bit little-endian samples as it says:
`{"samples": n, "rate": 22050, "sounds": [[sample, character, voiced], ...]}`, or `{"unknown_language": tag,
"available": [...]}`, or `{"too_long": true}`, or `{"failed": reason}`.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from geminivideo.core.processes import die_with_parent
from geminivideo.rendering.voice.espeak_library import MOST_BYTES, EspeakLibrary

_MEMORY_BYTES = 1024**3
_CPU_SECONDS_PER_LINE = 20


def _speak(library: EspeakLibrary, voice: str, parameters: dict[str, int], text: str) -> None:
    sound, sounds = library.speak(text, voice, parameters)
    if len(sound) > MOST_BYTES:
        _write({"too_long": True})
    else:
        _write({"samples": len(sound) // 2, "rate": library.rate, "sounds": sounds}, sound)


def _write(header: dict[str, Any], sound: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + sound)
    sys.stdout.buffer.flush()


def _in_a_fork(work: Callable[[], None]) -> bool:
    """Every line is spoken by a fork of the freshly loaded library, so that none depends on the lines before it."""
    child = os.fork()
    if child == 0:
        try:
            die_with_parent()
            resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS_PER_LINE, _CPU_SECONDS_PER_LINE))
            work()
        except BaseException:  # noqa: BLE001 - a fork must never run on into its parent's code
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.loads(sys.stdin.buffer.read())
    library = EspeakLibrary()
    for line in request["lines"]:
        tag = next((tag for tag in line["languages"] if tag in library.voices), None)
        if tag is None:
            _write({"unknown_language": line["languages"][0], "available": sorted(library.voices)})
            continue
        voice = f"{library.voices[tag]}+{request['variant']}"
        parameters = {**request["parameters"], "rate": line["rate"]}
        if not _in_a_fork(partial(_speak, library, voice, parameters, line["text"])):
            _write({"failed": "the synthesiser ended before it had spoken"})


if __name__ == "__main__":
    main()
