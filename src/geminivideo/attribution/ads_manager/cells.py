"""What the cells of one row say, with what is wrong with them in words."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from geminivideo.attribution.ads_manager.amounts import MICRO, DecimalMark, is_nothing, micros, readings
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.counting import RATES, Counting
from geminivideo.attribution.ads_manager.dates import read_day, read_period
from geminivideo.attribution.ads_manager.refusal import shown
from geminivideo.attribution.ads_manager.survey import Survey
from geminivideo.attribution.ads_manager.vocabulary import Field, fold
from geminivideo.core.visible_text import clean

_LONGEST_NAME = 1000
_LARGEST = 2**53 * MICRO
_DIGITS_OF_NUMBERS = 15
# So many zeros are there by chance once in ten thousand files.
_NO_CHANCE = 4
# Behind "a:" in some exports, and in what keeps a spreadsheet from rounding it: '123 or ="123".
_ID = re.compile(r"""(?:a:|'|=")?([0-9]{5,25})"?""")


def are_rounded(ad_ids: Iterable[str]) -> bool:
    """Whether all ids, of an ad each, are zeros from the sixteenth digit on: a spreadsheet's numbers go no further."""
    tails = "".join(ad_id[_DIGITS_OF_NUMBERS:] for ad_id in ad_ids)
    return len(tails) >= _NO_CHANCE and not tails.strip("0")


class CellError(ValueError):
    """What is wrong, without the row's number."""


@lru_cache(maxsize=20_000)
def clean_name(cell: str) -> str:
    cell = cell[:_LONGEST_NAME]
    return " ".join(cell.split()) if cell.isascii() and cell.isprintable() else clean(cell)


@lru_cache(maxsize=100_000)
def _micros(cell: str, mark: DecimalMark) -> int | None:
    return 0 if is_nothing(cell) else micros(cell, mark)


def _period_fields(columns: Columns, survey: Survey) -> tuple[Field, ...]:
    """The closest there are; a column of days that says "All" throughout says nothing."""
    single = next((field for field in (Field.DAY, Field.PERIOD) if columns.at.get(field) in survey.split), None)
    if single is None and columns.has(Field.STARTS) and columns.has(Field.ENDS):
        return Field.STARTS, Field.ENDS
    return (single or (Field.DAY if columns.has(Field.DAY) else Field.PERIOD),)


class Cells:
    """Reads rows of one export."""

    def __init__(self, columns: Columns, survey: Survey, counting: Counting) -> None:
        self._columns, self._survey, self._counting = columns, survey, counting
        self._days: dict[tuple[str, ...], tuple[date, date]] = {}
        self._period_fields = _period_fields(columns, survey)

    def text(self, cells: Sequence[str], field: Field) -> str:
        place = self._columns.at.get(field)
        return clean_name(cells[place]) if place is not None else ""

    def ad_id(self, cells: Sequence[str]) -> str | None:
        written = self.text(cells, Field.AD_ID)
        if is_nothing(written):
            return None
        if not (found := _ID.fullmatch(written)):
            raise CellError(f"{self._columns.name(Field.AD_ID)} {shown(written)} is not an ad's id; Excel rounds them")
        return found[1]

    def period(self, cells: Sequence[str]) -> tuple[date, date]:
        written = tuple(cells[self._columns.at[field]] for field in self._period_fields)
        if written not in self._days:
            self._days[written] = self._read_period(written)
        return self._days[written]

    def count(self, cells: Sequence[str], field: Field) -> int:
        value = self.amount(cells, field)
        if value % MICRO:
            raise CellError(f"{self._named(cells, field)} is not a whole number")
        return value // MICRO

    def amount(self, cells: Sequence[str], field: Field) -> int:
        """In millionths; nothing is none."""
        cell = cells[self._columns.at[field]]
        cell = cell.rstrip("% ") if field in RATES else cell
        value = _micros(cell, self._survey.decimal_mark)
        if value is None:
            as_elsewhere = f" whose decimals have “{self._survey.decimal_mark}” as elsewhere" if readings(cell) else ""
            raise CellError(f"{self._named(cells, field)} is not a number{as_elsewhere}")
        if value < 0:
            raise CellError(f"{self._named(cells, field)} is negative")
        if value > _LARGEST:
            raise CellError(f"{self._named(cells, field)} is too large")
        return value

    def clicks(self, cells: Sequence[str], impressions: int) -> int:
        """Counted, or the whole number that the rate in percent was computed from."""
        field = self._counting.clicks
        if not self._counting.clicks_are_ratio:
            return self.count(cells, field)
        return round(self.amount(cells, field) * impressions / (100 * MICRO))

    def conversions(self, cells: Sequence[str]) -> int:
        field = self._counting.conversions
        if field is None:
            return 0
        if field is Field.RESULTS and fold(cells[self._columns.at[Field.RESULT_KIND]]) not in self._counting.kinds:
            return 0
        return self.count(cells, field)

    def revenue(self, cells: Sequence[str], spend: int) -> int:
        field = self._counting.revenue
        if field is None:
            return 0
        value = self.amount(cells, field)
        return round(value * spend / MICRO) if self._counting.revenue_is_ratio else value

    def _read_period(self, written: Sequence[str]) -> tuple[date, date]:
        order = self._survey.day_order
        if len(written) == 1:
            found = read_period(written[0], order)
        else:
            days = read_day(written[0], order), read_day(written[1], order)
            found = (days[0], days[1]) if days[0] and days[1] else None
        named = [f"{self._columns.name(f)} {shown(cell)}" for f, cell in zip(self._period_fields, written, strict=True)]
        if found is None:
            wrong = next(
                (name for name, cell in zip(named, written, strict=True) if not read_day(cell, order)), named[0]
            )
            raise CellError(f"{wrong} is not a day such as 2026-11-20")
        if found[1] < found[0]:
            raise CellError(f"it ends before it begins: {' and '.join(named)}")
        return found

    def _named(self, cells: Sequence[str], field: Field) -> str:
        return f"{self._columns.name(field)} {shown(cells[self._columns.at[field]])}"
