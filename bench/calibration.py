"""How often the council learns weights from accounts of which it is known what makes people click.

Simulated accounts (tests/creative/accounts.py): members' scores with a standard deviation of 6 points that correlate by
0.3 with each other, ads seen some 8000 times, click rates of 1.4% that differ by a factor of 1.35 within a campaign.
"""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

from tests.creative.accounts import account

from bench.markdown import markdown_table
from geminivideo.creative.council.calibration import calibrate
from geminivideo.creative.model import MEMBER_WEIGHTS, Member, WeightBasis

_TRUTHS: dict[str, dict[Member, float]] = {
    "no member knows anything": {},
    "the fixed weights are right": {member: 0.7 * weight for member, weight in MEMBER_WEIGHTS.items()},
    "only DeepCTR knows: correlation 0.3": {Member.DEEPCTR: 0.3},
    "only DeepCTR knows: correlation 0.5": {Member.DEEPCTR: 0.5},
    "only GPT knows: correlation 0.5": {Member.GPT: 0.5},
}
_SIZES = ((6, 10), (10, 6), (20, 10), (40, 10))
_ACCOUNTS = 100
_GROWING, _ADS = range(8, 31, 2), 8


def measure() -> dict[str, Any]:
    with ProcessPoolExecutor(2) as pool:
        rows = [
            {"truth": truth, **_size(pool, truth, campaigns, ads)} for truth in _TRUTHS for campaigns, ads in _SIZES
        ]
        ever = {truth: _ever(pool, truth) for truth in list(_TRUTHS)[:2]}
    return {"accounts": _ACCOUNTS, "rows": rows, "ever": ever}


def _size(pool: ProcessPoolExecutor, truth: str, campaigns: int, ads: int) -> dict[str, Any]:
    found = list(pool.map(partial(_one, truth, campaigns, ads), range(_ACCOUNTS), chunksize=10))
    adopted = [weights for weights in found if weights]
    means = {m.value: sum(w[m.value] for w in adopted) / len(adopted) for m in Member} if adopted else None
    return {"campaigns": campaigns, "ads": campaigns * ads, "adopted": len(adopted) / len(found), "weights": means}


def _one(truth: str, campaigns: int, ads: int, seed: int) -> dict[str, float] | None:
    found = calibrate(account(seed, campaigns, ads, _TRUTHS[truth]))
    return {m.value: w for m, w in found.weights.items()} if found.basis is WeightBasis.ACCOUNT else None


def _ever(pool: ProcessPoolExecutor, truth: str) -> float:
    return sum(pool.map(partial(_grows, truth), range(_ACCOUNTS), chunksize=10)) / _ACCOUNTS


def _grows(truth: str, seed: int) -> bool:
    """Whether an account that is asked about after every second campaign, from the eighth to the 30th, ever learned."""
    ads = account(seed, _GROWING[-1], _ADS, _TRUTHS[truth])
    return any(calibrate(ads[: _ADS * campaigns]).basis is WeightBasis.ACCOUNT for campaigns in _GROWING)


def table(figures: Mapping[str, Any]) -> str:
    names = ("what is true", "campaigns", "ads", "learned weights used", "mean of the weights used")
    grown = [f"{truth}: in {share:.1%} of accounts" for truth, share in figures["ever"].items()]
    asked = f"{_GROWING[0]} to {_GROWING[-1]} campaigns of {_ADS} ads, asked about after every second one"
    after = f"Ever used while an account grew from {asked}. {'; '.join(grown).capitalize()}."
    return f"{markdown_table(names, figures['rows'], _cells)}\n\n{after}"


def _cells(row: Mapping[str, Any]) -> list[str]:
    weights = "-" if row["weights"] is None else ", ".join(f"{m} {w:.2f}" for m, w in row["weights"].items())
    return [row["truth"], str(row["campaigns"]), str(row["ads"]), f"{row['adopted']:.1%}", weights]
