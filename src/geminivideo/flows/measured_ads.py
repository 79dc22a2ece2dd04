"""All ads of an account whose results are known, from both places that know: blueprints' outcomes, and insights."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from geminivideo.attribution.insights.model import AdTotals, BlueprintLink, ClickKind
from geminivideo.attribution.insights.store import ads_of_account
from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.outcomes.measured import MeasuredBlueprint, measured_blueprints
from geminivideo.creative.store import blueprints_of
from geminivideo.oracle.account.history import MeasuredAd
from geminivideo.oracle.features import blueprint_features


def measured_ads(session: Session, account_id: str) -> list[MeasuredAd]:
    """A blueprint's outcomes, as its owner recorded them, go before what insights say of its ads.

    Several ads of one blueprint are one: they show the same video, to other people.
    """
    recorded = measured_blueprints(session, account_id)
    told = {BlueprintLink(found.campaign_id, found.record.blueprint.id) for found in recorded}
    by_blueprint, others = _sorted_out(ads_of_account(session, account_id))
    known = blueprints_of(session, account_id, [link for link in by_blueprint if link not in told])
    return [
        *(_from_outcomes(found) for found in recorded),
        *(_from_insights("/".join(place), by_blueprint[BlueprintLink(*place)], known[place]) for place in known),
        *(_from_insights(ad.ad_key, [ad], None) for ad in others),
    ]


def _sorted_out(ads: Iterable[AdTotals]) -> tuple[Mapping[BlueprintLink, list[AdTotals]], list[AdTotals]]:
    by_blueprint: defaultdict[BlueprintLink, list[AdTotals]] = defaultdict(list)
    others = []
    for ad in ads:
        if ad.link:
            by_blueprint[ad.link].append(ad)
        else:
            others.append(ad)
    return by_blueprint, others


def _from_outcomes(found: MeasuredBlueprint) -> MeasuredAd:
    totals = found.totals
    return MeasuredAd(
        key=found.place,
        first_day=found.first_day,
        last_day=found.last_day,
        impressions=totals.impressions,
        clicks=totals.clicks,
        spend_minor=totals.spend.minor,
        revenue_minor=totals.revenue.minor,
        campaign=found.campaign_id,
        features=blueprint_features(found.record.blueprint),
    )


def _from_insights(key: str, ads: Sequence[AdTotals], blueprint: Blueprint | None) -> MeasuredAd:
    revenues = [ad.revenue.minor for ad in ads if ad.revenue is not None]
    # A click on "see more" or a like is no visit: with all clicks counted, a rate is another thing.
    only_visits = all(ad.click_kind is ClickKind.LINK for ad in ads)
    return MeasuredAd(
        key=key,
        first_day=min(ad.first_day for ad in ads),
        last_day=max(ad.last_day for ad in ads),
        impressions=sum(ad.impressions for ad in ads),
        clicks=sum(ad.clicks for ad in ads) if only_visits else None,
        spend_minor=sum(ad.spend.minor for ad in ads),
        revenue_minor=sum(revenues) if len(revenues) == len(ads) else None,
        campaign=ads[0].campaign_name or key.partition("/")[0],
        features=None if blueprint is None else blueprint_features(blueprint),
    )
