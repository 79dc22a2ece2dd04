"""The text of a table as spreadsheets save it: UTF-8, or UTF-16 where a byte order mark says so."""

import codecs
from collections.abc import Iterator
from io import StringIO
from itertools import takewhile
from pathlib import Path

from geminivideo.core.errors import InvalidInputError

_LARGEST = 8 * 1024**2
_UTF16 = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
# What Excel writes above a table to name its delimiter.
_DELIMITER_LINE = "sep="


def table_lines(file: Path) -> tuple[int, Iterator[str]]:
    """The number of the header's line, and the lines from it on, with their ends; none of an empty file.

    Raises:
        InvalidInputError: for a file that cannot be read, is too large, or is text in another encoding.
    """
    lines = list(StringIO(_text(file), newline=""))
    above = sum(1 for _ in takewhile(_is_above_table, lines))
    return above + 1, iter(lines[above:])


def _is_above_table(line: str) -> bool:
    return not line.strip() or line.lower().startswith(_DELIMITER_LINE)


def _text(file: Path) -> str:
    content = _content(file)
    try:
        return content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInputError(
            f"{file}: line {line} is not text in UTF-8.",
            next_step='save it as "CSV UTF-8" and give the command again; nothing of it was recorded',
        ) from error


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
