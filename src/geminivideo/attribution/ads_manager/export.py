"""What an export says, once it is read: ads by period, and how it was understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geminivideo.attribution.ads_manager.amounts import MICRO
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.counting import Counting
from geminivideo.attribution.ads_manager.opening import Table
from geminivideo.attribution.ads_manager.survey import Survey
from geminivideo.attribution.insights.model import AdInsight, BlueprintLink, InsightSource
from geminivideo.core.money import Money


@dataclass(slots=True)
class AdPeriod:
    """One ad over one period, of all its rows; amounts in millionths of the currency."""

    number: int
    ad_id: str | None
    ad_name: str
    ad_set_name: str | None
    campaign_name: str | None
    first_day: date
    last_day: date
    impressions: int = 0
    clicks: int = 0
    conversions: int = 0
    spend: int = 0
    revenue: int = 0

    @property
    def ad(self) -> object:
        """What tells the ad from others of the file."""
        return self.ad_id or (self.campaign_name, self.ad_set_name, self.ad_name)

    @property
    def is_empty(self) -> bool:
        return not (self.impressions or self.clicks or self.conversions or self.spend or self.revenue)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows that are left out for one reason; `numbers` are the first few of them."""

    reason: str
    rows: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A column's sum in the export's own row of sums, and that of the rows taken, as they are written there."""

    column: str
    told: str
    summed: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Export:
    table: Table
    columns: Columns
    survey: Survey
    counting: Counting
    rows: int
    periods: tuple[AdPeriod, ...]
    skipped: tuple[Skipped, ...]
    totals: tuple[Compared, ...]

    @property
    def currency(self) -> str:
        return self.survey.currency

    def insights(self, account_id: str, links: Mapping[int, BlueprintLink]) -> dict[int, AdInsight]:
        """By their numbers; `links` says which are of a blueprint."""
        exponent = Money(0, self.currency).exponent
        return {p.number: self._insight(p, account_id, links.get(p.number), exponent) for p in self.periods}

    def _insight(self, p: AdPeriod, account_id: str, link: BlueprintLink | None, exponent: int) -> AdInsight:
        return AdInsight(
            account_id=account_id,
            ad_id=p.ad_id,
            ad_name=p.ad_name,
            ad_set_name=p.ad_set_name,
            campaign_name=p.campaign_name,
            first_day=p.first_day,
            last_day=p.last_day,
            impressions=p.impressions,
            clicks=p.clicks,
            click_kind=self.counting.click_kind,
            conversions=p.conversions if self.counting.conversions else None,
            spend_minor=minor(p.spend, exponent),
            revenue_minor=minor(p.revenue, exponent) if self.counting.revenue else None,
            currency=self.currency,
            link=link,
            source=InsightSource.ADS_MANAGER,
        )


def minor(micros: int, exponent: int) -> int:
    """In minor units, rounded half up: exports have purchases with more decimals than coins."""
    unit: int = MICRO // 10**exponent
    return (micros + unit // 2) // unit
