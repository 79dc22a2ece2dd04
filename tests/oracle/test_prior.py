"""The prior says what it is documented to say."""

from collections.abc import Callable

import numpy as np
import pytest

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA, FeatureSchema, Matrix

TYPICAL_AD = {
    "hook_effectiveness": 6.0,
    "has_transformation": 1.0,
    "transformation_believability": 6.0,
    "num_emotional_triggers": 2.0,
    "cta_strength": 6.0,
    "scene_count": 6.0,
    "pacing_speed": 4.5,
    "energy_level": 5.5,
    "num_winning_patterns_matched": 0.0,
    "has_voiceover": 1.0,
    "total_duration": 30.0,
    "text_readability": 70.0,
}
TYPICAL_SCENE = dict.fromkeys(SCENE_SCHEMA.names, 0.5) | {"faces": 1.0, "loudness_lufs": -18.0, "seconds": 3.0}


def score(schema: FeatureSchema, expected: Callable[[Matrix], Vector], values: dict[str, float]) -> float:
    return float(expected(np.array([[values[name] for name in schema.names]]))[0])


def ad(**changes: float) -> float:
    return score(BLUEPRINT_SCHEMA, roas.expected_score, TYPICAL_AD | changes)


def scene(**changes: float) -> float:
    return score(SCENE_SCHEMA, scenes.expected_score, TYPICAL_SCENE | changes)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"hook_effectiveness": 8}, {"hook_effectiveness": 4}),
        ({"cta_strength": 8}, {"cta_strength": 4}),
        ({"transformation_believability": 8}, {"has_transformation": 0, "transformation_believability": 0}),
        ({"has_transformation": 0, "transformation_believability": 0}, {"transformation_believability": 2}),
        ({"num_emotional_triggers": 3}, {"num_emotional_triggers": 0}),
        ({"num_emotional_triggers": 3}, {"num_emotional_triggers": 10}),
        ({"num_winning_patterns_matched": 2}, {"num_winning_patterns_matched": 0}),
        ({"total_duration": 25}, {"total_duration": 120}),
        ({"text_readability": 80}, {"text_readability": 30}),
        ({"has_voiceover": 1}, {"has_voiceover": 0}),
        ({"pacing_speed": 6, "energy_level": 8}, {"pacing_speed": 1, "energy_level": 8}),
    ],
)
def test_directions_for_ads(better: dict[str, float], worse: dict[str, float]) -> None:
    assert ad(**better) > ad(**worse)


def test_a_cta_matters_more_after_a_good_hook() -> None:
    def gain(hook: float) -> float:
        return ad(hook_effectiveness=hook, cta_strength=9) - ad(hook_effectiveness=hook, cta_strength=3)

    assert gain(9) > 1.5 * gain(2)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"motion": 0.6}, {"motion": 0.05}),
        ({"face_area": 0.3}, {"face_area": 0.0}),
        ({"faces": 1}, {"faces": 12}),
        ({"text": 0.35}, {"text": 1.0}),
        ({"technical": 0.9}, {"technical": 0.2}),
        ({"brightness": 0.5}, {"brightness": 0.05}),
        ({"novelty": 0.9}, {"novelty": 0.1}),
        ({"seconds": 3.5}, {"seconds": 60}),
    ],
)
def test_directions_for_scenes(better: dict[str, float], worse: dict[str, float]) -> None:
    assert scene(**better) > scene(**worse)


@pytest.mark.parametrize(("draw", "average"), [(roas.draw, 2.4), (scenes.draw, 0.024)])
def test_typical_outcome_is_the_historical_average(
    draw: Callable[[np.random.Generator, int], Dataset], average: float
) -> None:
    data = draw(np.random.default_rng(3), 20_000)
    assert float(np.median(data.outcomes)) == pytest.approx(average, rel=0.15)
    assert data.evidence == Evidence(Basis.PRIOR, observed=0)


def test_features_explain_less_than_half() -> None:
    x = roas.draw(np.random.default_rng(3), 20_000).x
    typical = x[(x[:, 5] <= 15) & (x[:, 10] < 90) & (x[:, 0] > 2)]
    explained = roas.expected_score(typical).var()
    assert 0.2 < explained / (explained + (roas.noise_spread(typical) ** 2).mean()) < 0.5


@pytest.mark.parametrize(("draw", "schema"), [(roas.draw, BLUEPRINT_SCHEMA), (scenes.draw, SCENE_SCHEMA)])
def test_same_seed_same_data_and_all_of_it_allowed(
    draw: Callable[[np.random.Generator, int], Dataset], schema: FeatureSchema
) -> None:
    one, same, other = (draw(np.random.default_rng(seed), 500) for seed in (1, 1, 2))
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()
    for row in one.x.tolist():
        named = {n: None if np.isnan(v) else v for n, v in zip(schema.names, row, strict=True)}
        schema.row(named, "drawn")


def test_what_was_measured_says_nothing_about_the_outcome() -> None:
    data = scenes.draw(np.random.default_rng(5), 30_000)
    unmeasured = np.isnan(data.x[:, SCENE_SCHEMA.names.index("objects")])
    assert 0.3 < unmeasured.mean() < 0.6
    assert data.scores[unmeasured].mean() == pytest.approx(data.scores[~unmeasured].mean(), abs=0.6)
