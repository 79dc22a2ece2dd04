"""The prior for ROAS: blueprints as they are typically written, what helps them, and how uncertain that is.

Facts it rests on, all of them directions and none of them measured by this project:
- the account's average ROAS is taken as 2.4, which the curve puts at a score of 50; a typical blueprint scores there;
- the first three seconds decide whether anything else is seen: the hook has the largest effect and multiplies the CTA;
- a before-and-after helps when it is believed and hurts when it is not;
- two to four emotional triggers help, a heap of them dilutes; past winners help with diminishing returns;
- short vertical ads do best around 25 seconds; pacing should fit the energy; words should be easy, the more so where
  nobody says them aloud;
- features of the script explain well under half of the outcome. Audience, offer, price, season and landing page are
  not in it. The unexplained part is larger for loud ads and for claims that are hard to believe.
"""

import numpy as np

from geminivideo.oracle.curves import ROAS_CURVE, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.features import pacing_of
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.prior.shapes import Columns, anywhere, mixed, peak, saturating, step, within
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, Matrix

_UNUSUAL_SHARE = 0.2
_LENGTHS = (15.0, 20.0, 30.0, 45.0, 60.0)
_LENGTH_SHARES = (0.2, 0.15, 0.4, 0.15, 0.1)


def draw(rng: np.random.Generator, n: int) -> Dataset:
    """`n` imagined ads with the ROAS that each is imagined to have reached."""
    unusual = round(n * _UNUSUAL_SHARE)
    columns = mixed(rng, _typical(rng, n - unusual), _unusual(rng, unusual))
    x = BLUEPRINT_SCHEMA.matrix(columns)
    scores = expected_score(x) + noise_spread(x) * rng.standard_normal(n)
    return Dataset(BLUEPRINT_SCHEMA, x, ROAS_CURVE.outcome(scores), ROAS_CURVE, Evidence(Basis.PRIOR, observed=0))


def expected_score(x: Matrix) -> Vector:
    """The part of the score that the features explain; the constant puts a typical blueprint at 50."""
    ad = BLUEPRINT_SCHEMA.columns(x)
    attention = step(ad["hook_effectiveness"], at=5.5, softness=1.0)
    return 20.0 + _opening_and_close(ad, attention) + _persuasion(ad) + _form(ad)


def noise_spread(x: Matrix) -> Vector:
    """Standard deviation, in score points, of what the features do not explain."""
    ad = BLUEPRINT_SCHEMA.columns(x)
    doubtful = ad["has_transformation"] * step(-ad["transformation_believability"], at=-5.0, softness=1.0)
    loud = step(ad["energy_level"], at=7.0, softness=0.7)
    return 11.0 * np.exp(0.35 * doubtful + 0.35 * loud - 0.15 * np.minimum(ad["num_winning_patterns_matched"], 3) / 3)


def _opening_and_close(ad: Columns, attention: Vector) -> Vector:
    hook = 22 * attention
    return hook + 1.8 * (ad["cta_strength"] - 6) * (0.4 + 0.6 * attention)


def _persuasion(ad: Columns) -> Vector:
    believed = ad["has_transformation"] * 2.2 * (ad["transformation_believability"] - 5.5)
    triggers = 5 * peak(ad["num_emotional_triggers"], at=3, width=3)
    return believed + triggers + 7 * saturating(ad["num_winning_patterns_matched"], scale=1.5)


def _form(ad: Columns) -> Vector:
    length = 5 * peak(np.log(ad["total_duration"]), at=np.log(25), width=0.8)
    pacing = 5 * peak(ad["pacing_speed"], at=2 + 0.5 * ad["energy_level"], width=3)
    scenes = 2 * peak(np.log(ad["scene_count"]), at=np.log(6), width=1.0)
    reading = 0.12 * np.clip(ad["text_readability"] - 65, -50, 25) * (1.6 - 0.8 * ad["has_voiceover"])
    return length + pacing + scenes + reading + 2.5 * ad["has_voiceover"]


def _typical(rng: np.random.Generator, n: int) -> Columns:
    """Blueprints as people and the Director write them; good writers are good at several things at once."""
    craft = rng.standard_normal(n)
    has_transformation = (rng.random(n) < 0.45).astype(np.float64)
    duration = rng.choice(_LENGTHS, n, p=_LENGTH_SHARES) * np.exp(0.1 * rng.standard_normal(n))
    scenes = np.clip(np.rint(duration / np.exp(np.log(5) + 0.4 * rng.standard_normal(n))), 1, 120)
    cut_rate = np.array([pacing_of(seconds) for seconds in duration / scenes])
    pacing = within(rng, cut_rate, 0.8, 0, 10, n)
    patterns = np.where(rng.random(n) < 0.6, 0, 1 + rng.poisson(1.0, n))
    return {
        "hook_effectiveness": within(rng, 6.0 + 0.6 * craft, 1.3, 0, 10, n),
        "has_transformation": has_transformation,
        "transformation_believability": has_transformation * within(rng, 6.3 + 0.5 * craft, 1.6, 0, 10, n),
        "num_emotional_triggers": np.clip(rng.poisson(2.6, n), 0, 12),
        "cta_strength": within(rng, 6.3 + 0.5 * craft, 1.5, 0, 10, n),
        "scene_count": scenes,
        "pacing_speed": pacing,
        "energy_level": within(rng, 5.5 + 0.35 * (pacing - 4.5), 1.5, 0, 10, n),
        "num_winning_patterns_matched": np.clip(patterns, 0, 20),
        "has_voiceover": (rng.random(n) < 0.85).astype(np.float64),
        "total_duration": np.clip(duration, 1, 600),
        "text_readability": within(rng, 72.0, 13, 0, 100, n),
    }


def _unusual(rng: np.random.Generator, n: int) -> Columns:
    columns = anywhere(rng, BLUEPRINT_SCHEMA, n)
    columns["transformation_believability"] *= columns["has_transformation"]
    return columns
