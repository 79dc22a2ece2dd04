"""What the benchmark on real ads lets the Oracle know, and how it judges. The training itself is not repeated here."""

import json
from pathlib import Path

import numpy as np
import pytest
from bench import oracle_real_bandit, oracle_real_clicks, oracle_real_headlines, oracle_real_judge, oracle_real_past
from bench.oracle_real_account import OURS
from bench.oracle_real_bandit import Log
from bench.oracle_real_headlines import SCHEMA, History, image_before, levels
from bench.oracle_real_past import Forecast, Past, of_constant, of_ridge
from bench.oracle_real_samples import SAMPLES
from bench.oracle_real_tables import table

from geminivideo.oracle.metrics import coverage, mae

NOW = 60
RESULTS = Path(oracle_real_past.__file__).parent / "results" / "oracle_real.json"


@pytest.fixture(scope="module")
def history(shared_data: Path) -> History:
    assert shared_data.exists()
    return oracle_real_headlines.read()


@pytest.fixture(scope="module")
def past(history: History) -> Past:
    return Past.until(history, NOW)


def test_no_test_and_no_headline_is_both_learned_from_and_asked_about(history: History, past: Past) -> None:
    assert len(past.before) > 1000
    assert len(past.after) > 500
    assert history.week[past.before].max() < NOW <= history.week[past.after].min()
    assert not set(history.group[past.before]) & set(history.group[past.after])
    learned = {history.headline[row] for row in past.before}
    assert not learned & {history.headline[row] for row in past.after}


def test_a_level_knows_only_the_weeks_before() -> None:
    week, ctr = np.repeat([1, 2, 3], 150), np.repeat([0.01, 0.03, 0.5], 150)
    found = levels(week, ctr)
    assert np.isnan(found[:150]).all()
    assert found[150:300] == pytest.approx(0.01)
    younger, older = 0.5**0.25, 0.5**0.5
    assert found[300:] == pytest.approx((younger * 0.03 + older * 0.01) / (younger + older))


def test_an_image_is_known_by_its_earlier_weeks_only() -> None:
    week, relative = np.array([1, 1, 2, 3, 3]), np.array([2.0, 4.0, 9.0, 5.0, 7.0])
    found = image_before(["a", "a", "b", "a", "b"], week, relative)
    assert np.isnan(found[:3]).all()
    assert found[3:].tolist() == [3.0, 9.0]


def test_what_came_later_changes_nothing_that_is_learned_from(history: History, past: Past) -> None:
    """The CTR of the ads asked about is not in their features, and not in the level that they are measured by."""
    known, later = past.datasets(OURS)
    doubled = np.where(history.week >= NOW, 2 * history.ctr, history.ctr)
    again = levels(history.week, doubled)
    first = history.week == history.week[past.after].min()
    assert np.array_equal(again[first], history.level[first])
    assert known.x.shape[1] == later.x.shape[1] == len(SCHEMA.features)
    assert known.groups is not None
    assert known.outcomes * history.level[past.before] == pytest.approx(history.ctr[past.before])


def test_features_stay_within_what_the_schema_says(past: Past) -> None:
    for data in past.datasets(OURS):
        for feature, column in zip(SCHEMA.features, data.x.T, strict=True):
            measured = column[~np.isnan(column)]
            assert feature.optional or len(measured) == len(column)
            assert ((feature.low <= measured) & (measured <= feature.high)).all(), feature.name


def test_plain_forecasts_are_in_ctr_and_cover_about_what_they_promise(past: Past) -> None:
    known, later = past.datasets(OURS)
    unit, told = past.unit(OURS), past.history
    level = of_constant(told.ctr[past.before] / told.level[past.before], unit)
    ridge = of_ridge(known, later, unit)
    for forecast in (level, ridge):
        assert 0.01 < forecast.predicted.mean() < 0.03
        assert coverage(*forecast.bounds[0.95], past.came) == pytest.approx(0.95, abs=0.06)
    assert mae(ridge.predicted, past.came) < mae(level.predicted, past.came)


def test_the_order_inside_tests_is_judged_apart_from_the_order_of_tests() -> None:
    test = np.repeat([0, 1], 4)
    came = np.array([1.0, 2, 3, 4, 11, 12, 13, 14])
    backwards = np.array([4.0, 3, 2, 1, 14, 13, 12, 11])
    assert oracle_real_judge.within_tests(came, came, test) == pytest.approx(1)
    assert oracle_real_judge.within_tests(backwards, came, test) == pytest.approx(-1)


def test_chance_is_drawn_by_group() -> None:
    """Ten rows of one group are one piece of evidence: the interval is as wide as for two rows."""
    values = np.repeat([0.0, 1.0], 10)
    by_group = oracle_real_judge.resampled(values, np.repeat([0, 1], 10))
    by_row = oracle_real_judge.resampled(values, np.arange(20))
    assert by_group["mean"] == by_row["mean"] == 0.5
    assert by_group["interval_95"] == [0.0, 1.0]
    assert 0.2 < by_row["interval_95"][0] < by_row["interval_95"][1] < 0.8


def test_slices_hold_every_ad(past: Past) -> None:
    forecast = Forecast(past.came, {0.95: (past.came, past.came), 0.9: (past.came + 1, past.came + 1)})
    found = oracle_real_judge.by_slice(forecast, past)
    assert set(found["95%"].values()) == {1.0}
    assert set(found["90%"].values()) == {0.0}
    parts = oracle_real_judge.slices(forecast, past)
    for kind in ("weeks", "impressions", "predicted"):
        assert sum(rows.sum() for name, rows in parts.items() if name.startswith(kind)) == len(past.after)


def log(names: list[str], clicked: list[float], day: list[str]) -> Log:
    rows = len(names)
    return Log(
        np.repeat(np.array(names)[:, None], 5, 1), np.zeros((rows, 4)), np.array(clicked), np.array(day), np.ones(rows)
    )


def test_a_click_is_not_told_by_the_rate_of_its_own_day() -> None:
    shown = log(["a"] * 600 + ["b"] * 600, [1.0] * 300 + [0.0] * 900, (["1"] * 300 + ["2"] * 300) * 2)
    own = oracle_real_bandit.rates(shown, shown, own_day=False)[:, 0]
    assert own[0] < own[300], "the clicks of day 1 are known on day 2 only"
    asked = log(["a", "c"], [0.0, 0.0], ["9", "9"])
    rate, unknown = oracle_real_bandit.rates(asked, shown, own_day=True)[:, 0]
    assert rate == pytest.approx((300 + 300 * 0.25) / 900)
    assert unknown == pytest.approx(0.25), "a name never seen is like all"


def test_both_policies_are_read(shared_data: Path) -> None:
    assert shared_data.exists()
    uniform, bandit = oracle_real_bandit.read("random"), oracle_real_bandit.read("bts")
    assert len(uniform.clicked) == len(bandit.clicked) == 20_000
    assert uniform.weight == pytest.approx(1.0, abs=1e-6), "the uniform policy shows every item equally often"
    assert bandit.weight.std() > 0.5
    assert 0 < uniform.late.mean() < 0.4


def test_chances_are_judged_against_clicks() -> None:
    clicked = np.array([0.0, 0, 0, 1])
    found = oracle_real_clicks.judged({"mean": np.full(4, 0.25), "right": np.array([0.05, 0.05, 0.05, 0.9])}, clicked)
    right, mean = found["forecasts"]["right"], found["forecasts"]["mean"]
    assert right["auc"] == 1.0
    assert mean["auc"] == 0.5
    assert mean["foretold"] == pytest.approx(1.0)
    assert right["gain_over_mean"]["mean"] == pytest.approx(mean["log_loss"] - right["log_loss"])


def test_few_clicks_make_wide_intervals() -> None:
    few, many = (oracle_real_clicks.auc_interval(0.7, clicks, 100 * clicks) for clicks in (5, 500))
    assert few[0] < 0.5 < many[0]
    assert many == pytest.approx([0.675, 0.725], abs=0.005)


def test_samples_name_columns_that_are_there(shared_data: Path) -> None:
    for sample in SAMPLES.values():
        header = (shared_data / "ads" / "ctr_samples" / sample.file).read_text("utf-8").splitlines()[0].split(",")
        assert {sample.target, *sample.numbers, *sample.names} <= set(header)


def test_the_page_shows_the_figures_that_were_kept() -> None:
    figures = json.loads(RESULTS.read_text("utf-8"))
    page = (RESULTS.parents[2] / "docs" / "benchmarks.md").read_text("utf-8")
    assert table(figures) in page
