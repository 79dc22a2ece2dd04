"""From the bytes of an export to its rows of cells, whatever it was saved with."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from geminivideo.attribution.ads_manager.refusal import refused
from geminivideo.attribution.ads_manager.vocabulary import fold, split_currency, vocabulary
from geminivideo.core.table_text import NotUnicodeError, is_above_table, lines_of, unicode_encoding

_WORKBOOKS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t|"
_LINES_BEFORE_HEADER = 20
_LEAST_KNOWN = 3
# Of files that are not Unicode, what Excel saves by language, and on a Mac; the header tells which.
_CODE_PAGES = ("cp1252", "cp1250", "cp1254", "cp1256", "cp1251", "cp932", "mac_roman")

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """`header_line` counts from 1; `rows` can be read as often as needed."""

    content: BinaryIO
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Those below the header that hold anything, each with the number of its last line.

        Raises:
            InvalidInputError: for what is not CSV, and for a row with more or fewer cells than the header.
        """
        lines = islice(lines_of(self.content, self.encoding), self.header_line, None)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        columns = len(self.header)
        try:
            for cells in reader:
                if not any(cells):
                    continue
                if len(cells) == columns:
                    yield self.header_line + reader.line_num, cells
                else:
                    number = self.header_line + reader.line_num
                    raise refused(f"row {number} has {len(cells)} cells, and the header has {columns}")
        except csv.Error as error:
            raise refused(f"row {self.header_line + reader.line_num} is not CSV ({error})") from error
        except UnicodeDecodeError as error:
            raise refused(f"the text is not in {self.encoding} throughout", save_as=True) from error


def open_table(content: BinaryIO) -> Table:
    """Find encoding, delimiter and header.

    Raises:
        InvalidInputError: when the content is a workbook, is empty, has no header that is known, or is not text.
    """
    content.seek(0)
    start = content.read(4)
    if start in _WORKBOOKS:
        raise refused(
            "this is an Excel workbook, not CSV", remedy="choose “Export table data (.csv)”, or save it as CSV"
        )
    try:
        return _headed(content, unicode_encoding(content))
    except NotUnicodeError as error:
        return _in_code_page(content, error)


def _in_code_page(content: BinaryIO, error: NotUnicodeError) -> Table:
    pages = () if _begins_in_utf8(content) else _CODE_PAGES
    found = [table for encoding in pages if (table := _table(content, encoding))]
    best = max(found, key=lambda table: known_columns(table.header), default=None)
    if best is None:
        raise refused(
            f"line {error.line} is not text in UTF-8, nor in a code page in which its header is known", save_as=True
        ) from error
    return best


def _begins_in_utf8(content: BinaryIO) -> bool:
    """With other letters than ASCII's: then what is wrong further down is damage, and no code page."""
    content.seek(0)
    start = b"".join(islice(content, _LINES_BEFORE_HEADER))
    try:
        return not start.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _headed(content: BinaryIO, encoding: str) -> Table:
    table = _table(content, encoding)
    if table is None:
        first = next((line.strip() for line in lines_of(content, encoding) if line.strip()), None)
        if first is None:
            raise refused("it is empty")
        raise refused(
            f"none of the first {_LINES_BEFORE_HEADER} lines is a header of Ads Manager; the first is {first[:120]!r}",
            remedy="export from the Ads tab of Ads Manager as CSV; docs/insights.md lists the columns and languages",
        )
    return table


def _table(content: BinaryIO, encoding: str) -> Table | None:
    try:
        lines = list(islice(lines_of(content, encoding), _LINES_BEFORE_HEADER))
    except UnicodeDecodeError:
        return None
    for number, line in enumerate(lines, start=1):
        if is_above_table(line):
            continue
        splits = {delimiter: _cells(line, delimiter) for delimiter in _DELIMITERS}
        delimiter = max(splits, key=lambda one: known_columns(splits[one]))
        if known_columns(splits[delimiter]) >= _LEAST_KNOWN:
            return Table(content, encoding, delimiter, number, tuple(splits[delimiter]))
    return None


def known_columns(header: Sequence[str]) -> int:
    known = vocabulary().fields
    return len({known[name] for cell in header if (name := fold(split_currency(cell)[0])) in known})


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
