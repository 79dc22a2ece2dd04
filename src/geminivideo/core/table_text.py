"""The text of a table as spreadsheets save it: UTF-8, or UTF-16 where a byte order mark says so."""

import codecs
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from geminivideo.core.errors import InvalidInputError

_LARGEST = 8 * 1024**2
_BLOCK = 256 * 1024
_UTF16 = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
# What Excel writes above a table to name its delimiter.
_DELIMITER_LINE = "sep="


class NotUnicodeError(ValueError):
    """`line` is the first one that is neither UTF-8 nor, after its byte order mark, UTF-16."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not text in UTF-8")
        self.line = line


def table_lines(file: Path) -> tuple[int, Iterator[str]]:
    """The number of the header's line, and the lines from it on, with their ends; none of an empty file.

    Raises:
        InvalidInputError: for a file that cannot be read, is too large, or is text in another encoding.
    """
    content = BytesIO(_content(file))
    try:
        lines = list(lines_of(content, unicode_encoding(content)))
    except NotUnicodeError as error:
        raise InvalidInputError(
            f"{file}: {error}.",
            next_step='save it as "CSV UTF-8" and give the command again; nothing of it was recorded',
        ) from error
    above = sum(1 for _ in takewhile(is_above_table, lines))
    return above + 1, iter(lines[above:])


def unicode_encoding(content: BinaryIO) -> str:
    """The name of the encoding, once all of the content is sure to be in it; a block of it is held at a time.

    Raises:
        NotUnicodeError: for anything else.
    """
    content.seek(0)
    encoding = "utf-16" if content.read(2) in _UTF16 else "utf-8-sig"
    content.seek(0)
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    while block := content.read(_BLOCK):
        line += _decoded(decoder, block, line, final=False)
    _decoded(decoder, b"", line, final=True)
    return encoding


def lines_of(content: BinaryIO, encoding: str) -> Iterator[str]:
    """All lines from the beginning on, with their ends as they are."""
    content.seek(0)
    wrapper = TextIOWrapper(content, encoding, newline="")
    try:
        yield from iter(wrapper.readline, "")  # the wrapper itself would be closed with this generator
    finally:
        if not wrapper.closed:  # by whoever opened the content
            wrapper.detach()


def is_above_table(line: str) -> bool:
    return not line.strip() or line.lower().startswith(_DELIMITER_LINE)


def _decoded(decoder: codecs.IncrementalDecoder, block: bytes, line: int, *, final: bool) -> int:
    """How many lines end in it."""
    try:
        return decoder.decode(block, final).count("\n")
    except UnicodeDecodeError as error:
        raise NotUnicodeError(line + error.object.count(b"\n", 0, error.start)) from error


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}.", next_step="check the path") from error
    if len(content) > _LARGEST:
        raise InvalidInputError(
            f"{file} is larger than {_LARGEST // 1024**2} MiB.", next_step="give its rows in several files"
        )
    return content
