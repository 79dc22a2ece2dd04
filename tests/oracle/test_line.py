"""The line under every engine, and how much of an engine's correction is applied."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.corrected import Corrected, load_corrected, proven_share
from geminivideo.oracle.engines.lightgbm_engine import LightGBMEngine
from geminivideo.oracle.engines.line import Line, robust_line
from geminivideo.oracle.metrics import rmse
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA

RNG = np.random.default_rng(1)
X = roas.draw(np.random.default_rng(5), 400).x
HOOK = X[:, 0]


def test_a_straight_effect_is_found() -> None:
    line = Line.fit(BLUEPRINT_SCHEMA, X, 10 + 5 * HOOK)
    assert line.predict(X) == pytest.approx(10 + 5 * HOOK, abs=1.5)
    assert np.argmax(np.abs(line.weights)) == 0


def test_noise_gives_the_mean() -> None:
    noise = np.random.default_rng(3).normal(50, 10, 400)
    assert Line.fit(BLUEPRINT_SCHEMA, X, noise).predict(X).std() < 2.5


def test_penalty_is_the_one_with_the_least_leave_one_out_error() -> None:
    """By hand: every row left out once, for the penalty that was chosen and for none at all."""
    scores = 2 * HOOK[:60] + np.random.default_rng(3).normal(50, 10, 60)

    def left_out(row: int) -> float:
        rest = np.arange(60) != row
        return float(Line.fit(BLUEPRINT_SCHEMA, X[:60][rest], scores[rest]).predict(X[row : row + 1])[0])

    found = np.array([left_out(row) for row in range(60)])
    design = np.column_stack([np.ones(60), X[:60]])
    hat = design @ np.linalg.pinv(design)
    unpenalised = scores - (scores - hat @ scores) / (1 - np.diag(hat))
    assert rmse(found, scores) < 0.95 * rmse(unpenalised, scores)


def test_a_runaway_ad_bends_nothing() -> None:
    scores = 10 + 5 * HOOK + np.random.default_rng(3).normal(0, 5, 400)
    clean, kept = robust_line(BLUEPRINT_SCHEMA, X, scores)
    scores[7] = 3000
    bent, cut = robust_line(BLUEPRINT_SCHEMA, X, scores)
    assert rmse(bent.predict(X), clean.predict(X)) < 1
    assert cut[7] < 100
    assert np.abs(Line.fit(BLUEPRINT_SCHEMA, X, scores).predict(X) - clean.predict(X)).max() > 10
    assert rmse(kept, 10 + 5 * HOOK) > 4  # ordinary noise is left alone


def test_rare_clicks_are_no_outliers() -> None:
    clicks = 100.0 * (np.arange(400) % 50 == 0)
    line, kept = robust_line(BLUEPRINT_SCHEMA, X, clicks)
    assert np.array_equal(kept, clicks)
    assert line.predict(X).mean() == pytest.approx(2.0, abs=0.01)


def test_unmeasured_features_and_storage() -> None:
    data = scenes.draw(np.random.default_rng(5), 300)
    line = Line.fit(SCENE_SCHEMA, data.x, data.scores)
    blind = data.x.copy()
    blind[0, :14] = np.nan
    found = line.predict(blind)
    assert np.isfinite(found).all()
    assert np.array_equal(Line.from_arrays(line.arrays()).predict(blind), found)
    assert np.array_equal(line.predict(blind[:1]), found[:1])


def test_engine_with_its_line_survives_storage(tmp_path: Path) -> None:
    line = Line.fit(BLUEPRINT_SCHEMA, X, HOOK)
    own = LightGBMEngine.fit(BLUEPRINT_SCHEMA, X, X[:, 1] * X[:, 2], 1, Effort(rounds=10))
    whole = Corrected(line, own, 0.25)
    whole.save(tmp_path)
    loaded = load_corrected(LightGBMEngine, tmp_path)
    assert np.array_equal(loaded.predict(X), whole.predict(X))
    assert whole.predict(X) == pytest.approx(line.predict(X) + 0.25 * own.predict(X))


def test_a_model_without_lines_still_answers(tmp_path: Path) -> None:
    """As format 1 was stored."""
    own = LightGBMEngine.fit(BLUEPRINT_SCHEMA, X, HOOK, 1, Effort(rounds=10))
    own.save(tmp_path)
    assert np.array_equal(load_corrected(LightGBMEngine, tmp_path).predict(X), own.predict(X))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 100))
def test_shares_are_shares_whatever_the_unit(seed: int, unit: float) -> None:
    rng = np.random.default_rng(seed)
    correction, missed = rng.standard_normal(50), rng.standard_normal(50)
    share = proven_share(correction, missed)
    assert 0 <= share <= 1
    assert proven_share(unit * correction, unit * missed) == pytest.approx(share, abs=2e-4)


def test_what_proves_itself_is_applied() -> None:
    truth = RNG.standard_normal(5000)
    assert proven_share(truth, truth + RNG.standard_normal(5000)) == pytest.approx(1, abs=0.05)
    assert proven_share(truth, 0.3 * truth + RNG.standard_normal(5000)) == pytest.approx(0.3, abs=0.05)
    assert proven_share(truth, -truth) == 0
    assert proven_share(truth, RNG.standard_normal(5000)) < 0.05
    assert proven_share(np.zeros(10), np.ones(10)) == 0


def test_without_evidence_half_is_applied() -> None:
    assert proven_share(1e-3 * RNG.standard_normal(20), 100 * RNG.standard_normal(20)) == pytest.approx(0.5, abs=0.01)


def test_with_groups_the_penalty_is_the_one_for_groups_not_seen() -> None:
    """What a campaign's ads share looks like an effect of their features, until whole campaigns are left out."""
    rng = np.random.default_rng(4)
    campaigns = np.arange(400) // 20
    x = X[campaigns * 20] + 0.01 * rng.standard_normal(X.shape) * (X.std(axis=0) > 0)
    scores = 50 + 10 * rng.standard_normal(20)[campaigns] + rng.standard_normal(400)
    by_row, by_group = Line.fit(BLUEPRINT_SCHEMA, x, scores), Line.fit(BLUEPRINT_SCHEMA, x, scores, campaigns)
    assert by_row.predict(x).std() > 3
    assert by_group.predict(x).std() < 2
