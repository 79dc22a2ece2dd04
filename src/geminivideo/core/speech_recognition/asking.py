"""The way to the process that recognises, which every recogniser takes."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geminivideo.core.errors import ProcessingError, UnavailableError
from geminivideo.core.helper_processes import Ended, ask
from geminivideo.core.media.sound_decode import SPEECH_RATE
from geminivideo.core.speech_recognition.model import Transcript

_MODULE = "geminivideo.core.speech_recognition.decoding.process"
_START_SECONDS = 60.0
_UNREADABLE = "its answer cannot be read"
# No thread pools that spin, and no weights from the network behind anybody's back.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


def transcribe(
    request: Mapping[str, Any], sounds: Sequence[Path], pace: float, check: Callable[[], None]
) -> tuple[Transcript, ...]:
    """`request` chooses the decoder (see `decoding.process`); it may take `pace` seconds for a second of sound."""
    recogniser = str(request["recogniser"])
    answers = ask_about(request, sounds, pace, check)
    try:
        return tuple(Transcript(recogniser=recogniser, **answer) for answer in answers)
    except (TypeError, ValidationError) as error:
        raise _failed(recogniser, _UNREADABLE) from error


def ask_about(
    request: Mapping[str, Any], sounds: Sequence[Path], pace: float, check: Callable[[], None]
) -> list[dict[str, Any]]:
    """What the process answers for each of the sounds.

    Raises:
        UnavailableError: when what should hear cannot be started.
        ProcessingError: when it fails.
    """
    heard = sum(path.stat().st_size for path in sounds) / 2 / SPEECH_RATE
    seconds = _START_SECONDS + pace * heard
    document = {**request, "cpu_seconds": round(seconds), "sounds": [str(path) for path in sounds]}
    try:
        ended = ask(_MODULE, json.dumps(document).encode(), seconds, check, _ENVIRONMENT)
    except TimeoutError as error:
        raise ProcessingError("Recognising speech took far too long.", next_step="retry the job") from error
    return _read(ended, str(request["recogniser"]), len(sounds))


def _read(ended: Ended, recogniser: str, count: int) -> list[dict[str, Any]]:
    try:
        answers = [json.loads(line) for line in ended.output.splitlines()]
    except ValueError as error:
        raise _failed(recogniser, _UNREADABLE) from error
    if answers and "unavailable" in answers[0]:
        raise UnavailableError(
            f"The speech recogniser {recogniser} cannot be started: {answers[0]['unavailable']}.",
            next_step="run `geminivideo doctor`",
        )
    if ended.code == 0 and len(answers) == count:
        return answers
    raise _failed(recogniser, ended.reason)


def _failed(recogniser: str, why: str) -> ProcessingError:
    return ProcessingError(f"The speech recogniser {recogniser} failed: {why}.", next_step="retry the job")


@lru_cache(maxsize=1)
def code_identity() -> str:
    """A digest of the code that recognises: an upgrade never finds what the version before heard."""
    found = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
