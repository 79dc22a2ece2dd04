"""Reading an export of Ads Manager: its rows summed by ad and period, every number checked, nothing stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from geminivideo.attribution.ads_manager.cells import CellError, Cells, are_rounded
from geminivideo.attribution.ads_manager.columns import Columns, read_columns
from geminivideo.attribution.ads_manager.counting import Counting, choose
from geminivideo.attribution.ads_manager.export import AdPeriod, Compared, Export, Skipped
from geminivideo.attribution.ads_manager.opening import Row, open_table
from geminivideo.attribution.ads_manager.refusal import EXPORT_AGAIN, MOST_COMPLAINTS, refused
from geminivideo.attribution.ads_manager.repeats import Repeats
from geminivideo.attribution.ads_manager.summing import compared, is_sum, is_sum_of
from geminivideo.attribution.ads_manager.survey import Choices, Survey, survey
from geminivideo.attribution.ads_manager.vocabulary import Field, fold, vocabulary

DUPLICATE = "the same row again, taken once"
SUBTOTAL = "a sum over rows that are there themselves"
SUM = "the row of sums"
EMPTY = "the ad was not shown"
_TOLD = 5
# Some two kilobytes each, until they are stored.
MOST_PERIODS = 200_000
UNDECIDED = Choices()
# An ad can have by chance what another one has, but hardly what two others have together.
_PROOF = 2


def read_export(content: BinaryIO, choices: Choices = UNDECIDED, known_currency: str | None = None) -> Export:
    """`content` can be sought; it is read twice, a row at a time.

    Raises:
        InvalidInputError: with up to ten complaints about its rows and columns.
    """
    table = open_table(content)
    columns = read_columns(table.header)
    surveyed = survey(columns, table.rows(), choices, known_currency)
    counting = choose(columns, surveyed)
    cells = Cells(columns, surveyed, counting)
    reading = _Reading(columns, surveyed, counting, cells, Repeats(columns))
    for row, is_end in _with_ends(table.rows()):
        reading.take(row, is_end=is_end)
    periods = reading.periods()
    skipped = tuple(Skipped(why, len(all_), tuple(all_[:_TOLD])) for why, all_ in reading.skipped.items())
    return Export(table, columns, surveyed, counting, reading.rows, periods, skipped, reading.totals())


def _with_ends(rows: Iterable[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row with whether it is the first or the last."""
    held, is_first = None, True
    for row in rows:
        if held is not None:
            yield held, is_first
            is_first = False
        held = row
    if held is not None:
        yield held, True


@dataclass(slots=True)
class _Reading:
    columns: Columns
    surveyed: Survey
    counting: Counting
    cells: Cells
    repeats: Repeats
    rows: int = 0
    skipped: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    told: list[Sequence[str]] = field(default_factory=list)
    _complaints: list[str] = field(default_factory=list)
    _periods: dict[tuple[object, ...], AdPeriod] = field(default_factory=dict)
    _ends: list[Row] = field(default_factory=list)

    def take(self, row: Row, *, is_end: bool) -> None:
        number, cells = row
        self.rows += 1
        if is_end and is_sum(self.columns, cells):
            self.skipped[SUM].append(number)
            self.told.append(cells)
        elif self._is_subtotal(cells):
            self.skipped[SUBTOTAL].append(number)
        else:
            self._ends += [row] if is_end else []
            self._take_ad(number, cells)

    def periods(self) -> tuple[AdPeriod, ...]:
        self._refuse_if_wrong()
        self._leave_out_sums()
        ads = {(period.ad_id, period.ad_name) for period in self._periods.values()}
        if are_rounded(ad_id for ad_id, _ in ads if ad_id):
            raise refused("its ads' ids end in zeros, as Excel rounds them", remedy=EXPORT_AGAIN)
        empty = [period for period in self._periods.values() if period.is_empty]
        if empty:
            self.skipped[EMPTY] = [period.number for period in empty]
        kept = tuple(period for period in self._periods.values() if not period.is_empty)
        if not kept:
            raise refused("it has no row of an ad that was shown")
        return kept

    def totals(self) -> tuple[Compared, ...]:
        try:
            return tuple(one for told in self.told[:1] for one in self._compared(told))
        except CellError as error:
            raise refused(f"row {self.skipped[SUM][0]}: {error}") from error

    def _compared(self, told: Sequence[str]) -> Iterator[Compared]:
        return compared(self.columns, self.counting, self.cells, told, self._periods.values(), self.rows)

    def _leave_out_sums(self) -> None:
        """Rows at an end that do not say so in words that are known, but have no id and the sum of all others."""
        for number, cells in self._ends:
            others = {key: period for key, period in self._periods.items() if period.number != number}
            found = next((one for one in self._periods.values() if one.number == number and not one.ad_id), None)
            enough = len(others) >= _PROOF or self.columns.has(Field.AD_ID)
            if found and enough and is_sum_of(self.counting, found, others.values()):
                self._periods = others
                self.skipped[SUM].append(number)
                self.told.append(cells)

    def _is_subtotal(self, cells: Sequence[str]) -> bool:
        everything = vocabulary().everything
        return any(fold(cells[place]) in everything for place in self.surveyed.split)

    def _take_ad(self, number: int, cells: Sequence[str]) -> None:
        try:
            self._add(number, cells)
        except CellError as error:
            self._complaints.append(f"row {number}: {error}")
            if len(self._complaints) > MOST_COMPLAINTS:
                self._refuse_if_wrong()

    def _add(self, number: int, cells: Sequence[str]) -> None:
        period = self._period(number, cells)
        key = (period.ad, period.first_day, period.last_day)
        if self.repeats.is_there(number, cells, key, period.ad_name):
            self.skipped[DUPLICATE].append(number)
            return
        spend = self.cells.amount(cells, Field.SPEND)
        impressions = self.cells.count(cells, Field.IMPRESSIONS)
        clicks = self.cells.clicks(cells, impressions)
        conversions, revenue = self.cells.conversions(cells), self.cells.revenue(cells, spend)
        kept = self._periods.setdefault(key, period)
        if len(self._periods) > MOST_PERIODS:
            raise refused(f"it has more than {MOST_PERIODS:,} periods of ads", remedy="export fewer days at a time")
        kept.impressions += impressions
        kept.clicks += clicks
        kept.conversions += conversions
        kept.spend += spend
        kept.revenue += revenue

    def _period(self, number: int, cells: Sequence[str]) -> AdPeriod:
        ad_id = self.cells.ad_id(cells)
        name = self.cells.text(cells, Field.AD_NAME) or ad_id
        if not name:
            raise CellError(
                "it names no ad, and is neither the first row nor the last, where a row of sums can be; of a report"
                " with grouped rows, export the plain table"
            )
        first_day, last_day = self.cells.period(cells)
        ad_set, campaign = (self.cells.text(cells, one) or None for one in (Field.AD_SET_NAME, Field.CAMPAIGN_NAME))
        return AdPeriod(number, ad_id, name, ad_set, campaign, first_day, last_day)

    def _refuse_if_wrong(self) -> None:
        if self._complaints:
            raise refused(*self._complaints)
