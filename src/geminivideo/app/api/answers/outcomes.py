"""Outcomes of blueprints, as recorded and in sum."""

from collections.abc import Sequence

from geminivideo.app.api.schemas.blueprints import OutcomeOfPeriod, OutcomeTotals
from geminivideo.creative.outcomes.model import Outcome, totals


def period_answer(outcome: Outcome) -> OutcomeOfPeriod:
    return OutcomeOfPeriod(**{name: getattr(outcome, name) for name in OutcomeOfPeriod.model_fields})


def totals_answer(outcomes: Sequence[Outcome]) -> OutcomeTotals | None:
    total = totals(outcomes)
    if total is None:
        return None
    return OutcomeTotals(
        impressions=total.impressions,
        clicks=total.clicks,
        conversions=total.conversions,
        spend_minor=total.spend.minor,
        revenue_minor=total.revenue.minor,
        currency=total.spend.currency,
        click_rate=total.click_rate,
        roas=total.roas,
    )
