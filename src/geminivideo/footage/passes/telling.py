"""How a pass tells what it finds: lines of JSON.

{"begun": true}                            all is loaded: from here on the file takes the time
{"at": seconds}                            how far it is
{"part": {…}}                              something found; what the parts are is the pass' own affair
{"error": {"kind", "cause", "next_step"}}  an error that has a name
{"end": true}                              everything has been told
"""

import json
from typing import IO

from pydantic import BaseModel

from geminivideo.core import errors
from geminivideo.core.errors import GeminivideoError, ProcessingError


class Telling:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def begin(self) -> None:
        self._write('{"begun": true}')

    def at(self, seconds: float) -> None:
        self._write(f'{{"at": {seconds:.3f}}}')

    def part(self, found: BaseModel) -> None:
        self._write(f'{{"part": {found.model_dump_json()}}}')

    def error(self, error: GeminivideoError) -> None:
        told = {"kind": type(error).__name__, "cause": error.cause, "next_step": error.next_step}
        self._write(json.dumps({"error": told}))

    def end(self) -> None:
        self._write('{"end": true}')

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()


def error_of(told: dict[str, str]) -> GeminivideoError:
    """The error as it was raised on the other side; one that this side does not know is a failed step."""
    kind = getattr(errors, told["kind"], ProcessingError)
    known = isinstance(kind, type) and issubclass(kind, GeminivideoError)
    return (kind if known else ProcessingError)(told["cause"], next_step=told["next_step"])
