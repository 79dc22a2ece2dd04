"""An import of insights as an answer: what was understood, and what a person should look at."""

from collections.abc import Iterable, Iterator

from geminivideo.app.api.schemas.insights import ColumnsRead, InsightsAnswer, SkippedRows, SumOfColumn
from geminivideo.attribution.ads_manager.export import Export
from geminivideo.attribution.ads_manager.vocabulary import Field
from geminivideo.attribution.insights.model import ClickKind
from geminivideo.flows.insights_import import Imported, ImportOrder

_UNICODE = {"utf-8-sig": "utf-8", "utf-16": "utf-16"}
_SHOWN = 20
_LONGEST, _MOST_IGNORED = 80, 200


def insights_answer(order: ImportOrder, imported: Imported) -> InsightsAnswer:
    export, insights = imported.export, imported.insights
    return InsightsAnswer(
        account_id=order.account_id,
        dry_run=order.dry_run,
        rows=export.rows,
        ads=imported.ads,
        periods=len(insights),
        replaced=imported.removed,
        linked_ads=imported.linked_ads,
        unknown_ids=list(imported.unknown[:_SHOWN]),
        unknown_count=len(imported.unknown),
        first_day=min(insight.first_day for insight in insights),
        last_day=max(insight.last_day for insight in insights),
        currency=export.currency,
        impressions=sum(insight.impressions for insight in insights),
        clicks=sum(insight.clicks for insight in insights),
        click_kind=export.counting.click_kind,
        conversions=_sum(insight.conversions for insight in insights),
        spend_minor=sum(insight.spend_minor for insight in insights),
        revenue_minor=_sum(insight.revenue_minor for insight in insights),
        skipped=[SkippedRows(reason=s.reason, rows=s.rows, examples=list(s.numbers)) for s in export.skipped],
        totals=[SumOfColumn(column=c.column, told=c.told, summed=c.summed, agrees=c.agrees) for c in export.totals],
        columns=_columns(export),
        languages=list(export.columns.languages),
        encoding=_UNICODE.get(export.table.encoding, export.table.encoding),
        decimal_mark=export.survey.decimal_mark,
        day_order=export.survey.day_order,
        warnings=list(_warnings(imported)),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    counted = [value for value in values if value is not None]
    return sum(counted) if counted else None


def _columns(export: Export) -> ColumnsRead:
    columns = export.columns
    return ColumnsRead(
        recognised={columns.header[place].strip(): field for field, place in columns.at.items()},
        breakdowns=[columns.header[place].strip() for place in columns.breakdowns],
        ignored=[name[:_LONGEST] for name in columns.ignored[:_MOST_IGNORED]],
    )


def _warnings(imported: Imported) -> Iterator[str]:
    export, counting = imported.export, imported.export.counting
    if export.table.encoding not in _UNICODE:
        yield f"the file is not Unicode and was read as {export.table.encoding}: letters of names may be wrong"
    for one in export.totals:
        if not one.agrees:
            yield f"{one.column}: the rows come to {one.summed}, and the row of sums says {one.told}; are rows missing?"
    if counting.click_kind is ClickKind.ALL:
        yield "clicks of all kinds were taken, as there is no column of link clicks"
    if counting.clicks_are_ratio:
        yield f"clicks were computed from {export.columns.name(counting.clicks)!r} and the impressions"
    if counting.conversions in {Field.LEADS, Field.RESULTS}:
        yield f"conversions are those of the column {export.columns.name(counting.conversions)!r}"
    yield from _not_counted(export)
    if imported.unknown:
        count, example = len(imported.unknown), imported.unknown[0]
        yield f"ids in names of ads that are of nothing in this account: {count}, such as {example}"


def _not_counted(export: Export) -> Iterator[str]:
    counting = export.counting
    if counting.conversions is None:
        kinds = ", ".join(kind[:_LONGEST] for kind in sorted(export.survey.result_kinds)[:3])
        of_what = f"; its results are {kinds}" if kinds else ""
        yield f"conversions are not counted: the export has no column of purchases{of_what}"
    if counting.revenue is None:
        yield "revenue is not counted: the export has neither the purchases' value nor their ROAS"
    elif counting.revenue_is_ratio:
        yield f"revenue was computed from {export.columns.name(counting.revenue)!r} and the amount spent"
