"""Rows of sums in an export: left out, and held against what the rows themselves add up to."""

from collections import Counter
from collections.abc import Iterator, Sequence

from geminivideo.attribution.ads_manager.amounts import MICRO, is_nothing
from geminivideo.attribution.ads_manager.cells import Cells
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.counting import Counting
from geminivideo.attribution.ads_manager.export import Compared
from geminivideo.attribution.ads_manager.refusal import refused
from geminivideo.attribution.ads_manager.vocabulary import Field, fold, summary_name, vocabulary

_NAMES = Field.AD_ID, Field.AD_NAME, Field.AD_SET_NAME, Field.CAMPAIGN_NAME
# Amounts are written rounded to hundredths, so that a sum of many is off by half of one each at most.
_ROUNDING = MICRO // 200


def is_sum(columns: Columns, cells: Sequence[str]) -> bool:
    """Whether a row at an end of the file is of all ads: it names none, or says that it is a total."""
    names = {field: cells[columns.at[field]] for field in _NAMES if field in columns.at}
    if not is_nothing(names.pop(Field.AD_ID, "")):
        return False
    words, ad_name = vocabulary(), summary_name(names.get(Field.AD_NAME, ""))
    if "#" in ad_name and ad_name in words.totals:
        return True
    told = [name for name in names.values() if not is_nothing(name)]
    return all(summary_name(name) in words.totals or fold(name) in words.everything for name in told)


class Sums:
    """What the rows taken add up to, by column."""

    def __init__(self, columns: Columns, counting: Counting) -> None:
        self._columns = columns
        fields = [Field.SPEND, Field.IMPRESSIONS, counting.clicks, counting.conversions, counting.revenue]
        left_out = {None, Field.RESULTS, Field.ROAS, Field.WEBSITE_ROAS}
        self._fields = [field for field in fields if field not in left_out]
        self._sums: Counter[Field] = Counter()
        self._rows = 0

    def add(self, values: dict[Field, int]) -> None:
        self._rows += 1
        self._sums.update(values)

    def compared(self, cells: Cells, told: Sequence[str]) -> Iterator[Compared]:
        """With a row of sums.

        Raises:
            InvalidInputError: when the rows come to more than their sum: something is in the file twice.
        """
        for field in self._fields:
            if field is None or is_nothing(told[self._columns.at[field]]):
                continue
            total = cells.amount(told, field)
            tolerance = 0 if field is Field.IMPRESSIONS else _ROUNDING * self._rows
            column, summed = self._columns.name(field), self._sums[field]
            if summed > total + tolerance and field in {Field.SPEND, Field.IMPRESSIONS}:
                raise refused(
                    f"its rows come to more than its row of sums: {column} {_written(summed)}, not {_written(total)}",
                    remedy="look for rows that are there twice, or for sums among them",
                )
            yield Compared(column, _written(total), _written(summed), abs(summed - total) <= tolerance)


def _written(value: int) -> str:
    whole, rest = divmod(value, MICRO)
    return f"{whole:,}" if not rest else f"{value / MICRO:,.2f}"
