"""Which decimal mark and which order of day and month a file has: every cell may rule something out."""

from dataclasses import dataclass, field

from geminivideo.attribution.ads_manager.amounts import DecimalMark, readings
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.dates import DayOrder, depends_on_order, possible_orders, read_day
from geminivideo.attribution.ads_manager.refusal import refused, shown
from geminivideo.attribution.ads_manager.vocabulary import Field
from geminivideo.core.money import Money


@dataclass(slots=True)
class DecimalMarks:
    """Once a mark is decided, cells that contradict it are no numbers; the second reading names them."""

    columns: Columns
    possible: set[DecimalMark] = field(default_factory=lambda: set(DecimalMark))
    doubtful: tuple[int, Field, str] | None = None
    of_whole_spend: set[DecimalMark] = field(default_factory=set)

    def see(self, number: int, name: Field, cell: str, *, whole: bool) -> None:
        found = readings(cell)
        if len(found) == 2 and len(set(found.values())) == 2:
            grouping = max(found, key=lambda mark: abs(found[mark]))
            self._doubt(number, name, cell, grouping, whole=whole)
        elif found:
            self.possible &= found.keys()

    @property
    def is_decided(self) -> bool:
        return len(self.possible) == 1

    def decided(self, currency: str) -> DecimalMark:
        if self.is_decided or not self.doubtful:
            return DecimalMark.POINT if DecimalMark.POINT in self.possible else DecimalMark.COMMA
        # No one pays thousandths of a dollar: three digits after the mark of an amount spent are a group.
        if len(self.of_whole_spend) == 1 and Money(0, currency).exponent < 3:
            return next(iter(self.of_whole_spend))
        number, name, cell = self.doubtful
        raise refused(
            f"row {number}: {self.columns.name(name)} {shown(cell)} can be thousands or decimals, and nothing in"
            " the file says which",
            remedy="say which mark its decimals have (--decimal-mark . or ,; over HTTP decimal_mark=)",
        )

    def _doubt(self, number: int, name: Field, cell: str, grouping: DecimalMark, *, whole: bool) -> None:
        if whole:  # what is counted has no decimals
            self.possible = {grouping}
            return
        self.doubtful = self.doubtful or (number, name, cell)
        if name is Field.SPEND:
            self.of_whole_spend.add(grouping)


@dataclass(slots=True)
class DayOrders:
    rows: dict[str, int] = field(default_factory=dict)

    def see(self, number: int, cell: str) -> None:
        self.rows.setdefault(cell, number)

    def decided(self, languages: tuple[str, ...]) -> DayOrder:
        ruled = {cell: found for cell in self.rows if len(found := possible_orders(cell)) == 1}
        orders = {order for found in ruled.values() for order in found}
        if len(orders) == 2:
            raise refused(self._contradiction(ruled), remedy="give all of its days in one form, best as 2026-11-20")
        if orders:
            return orders.pop()
        doubtful = next((cell for cell in self.rows if depends_on_order(cell)), None)
        if doubtful is None or "en" not in languages:
            return DayOrder.DAY_FIRST  # in every language known here but English, where it differs by country
        days = " or ".join(str(read_day(doubtful, order)) for order in DayOrder)
        raise refused(
            f"row {self.rows[doubtful]}: the day {shown(doubtful)} can be {days}, and nothing in the file says which",
            remedy="say which comes first (--day-first or --month-first; over HTTP day_order=), or export again without"
            " opening it in Excel",
        )

    def _contradiction(self, ruled: dict[str, frozenset[DayOrder]]) -> str:
        first = {next(iter(found)): cell for cell, found in reversed(ruled.items())}
        day_first, month_first = first[DayOrder.DAY_FIRST], first[DayOrder.MONTH_FIRST]
        return (
            f"the day comes first in row {self.rows[day_first]} ({shown(day_first)}), and the month in row"
            f" {self.rows[month_first]} ({shown(month_first)})"
        )
