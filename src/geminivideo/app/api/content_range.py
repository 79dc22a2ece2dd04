"""The `Content-Range` header of resumable uploads: `bytes 0-1048575/5000000`, or `bytes */5000000` to ask."""

import re
from dataclasses import dataclass

from geminivideo.core.errors import InvalidInputError

_RANGE = re.compile(r"bytes (?:(\d{1,15})-(\d{1,15})|\*)/(\d{1,15})")


@dataclass(frozen=True, slots=True)
class ContentRange:
    """The first byte's place and the whole size; `start` None only asks how much has arrived."""

    start: int | None
    length: int
    total: int


def parse_content_range(header: str) -> ContentRange:
    match = _RANGE.fullmatch(header.strip())
    if match is None:
        raise _invalid(header)
    first, last, total = match.groups()
    if first is None:
        return ContentRange(None, 0, int(total))
    start, end, size = int(first), int(last), int(total)
    if not start <= end < size:
        raise _invalid(header)
    return ContentRange(start, end - start + 1, size)


def _invalid(header: str) -> InvalidInputError:
    return InvalidInputError(
        f"Content-Range {header[:60]!r} names no part of a file.",
        next_step="send `bytes FIRST-LAST/TOTAL`, counting from 0, or `bytes */TOTAL` to ask how much has arrived",
    )
