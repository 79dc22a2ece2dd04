"""Rows of sums in an export: left out, and held against what the rows themselves add up to."""

from collections.abc import Collection, Iterator, Sequence

from geminivideo.attribution.ads_manager.amounts import MICRO, is_nothing
from geminivideo.attribution.ads_manager.cells import Cells
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.counting import Counting
from geminivideo.attribution.ads_manager.export import AdPeriod, Compared
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
    words, ad_name = vocabulary(), names.get(Field.AD_NAME)
    if ad_name is not None and (is_nothing(ad_name) or _is_counted_total(summary_name(ad_name))):
        return True
    told = [name for name in names.values() if not is_nothing(name)]
    return all(summary_name(name) in words.totals or fold(name) in words.everything for name in told)


def is_sum_of(counting: Counting, period: AdPeriod, others: Collection[AdPeriod]) -> bool:
    """Whether it has what the others come to, to the cent: a row of sums in words that are not known here."""
    if not counting.clicks_are_ratio and period.clicks != sum(one.clicks for one in others):
        return False
    spend, impressions = sum(one.spend for one in others), sum(one.impressions for one in others)
    return period.spend == spend > 0 and period.impressions == impressions > 0


def compared(
    columns: Columns,
    counting: Counting,
    cells: Cells,
    told: Sequence[str],
    periods: Collection[AdPeriod],
    rows: int,
) -> Iterator[Compared]:
    """A row of sums, `told`, beside what the periods come to that so many rows were added up to.

    Raises:
        InvalidInputError: when they come to more than their sum: something is in the file twice.
    """
    for field, summed in _sums(counting, periods).items():
        if is_nothing(told[columns.at[field]]):
            continue
        total, column = cells.amount(told, field), columns.name(field)
        tolerance = 0 if field is Field.IMPRESSIONS else _ROUNDING * rows
        if summed > total + tolerance and field in {Field.SPEND, Field.IMPRESSIONS}:
            raise refused(
                f"its rows come to more than its row of sums: {column} {_written(summed)}, not {_written(total)}",
                remedy="look for rows that are there twice, or for sums among them",
            )
        yield Compared(column, _written(total), _written(summed), abs(summed - total) <= tolerance)


def _is_counted_total(ad_name: str) -> bool:
    return "#" in ad_name and ad_name in vocabulary().totals


def _sums(counting: Counting, periods: Collection[AdPeriod]) -> dict[Field, int]:
    """By column, in millionths; without columns of which a sum means nothing."""
    sums = {
        Field.SPEND: sum(period.spend for period in periods),
        Field.IMPRESSIONS: MICRO * sum(period.impressions for period in periods),
    }
    if not counting.clicks_are_ratio:
        sums[counting.clicks] = MICRO * sum(period.clicks for period in periods)
    if counting.conversions and counting.conversions is not Field.RESULTS:
        sums[counting.conversions] = MICRO * sum(period.conversions for period in periods)
    if counting.revenue and not counting.revenue_is_ratio:
        sums[counting.revenue] = sum(period.revenue for period in periods)
    return sums


def _written(value: int) -> str:
    whole, rest = divmod(value, MICRO)
    return f"{whole:,}" if not rest else f"{value / MICRO:,.2f}"
