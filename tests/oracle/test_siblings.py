"""Rows that belong together, as ads of one campaign do: what they have in common must not pass for a rule."""

import numpy as np
import pytest

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.catalog import ENGINES
from geminivideo.oracle.engines.line import Line, robust_line
from geminivideo.oracle.error_scale import ErrorScale
from geminivideo.oracle.model import EngineName
from geminivideo.oracle.schema import Feature, FeatureKind, FeatureSchema, Matrix

SCHEMA = FeatureSchema(
    "campaign", 1, tuple(Feature(f"f{n}", FeatureKind.REAL, -9, 9, optional=True) for n in range(12))
)
CAMPAIGNS, ADS = 50, 6
UNITS = np.repeat(np.arange(CAMPAIGNS), ADS)


def campaigns(seed: int) -> tuple[Matrix, Vector]:
    """Ads of a campaign look alike and do alike, and how they look says nothing about how they do."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(CAMPAIGNS, len(SCHEMA.features)))[UNITS] + 0.1 * rng.normal(size=(len(UNITS), 12))
    return x, 50 + 10 * rng.normal(size=CAMPAIGNS)[UNITS] + 2 * rng.normal(size=len(UNITS))


X, SCORES = campaigns(1)
FRESH, LATER = campaigns(2)


def test_a_line_that_leaves_campaigns_out_whole_learns_less_from_their_likeness() -> None:
    """On average over accounts: fifty campaigns may line up by chance."""
    spread, missed = np.zeros(2), np.zeros(2)
    for seed in range(10):
        x, scores = campaigns(seed)
        told = [Line.fit(SCHEMA, x, scores, units).predict(FRESH) for units in (None, UNITS)]
        spread += [each.std() for each in told]
        missed += [np.abs(each - LATER).mean() for each in told]
    by_row, by_unit = spread
    assert by_unit < 0.4 * by_row
    assert missed[1] < 0.95 * missed[0]


def test_a_rule_that_holds_across_campaigns_is_still_found() -> None:
    line, _ = robust_line(SCHEMA, X, SCORES + 20 * X[:, 3], UNITS)
    steeper = FRESH.copy()
    steeper[:, 3] += 1
    assert np.median(line.predict(steeper) - line.predict(FRESH)) == pytest.approx(20, abs=5)


def test_the_expected_error_is_the_same_everywhere_when_features_do_not_tell_it() -> None:
    """Some campaigns are harder to foretell, but not by their looks: intervals that differ would only be wider."""
    spread = np.random.default_rng(3).choice([2.0, 20.0], CAMPAIGNS)[UNITS]
    errors = np.abs(spread * np.random.default_rng(4).normal(size=len(UNITS)))
    by_unit = ErrorScale.fit(SCHEMA, X, SCORES, errors, UNITS)(FRESH, LATER)
    by_row = ErrorScale.fit(SCHEMA, X, SCORES, errors, np.arange(len(UNITS)))(FRESH, LATER)
    assert by_unit.std() / by_unit.mean() < 0.1
    assert by_row.std() / by_row.mean() > 2 * by_unit.std() / by_unit.mean()


@pytest.mark.parametrize("name", [name for name in EngineName if ENGINES[name].training_libraries[0] != "jax"])
def test_a_feature_that_no_row_measured_stops_no_engine(name: EngineName) -> None:
    unmeasured = X.copy()
    unmeasured[:, 5] = np.nan
    engine = ENGINES[name].fit(SCHEMA, unmeasured, SCORES, 0, Effort(rounds=10, trees=4, epochs=1))
    assert np.isfinite(engine.predict(np.vstack([unmeasured, FRESH]))).all()
