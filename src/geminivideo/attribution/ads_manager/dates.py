"""Days as people and programs write them: 2026-11-20, 20.11.2026, 11/20/26, 20 Nov 2026, 20 de nov. de 2026, in
whatever digits.

Whether 05/11 is in November or in May is a question for a whole column, not for a cell.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from geminivideo.attribution.ads_manager.amounts import PLAIN_DIGITS
from geminivideo.attribution.ads_manager.vocabulary import fold, vocabulary

_YEARS = range(2004, 2100)
_LONGEST = 60
_TIME = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.年])\s?([0-9]{{1,2}})[-/.月]\s?([0-9]{{1,2}})[.日]?{_TIME}")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})([-/.])\s?([0-9]{{1,2}})\2\s?([0-9]{{4}}|[0-9]{{2}})\.?{_TIME}")
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")


class DayOrder(StrEnum):
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def possible_orders(cell: str) -> frozenset[DayOrder]:
    """In which orders it is a day at all; both where the order makes no difference or cannot be told."""
    return frozenset(order for order in DayOrder if read_day(cell, order))


def depends_on_order(cell: str) -> bool:
    """Whether it is one day in one order and another in the other."""
    found = {read_day(cell, order) for order in DayOrder}
    return len(found) == 2 and None not in found


def read_day(cell: str, order: DayOrder) -> date | None:
    """None for what is no day from 2004 on, when the place that shows the ads began."""
    if len(cell) > _LONGEST:
        return None
    text = cell.translate(PLAIN_DIGITS).strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        month_first = order is DayOrder.MONTH_FIRST and found[2] != "."
        month, day = (first, second) if month_first else (second, first)
        return _day(year if year > 99 else 2000 + year, month, day)
    return _in_words(text)


def read_period(cell: str, order: DayOrder) -> tuple[date, date] | None:
    """Two days such as 2026-11-16 - 2026-11-22, or one."""
    if one := read_day(cell, order):
        return one, one
    for apart in (" - ", " – ", " — ", "~", " to "):
        first, found, last = cell.partition(apart)
        if found and (begin := read_day(first, order)) and (end := read_day(last, order)):
            return begin, end
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    """A day, a month's name and a year, in whichever order, with whatever small words between."""
    words = _WORDS.findall(text)
    numbers = [int(word) for word in words if word.isdecimal()]
    months = {month for word in words if (month := month_named(word))}
    if len(numbers) != 2 or len(months) != 1 or len(words) > 5:
        return None
    day, year = sorted(numbers) if max(numbers) > 31 else numbers
    return _day(year if year > 99 else 2000 + year, months.pop(), day)


def month_named(word: str) -> int | None:
    known, name = vocabulary().months, fold(word)
    stems: Iterable[str] = (name[:length] for length in (4, 3) if len(name) >= 3)
    return next((known[stem] for stem in stems if stem in known), None)
