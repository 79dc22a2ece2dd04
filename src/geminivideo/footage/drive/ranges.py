"""Parts of a file over HTTP: where an answer begins, and its bytes in blocks that are worth writing."""

import re
from collections.abc import AsyncIterator

import httpx

from geminivideo.core.errors import UnavailableError, UnsupportedMediaError
from geminivideo.core.retry import PassingError
from geminivideo.footage.drive.remote_file import RemoteFile

_PARTIAL = 206
_RANGE = re.compile(r"bytes (\d{1,15})-\d{1,15}/(\d{1,15})")
_BLOCK_BYTES = 2 * 1024**2


def first_byte(answer: httpx.Response, file: RemoteFile, asked: int) -> int:
    """Which byte of the file the answer begins with: `asked`, or 0 of a server that sends no parts.

    Raises:
        UnsupportedMediaError: for a web page in the file's place.
        PassingError: for another part, or one of another size of the file.
    """
    kind = answer.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if kind == "text/html" and file.mime_type != kind:
        raise UnsupportedMediaError(
            f"Google Drive sent a web page instead of the file {file.id}, such as one to sign in or a warning.",
            next_step="open the file in Drive in a browser and see what it asks; check proxies on the way",
        )
    if answer.status_code != _PARTIAL:
        return 0
    found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
    if found is None or (int(found[1]), int(found[2])) != (asked, file.size):
        raise PassingError(_other_part(file.id))
    return asked


async def trimmed(pieces: AsyncIterator[bytes], skip: int, left: int) -> AsyncIterator[bytes]:
    """Without the first `skip` bytes, and at most `left` bytes of the rest."""
    async for piece in pieces:
        kept = piece[skip:][:left]
        skip -= min(skip, len(piece))
        left -= len(kept)
        if kept:
            yield kept
        if not left:
            return


async def blocks(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes, few at a time only at the end; when the connection breaks, first what has come until then."""
    held = bytearray()
    broken: httpx.TransportError | None = None
    try:
        async for piece in pieces:
            held += piece
            if len(held) >= _BLOCK_BYTES:
                yield bytes(held)
                held.clear()
    except httpx.TransportError as error:
        broken = error
    if held:
        yield bytes(held)
    if broken:
        raise broken


def _other_part(file_id: str) -> UnavailableError:
    return UnavailableError(
        f"Google Drive sent another part of {file_id} than was asked for.",
        next_step="check proxies on the way, and import it again",
    )
