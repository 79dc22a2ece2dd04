"""The first reading of an export: what only the whole file can tell, before any of its numbers is believed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geminivideo.attribution.ads_manager.amounts import DecimalMark, is_nothing
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.dates import DayOrder
from geminivideo.attribution.ads_manager.garbling import is_garbled
from geminivideo.attribution.ads_manager.opening import Row
from geminivideo.attribution.ads_manager.refusal import refused, shown
from geminivideo.attribution.ads_manager.undecided import DayOrders, DecimalMarks
from geminivideo.attribution.ads_manager.vocabulary import Field, fold, vocabulary

_COUNTS = (Field.IMPRESSIONS, Field.LINK_CLICKS, Field.ALL_CLICKS, Field.PURCHASES, Field.WEBSITE_PURCHASES,
           Field.LEADS, Field.RESULTS)  # fmt: skip
_AMOUNTS = (Field.SPEND, Field.PURCHASE_VALUE, Field.WEBSITE_PURCHASE_VALUE, Field.ROAS, Field.WEBSITE_ROAS,
            Field.LINK_CTR, Field.ALL_CTR)  # fmt: skip
_DATES = Field.DAY, Field.STARTS, Field.ENDS
_NAMES = Field.AD_NAME, Field.AD_SET_NAME, Field.CAMPAIGN_NAME
_MOST_KINDS = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says of the file; None: the file tells."""

    decimal_mark: DecimalMark | None = None
    day_order: DayOrder | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """`counted` are the fields that are more than nothing in some row, `result_kinds` what the results are of, and
    `split` the columns that say more than "All".
    """

    decimal_mark: DecimalMark
    day_order: DayOrder
    currency: str
    counted: frozenset[Field]
    result_kinds: frozenset[str]
    split: frozenset[int]


@dataclass(slots=True)
class _Seen:
    columns: Columns
    marks: DecimalMarks
    orders: DayOrders = field(default_factory=DayOrders)
    counted: set[Field] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    currencies: set[str] = field(default_factory=set)
    split: set[int] = field(default_factory=set)


def survey(columns: Columns, rows: Iterable[Row], choices: Choices, known_currency: str | None) -> Survey:
    """Read all rows once. `known_currency` is the account's, for an export that does not say its own.

    Raises:
        InvalidInputError: when the file contradicts itself, or leaves open what a number or a day means.
    """
    seen = _Seen(columns, DecimalMarks(columns))
    look = _Look(columns)
    for number, cells in rows:
        look.at(seen, number, cells)
    currency = _currency({*seen.currencies, columns.currency, choices.currency} - {None, ""}, known_currency)
    return Survey(
        choices.decimal_mark or seen.marks.decided(currency),
        choices.day_order or seen.orders.decided(columns.languages),
        currency,
        frozenset(seen.counted),
        frozenset(seen.kinds),
        frozenset(seen.split),
    )


class _Look:
    """Places of the columns, looked up once for all rows."""

    def __init__(self, columns: Columns) -> None:
        at = columns.at
        self._numbers = [(name, at[name]) for name in (*_COUNTS, *_AMOUNTS) if name in at]
        self._days = [at[name] for name in _DATES if name in at]
        self._names = [at[name] for name in _NAMES if name in at]
        self._dimensions = [*columns.breakdowns, *(at[name] for name in (Field.DAY, Field.PERIOD) if name in at)]
        self._results = (at.get(Field.RESULTS), at.get(Field.RESULT_KIND))
        self._currency = at.get(Field.CURRENCY)

    def at(self, seen: _Seen, number: int, cells: Sequence[str]) -> None:
        for name, place in self._numbers:
            self._number(seen, number, name, cells[place].rstrip("% "))
        if seen.marks.is_decided:
            self._numbers = [(name, place) for name, place in self._numbers if name not in seen.counted]
        for place in self._days:
            seen.orders.see(number, cells[place])
        for place in self._names:
            _must_be_legible(number, cells[place])
        for place in self._dimensions:
            if cells[place] and fold(cells[place]) not in vocabulary().everything:
                seen.split.add(place)
        self._dimensions = [place for place in self._dimensions if place not in seen.split]
        self._words(seen, cells)

    def _number(self, seen: _Seen, number: int, name: Field, cell: str) -> None:
        if is_nothing(cell):
            return
        if name not in seen.counted and cell.strip("0., "):
            seen.counted.add(name)
        if not seen.marks.is_decided and not cell.isdecimal():
            seen.marks.see(number, name, cell, whole=name in _COUNTS)

    def _words(self, seen: _Seen, cells: Sequence[str]) -> None:
        results, kind = self._results
        if results is not None and kind is not None and cells[results].strip("0., ") and len(seen.kinds) < _MOST_KINDS:
            seen.kinds.add(fold(cells[kind]))
        if self._currency is not None and cells[self._currency]:
            seen.currencies.add(cells[self._currency].strip().upper()[:20])


def _must_be_legible(number: int, name: str) -> None:
    if is_garbled(name):
        raise refused(f"row {number}: letters of {shown(name)} are garbled", save_as=True)


def _currency(told: set[str | None], known: str | None) -> str:
    codes = sorted(code for code in told if code)
    if len(codes) > 1:
        raise refused(
            f"its amounts are in {' and '.join(code[:10] for code in codes[:3])}",
            remedy="import each currency on its own",
        )
    code = codes[0] if codes else known
    if code is None:
        raise refused(
            "it does not say its currency",
            remedy="say it with the import, such as USD (--currency USD; over HTTP currency=USD)",
        )
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise refused(f"{shown(code)} is not a currency such as USD")
    return code
