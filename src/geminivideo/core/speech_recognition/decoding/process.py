"""The process that recognises speech: `python -m geminivideo.core.speech_recognition.decoding.process`.

It reads sound from outside with native libraries, so it lives apart, under limits. Standard input is one JSON object,
`{"recogniser": "pocketsphinx" | "whisper", "language": tag, "model": folder, "cpu_seconds": n, "sounds": [paths]}`.
Standard output holds a JSON object a line for each sound, `{"language", "words": [{"text", "start_seconds",
"end_seconds", "confidence", "gap_after"}], "doubtful"}`, or the one line `{"unavailable": reason}`.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.speech_recognition.decoding.base import Decoder
from geminivideo.core.speech_recognition.decoding.hearing import hear

_MEMORY_BYTES = {"pocketsphinx": 3 * 1024**3, "whisper": 12 * 1024**3}


def _decoder(request: dict[str, Any]) -> Decoder:
    if request["recogniser"] == "whisper":
        from geminivideo.core.speech_recognition.decoding.whisper import WhisperDecoder

        return WhisperDecoder(request["model"], request["language"])
    from geminivideo.core.speech_recognition.decoding.pocketsphinx import PocketsphinxDecoder

    return PocketsphinxDecoder()


def _limit(recogniser: str, seconds: int) -> None:
    memory = _MEMORY_BYTES[recogniser]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what native libraries print is no answer
    _limit(request["recogniser"], request["cpu_seconds"])
    try:
        decoder = _decoder(request)
        for path in request["sounds"]:
            sound = np.fromfile(Path(path), "<i2")
            answers.write(json.dumps(hear(sound, decoder)) + "\n")
    except (ImportError, RuntimeError, OSError) as error:  # a library that is missing, a model that does not load
        answers.write(json.dumps({"unavailable": f"{type(error).__name__}: {error}"[:500]}) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
