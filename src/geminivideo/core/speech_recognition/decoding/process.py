"""The process that recognises speech: `python -m geminivideo.core.speech_recognition.decoding.process`.

It reads sound from outside with native libraries, so it lives apart, under limits. Standard input is one JSON object,
`{"recogniser": "pocketsphinx" | "whisper", "language": tag, "model": folder, "cpu_seconds": n, "sounds": [paths]}`.
Standard output holds a JSON object a line for each sound, `{"language", "words": [{"text", "start_seconds",
"end_seconds", "confidence", "gap_after"}], "doubtful", "unsure": [seconds]}`, or the one line `{"unavailable":
reason}`.
With `"recogniser": "voices"` no words are asked for, and a line is `{"spans": [{"start_seconds", "end_seconds"}]}`.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from geminivideo.core.speech_recognition.decoding.base import Decoder
from geminivideo.core.speech_recognition.decoding.hearing import hear
from geminivideo.core.speech_recognition.decoding.voice_activity import speech_probabilities, spoken

_MEMORY_BYTES = {"voices": 2 * 1024**3, "pocketsphinx": 3 * 1024**3, "whisper": 12 * 1024**3}


def _answer_of(request: dict[str, Any]) -> Callable[[Path], dict[str, Any]]:
    if request["recogniser"] == "voices":
        return _voices
    decoder = _decoder(request)
    return lambda path: hear(np.fromfile(path, "<i2"), decoder)


def _voices(path: Path) -> dict[str, Any]:
    sound = np.memmap(path, "<i2", "r") if path.stat().st_size else np.zeros(0, np.int16)
    found = spoken(speech_probabilities(sound))
    return {"spans": [{"start_seconds": round(span.start, 3), "end_seconds": round(span.end, 3)} for span in found]}


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
        answer_of = _answer_of(request)
        for path in request["sounds"]:
            answers.write(json.dumps(answer_of(Path(path))) + "\n")
    except (ImportError, RuntimeError, OSError) as error:  # a library that is missing, a model that does not load
        answers.write(json.dumps({"unavailable": f"{type(error).__name__}: {error}"[:500]}) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
