"""The way to a pass: it is started, heard and stopped here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geminivideo.core.process_lines import SilentTooLongError, follow
from geminivideo.footage.passes.telling import error_of
from geminivideo.footage.settings import PassLimits

_MODULE = "geminivideo.footage.passes.process"
# No thread pools that spin, and nothing from the network behind anybody's back.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


class PassDiedError(Exception):
    """The process of a pass ended before it had told everything; the message says why."""


class PassTooLongError(PassDiedError):
    """It was ended because it stood still or took too much processor time; it would do so again."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears a pass: `check` may raise to stop it, `on_second` hears how far it is, `on_part` what it found."""

    check: Callable[[], None]
    on_second: Callable[[float], None]
    on_part: Callable[[Any], None]


def run_pass(
    name: str,
    arguments: Mapping[str, Any],
    *,
    seconds: float,
    limits: PassLimits,
    listener: Listener,
    file_bytes: int = 0,
) -> None:
    """Run a pass over `seconds` of media to its end; `arguments` are JSON. It may write files of `file_bytes`.

    Raises:
        GeminivideoError: what the pass itself raised.
        PassDiedError: when the decoder took the process down.
        PassTooLongError: when it hung, or took longer than the limits allow.
    """
    request = {
        "pass": name,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds(seconds),
        "file_bytes": file_bytes,
        "arguments": dict(arguments),
    }
    hearing = _Hearing(listener)
    try:
        ending = follow(
            _MODULE,
            json.dumps(request).encode(),
            check=listener.check,
            on_line=hearing.hear,
            silence_seconds=limits.silence_seconds,
            environment=_ENVIRONMENT,
        )
    except SilentTooLongError as error:
        raise PassTooLongError(f"it stood still for {limits.silence_seconds:.0f} s") from error
    if hearing.whole:
        return
    if ending.out_of_time:
        raise PassTooLongError(f"it took more than {request['cpu_seconds']} s of processor time")
    raise PassDiedError(ending.reason)


class _Hearing:
    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.whole = False

    def hear(self, line: bytes) -> None:
        self._listener.check()
        message = _read(line)
        if "at" in message:
            self._listener.on_second(float(message["at"]))
        elif "part" in message:
            self._listener.on_part(message["part"])
        elif "error" in message:
            raise error_of(message["error"])
        elif "end" in message:
            self.whole = True


def _read(line: bytes) -> dict[str, Any]:
    try:
        message: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise PassDiedError("what it told cannot be read") from error
    return message
