"""What became of an imported export, as the gateway answers it."""

from datetime import date

from pydantic import BaseModel, Field

from geminivideo.attribution.insights.model import ClickKind


class SkippedRows(BaseModel):
    reason: str
    rows: int
    examples: list[int] = Field(description="lines of the file, the first few of them")


class SumOfColumn(BaseModel):
    """A column's sum in the export's own row of sums, and that of the rows taken."""

    column: str
    told: str
    summed: str
    agrees: bool


class ColumnsRead(BaseModel):
    recognised: dict[str, str] = Field(description="what each is taken for, by the export's own name for it")
    breakdowns: list[str] = Field(description="their rows are summed")
    ignored: list[str]


class InsightsAnswer(BaseModel):
    """Amounts are in the currency's minor units; null: not counted in the export."""

    account_id: str
    dry_run: bool
    rows: int = Field(description="below the header")
    ads: int
    periods: int = Field(description="of ads; stored, or with dry_run checked")
    replaced: int = Field(description="periods that were stored before and are not any more")
    linked_ads: int = Field(description="whose name has the ids of a blueprint or video of this account")
    unknown_ids: list[str] = Field(description="in names of ads, of nothing in this account; the first few of them")
    unknown_count: int
    first_day: date
    last_day: date
    currency: str
    impressions: int
    clicks: int
    click_kind: ClickKind
    conversions: int | None
    spend_minor: int
    revenue_minor: int | None
    skipped: list[SkippedRows]
    totals: list[SumOfColumn] = Field(description="empty: the export has no row of sums")
    columns: ColumnsRead
    languages: list[str] = Field(description="of the header; several where they cannot be told apart")
    encoding: str
    decimal_mark: str
    day_order: str
    warnings: list[str]
