"""Accounts of which it is known what makes people click: scores, impressions and clicks drawn from a known truth."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from geminivideo.creative.council.click_rates import MeasuredAd
from geminivideo.creative.model import Member

_MEMBERS = tuple(Member)


def account(
    seed: int,
    campaigns: int,
    ads: int,
    effects: Mapping[Member, float] | None = None,
    *,
    alike: float = 0.3,
    between: float = 0.3,
) -> list[MeasuredAd]:
    """`effects` are the correlations of members' own scores with the ads' true log odds of a click, of which `between`
    is the standard deviation within a campaign; `alike` is the correlation between two members' scores.
    """
    rng = np.random.default_rng(seed)
    effect = np.array([(effects or {}).get(member, 0.0) for member in _MEMBERS])
    made = []
    for campaign in range(campaigns):
        shared = rng.normal(size=(ads, 1))
        scores = np.sqrt(alike) * shared + np.sqrt(1 - alike) * rng.normal(size=(ads, len(_MEMBERS)))
        rest = np.sqrt(max(0.0, 1 - effect @ effect)) * rng.normal(size=ads)
        odds = np.exp(rng.normal(-4.3, 0.5) + between * (scores @ effect + rest))
        impressions = 1000 + rng.lognormal(np.log(8000), 1.0, ads).astype(int)
        clicks = rng.binomial(impressions, odds / (1 + odds))
        points = np.clip(88 + 6 * scores, 0, 100)
        made += [
            MeasuredAd(f"campaign_{campaign}", dict(zip(_MEMBERS, row.tolist(), strict=True)), int(seen), int(clicked))
            for row, seen, clicked in zip(points, impressions, clicks, strict=True)
        ]
    return made


def without(ads: list[MeasuredAd], member: Member, every: int = 1) -> list[MeasuredAd]:
    """The same, but that member did not judge every n-th of them."""
    return [
        replace(ad, scores={m: s for m, s in ad.scores.items() if m is not member}) if at % every == 0 else ad
        for at, ad in enumerate(ads)
    ]
