"""Following a process of our own that answers line by line while it works, and stopping it at any moment."""

import os
import select
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import IO

from geminivideo.core.helper_processes import last_words, running

_POLL_SECONDS = 0.1
_READ_BYTES = 256 * 1024
_LONGEST_LINE = 64 * 1024**2
_LOG_TAIL = 4096
_START_SECONDS = 60.0  # more silence than later, for the interpreter and its libraries

OnLine = Callable[[bytes], None]


class SilentTooLongError(Exception):
    """The process said nothing for longer than it may."""


@dataclass(frozen=True, slots=True)
class Ending:
    code: int
    log: bytes  # the end of it

    @property
    def out_of_time(self) -> bool:
        """Whether the limit on its processor time ended it."""
        return self.code == -signal.SIGXCPU

    @property
    def reason(self) -> str:
        if self.code < 0:
            return f"it was ended by {signal.Signals(-self.code).name}"
        return last_words(self.log, self.code)


@dataclass(slots=True)
class _Talk:
    """What has come of a process so far: the beginning of a line, and the end of its log."""

    on_line: OnLine
    rest: bytearray = field(default_factory=bytearray)
    log: bytes = b""

    def hear(self, piece: bytes) -> None:
        *lines, rest = piece.split(b"\n")
        for line in lines:
            whole = bytes(self.rest) + line
            self.rest.clear()
            self.on_line(whole)
        self.rest += rest
        if len(self.rest) > _LONGEST_LINE:
            raise SilentTooLongError

    def note(self, piece: bytes) -> None:
        self.log = (self.log + piece)[-_LOG_TAIL:]


def follow(
    module: str,
    request: bytes,
    *,
    check: Callable[[], None],
    on_line: OnLine,
    silence_seconds: float,
    environment: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> Ending:
    """Run `python -m module`, with `request` as its standard input, and hear every line of its output.

    `check` is called for every line and several times a second; when it or `on_line` raises, the process is killed
    and the error goes on. Answers how the process ended.

    Raises:
        SilentTooLongError: when nothing came for `silence_seconds`, or a minute more at the start; the process is then
            dead too.
    """
    talk = _Talk(on_line)
    with running(module, environment, arguments) as process:
        _tell(process, request)
        _listen(process, talk, check, silence_seconds)
        code = _await_end(process, check, silence_seconds)
    return Ending(code, talk.log)


def _tell(process: "subprocess.Popen[bytes]", request: bytes) -> None:
    """The other side reads all of it before it does anything else, so this cannot hang on its answers."""
    with suppress(BrokenPipeError):  # it is dead already, and will be asked why
        _stream(process.stdin).write(request)
        _stream(process.stdin).close()


def _listen(process: "subprocess.Popen[bytes]", talk: _Talk, check: Callable[[], None], silence: float) -> None:
    output, log = _stream(process.stdout), _stream(process.stderr)
    hears: dict[IO[bytes], Callable[[bytes], None]] = {output: talk.hear, log: talk.note}
    heard_at = monotonic() + _START_SECONDS
    while output in hears:
        check()
        ready = select.select([*hears], [], [], _POLL_SECONDS)[0]
        for stream in ready:
            piece = os.read(stream.fileno(), _READ_BYTES)
            if not piece:
                del hears[stream]
            hears.get(stream, talk.note)(piece)
        if output in ready:
            heard_at = monotonic()
        elif monotonic() - heard_at > silence:
            raise SilentTooLongError


def _await_end(process: "subprocess.Popen[bytes]", check: Callable[[], None], seconds: float) -> int:
    last = monotonic() + seconds
    while monotonic() < last:
        check()
        try:
            return process.wait(_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    raise SilentTooLongError


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the process was started without a pipe")
    return stream
