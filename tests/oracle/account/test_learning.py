"""An account gets a model of its own where that forecasts its ads better, and keeps what it has where not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.account.engines import Train
from geminivideo.oracle.account.history import MOST_ADS, MeasuredAd
from geminivideo.oracle.account.learning import Teacher
from geminivideo.oracle.account.lesson import Lesson
from geminivideo.oracle.account.past_trials import PastTrials
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.engines.base import Scorer
from geminivideo.oracle.ensemble import Member
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.trial import SIGNIFICANCE
from tests.oracle.account.accounts import TODAY, Account

Learn = Callable[..., Lesson]


def no_training(_: Dataset) -> TrainedModel:
    raise AssertionError("so few ads must not train engines")


@pytest.fixture
def learn(small_roas: TrainedModel) -> Learn:
    def learn(
        ads: Sequence[MeasuredAd],
        champion: TrainedModel = small_roas,
        today: date = TODAY,
        train: Train = no_training,
        past: PastTrials | None = None,
    ) -> Lesson:
        rng = np.random.default_rng(1)
        teacher = Teacher(ModelName.ROAS, small_roas, champion, train, today, rng, past=past or PastTrials())
        return teacher.learn(ads)

    return learn


def test_too_few_ads_teach_nothing_and_it_is_said_how_many_are_needed(learn: Learn, small_roas: TrainedModel) -> None:
    lesson = learn(Account().ads(small_roas, 9, seed=1))
    assert lesson.model is None
    assert not lesson.promote
    assert lesson.words == "ads whose results are in: 9; 10 are needed"


def test_ads_without_any_return_teach_nothing(learn: Learn, small_roas: TrainedModel) -> None:
    lesson = learn([replace(ad, revenue_minor=0) for ad in Account().ads(small_roas, 60, seed=1)])
    assert lesson.model is None
    assert "value measured" in lesson.words


def test_unmeasured_revenue_counts_as_no_result(learn: Learn, small_roas: TrainedModel) -> None:
    assert learn([replace(ad, revenue_minor=None) for ad in Account().ads(small_roas, 60, seed=1)]).ads == 0


def test_a_small_account_answers_with_its_own_average_at_once(learn: Learn, small_roas: TrainedModel) -> None:
    lesson = learn(Account(level=9.0).ads(small_roas, 20, seed=1))
    assert lesson.promote
    assert lesson.trial is None
    assert lesson.model is not None
    assert lesson.model.training["history"]["level"] > 5


def test_an_account_far_from_the_prior_wins_its_trial(learn: Learn, small_roas: TrainedModel) -> None:
    lesson = learn(Account(level=9.0, made_here=0.3).ads(small_roas, 100, seed=2))
    assert lesson.promote
    assert lesson.trial is not None
    assert lesson.trial.ads == 60
    assert lesson.words == lesson.trial.words


def test_a_first_model_that_is_better_but_not_surely_answers_because_the_prior_knows_no_ad_of_the_account(
    learn: Learn, small_roas: TrainedModel
) -> None:
    lesson = learn(Account(level=2.9, noise=0.9).ads(small_roas, 60, seed=3))
    assert lesson.trial is not None
    assert lesson.trial.p_value is not None
    assert lesson.trial.p_value > 0.05
    assert lesson.trial.no_worse
    assert lesson.promote
    assert lesson.words.endswith("what it replaces knows no ad of the account")
    again = learn(Account(level=2.9, noise=0.9).ads(small_roas, 60, seed=8), lesson.model)
    assert not again.promote


def test_a_first_model_that_is_worse_does_not_answer(learn: Learn, small_roas: TrainedModel) -> None:
    """A level that fell for good with the newest ads, where the prior happens to be right."""
    ads = Account(level=9.0).ads(small_roas, 60, seed=3)
    fallen = [replace(ad, revenue_minor=round((ad.revenue_minor or 0) * 2.4 / 9)) for ad in ads[24:]]
    lesson = learn([*ads[:24], *fallen])
    assert lesson.trial is not None
    assert not lesson.trial.no_worse
    assert not lesson.promote
    assert "not shown to be better" in lesson.words


def test_the_next_trial_takes_ads_that_the_champion_has_not_seen(learn: Learn, small_roas: TrainedModel) -> None:
    older = Account(level=9.0).ads(small_roas, 100, seed=2, last=TODAY - timedelta(days=400))
    champion = learn(older, today=TODAY - timedelta(days=380)).model
    assert champion is not None
    few = Account(level=2.0).ads(small_roas, 29, seed=4)
    assert learn([*older, *few], champion).words.startswith("ads matured since the present model learned: 29")
    many = Account(level=2.0).ads(small_roas, 60, seed=4)
    lesson = learn([*older, *many], champion)
    assert lesson.trial is not None
    assert lesson.trial.ads == 60
    assert lesson.promote


def test_engines_of_its_own_are_tried_and_kept_only_if_better(learn: Learn, small_roas: TrainedModel) -> None:
    """Engines that say the same of every ad are worse than a curve over scores that mean something."""
    trained_on: list[Dataset] = []

    def train(dataset: Dataset) -> TrainedModel:
        trained_on.append(dataset)
        blind = [with_engine(member, Blind()) for member in small_roas.members]
        return replace(small_roas, members=tuple(blind), curve=dataset.curve, evidence=dataset.evidence)

    ads = Account(level=9.0, noise=0.3).ads(small_roas, 260, seed=5)
    lesson = learn(ads, train=train)
    assert len(trained_on) == 1
    assert 140 <= len(trained_on[0].outcomes) <= 182  # without the newest, and those of an unknown level
    assert np.median(trained_on[0].outcomes) == pytest.approx(1.0, abs=0.25)  # as shares of the level
    assert lesson.promote
    assert lesson.model is not None
    assert not any(isinstance(member.engine, Blind) for member in lesson.model.members)


def with_engine(member: Member, engine: Any) -> Member:
    return replace(member, engine=engine)


class Blind:
    def predict(self, x: np.ndarray) -> np.ndarray:
        return np.full(len(x), 50.0)


def test_engines_that_know_more_than_the_curve_take_over(learn: Learn, small_roas: TrainedModel) -> None:
    """Here the base scores ads the wrong way round, and the engines that are trained score them right."""
    wrong = replace(small_roas, members=tuple(with_engine(m, Reversed(m.engine)) for m in small_roas.members))

    def train(dataset: Dataset) -> TrainedModel:
        return replace(small_roas, curve=dataset.curve, evidence=dataset.evidence)

    ads = Account(level=9.0, noise=0.2, slope=1.2).ads(small_roas, 300, seed=6)
    teacher = Teacher(ModelName.ROAS, wrong, wrong, train, TODAY, np.random.default_rng(1))
    lesson = teacher.learn(ads)
    assert lesson.promote
    assert lesson.model is not None
    assert lesson.model.members == small_roas.members
    assert lesson.model.curve.outcome(50.0) == pytest.approx(9, rel=0.15)


class Reversed:
    def __init__(self, engine: Scorer) -> None:
        self.engine = engine

    def predict(self, x: np.ndarray) -> np.ndarray:
        return np.asarray(100 - self.engine.predict(x))


def test_engines_that_cannot_be_trained_leave_the_curve_as_it_is(learn: Learn, small_roas: TrainedModel) -> None:
    def train(_: Dataset) -> TrainedModel:
        raise ProcessingError("Training roas ended with status -9.", next_step="look for too little memory")

    lesson = learn(Account(level=9.0, noise=0.3).ads(small_roas, 260, seed=5), train=train)
    assert lesson.promote
    assert lesson.model is not None
    assert "Engines of its own could not be trained: Training roas ended with status -9." in lesson.words


def test_engines_that_won_and_cannot_be_trained_on_all_ads_leave_the_curve(small_roas: TrainedModel) -> None:
    wrong = replace(small_roas, members=tuple(with_engine(m, Reversed(m.engine)) for m in small_roas.members))
    won: list[Dataset] = []

    def train(dataset: Dataset) -> TrainedModel:
        if won:
            raise ProcessingError("Training roas ended with status -9.", next_step="look for too little memory")
        won.append(dataset)
        return replace(small_roas, curve=dataset.curve, evidence=dataset.evidence)

    ads = Account(level=9.0, noise=0.2, slope=1.2).ads(small_roas, 300, seed=6)
    lesson = Teacher(ModelName.ROAS, wrong, wrong, train, TODAY, np.random.default_rng(1)).learn(ads)
    assert lesson.model is not None
    assert lesson.model.members == wrong.members
    assert "could not be trained: Training roas ended with status -9." in lesson.words
    assert lesson.trial is not None
    assert lesson.trial.ads > 150  # the curve's own, which all the ads decided


def test_the_same_ads_teach_the_same_to_the_byte(learn: Learn, small_roas: TrainedModel, tmp_path: Path) -> None:
    ads = Account(level=9.0).ads(small_roas, 60, seed=2)
    first, second = learn(ads), learn(list(reversed(ads)))
    assert first.words == second.words
    assert first.model is not None
    assert second.model is not None
    assert pack(first.model, tmp_path / "1.zip", tmp_path) == pack(second.model, tmp_path / "2.zip", tmp_path)


@pytest.mark.parametrize("campaigns", [1, 4])
def test_an_account_of_few_campaigns_can_win_its_trial_too(
    learn: Learn, small_roas: TrainedModel, campaigns: int
) -> None:
    ads = Account(level=9.0, made_here=0.3).ads(small_roas, 100, seed=2)
    lesson = learn([replace(ad, campaign=f"campaign_{number % campaigns}") for number, ad in enumerate(ads)])
    assert lesson.promote, lesson.words


def test_ads_without_revenue_do_not_crowd_out_those_with_it(learn: Learn, small_roas: TrainedModel) -> None:
    ads = Account(level=9.0, made_here=0.0).ads(small_roas, 60, seed=1)
    newer = [replace(ads[-1], key=f"brand_{number}", revenue_minor=None) for number in range(MOST_ADS)]
    lesson = learn([*ads, *newer])
    assert lesson.ads == 60
    assert lesson.promote


def test_what_lost_is_tried_again_when_there_is_news_and_must_be_surer(learn: Learn, small_roas: TrainedModel) -> None:
    ads = Account(level=9.0, made_here=0.3).ads(small_roas, 100, seed=2)
    waiting = learn(ads, past=PastTrials((71,)))
    assert waiting.model is None
    assert waiting.words == "100 ads; the present model stood its last trial, and the next one takes 101"
    assert learn(ads, past=PastTrials((70,))).promote
    doubtful = Account(level=3.4, noise=0.6, made_here=0.3).ads(small_roas, 100, seed=2)
    surer = learn(doubtful, past=PastTrials((10, 20, 30, 40, 50, 60, 70)))
    assert surer.trial is not None
    assert surer.trial.p_value is not None
    assert SIGNIFICANCE / 72 < surer.trial.p_value < SIGNIFICANCE / 2
    assert not surer.trial.won
    assert "0.00069 is needed" in surer.words
    assert learn(doubtful).promote


def test_an_average_is_made_anew_only_when_it_changes(learn: Learn, small_roas: TrainedModel) -> None:
    ads = Account(level=9.0).ads(small_roas, 24, seed=1)
    present = learn(ads[:20]).model
    assert present is not None
    again = learn(ads[:21], present)
    assert (again.model, again.promote, again.words) == (None, False, "the average of 20 ads still holds")
    assert learn(ads, present).promote
    corrected = [replace(ad, revenue_minor=ad.revenue_minor and 2 * ad.revenue_minor) for ad in ads[:20]]
    assert learn(corrected, present).promote


def test_an_average_that_a_person_took_back_does_not_return_at_once(learn: Learn, small_roas: TrainedModel) -> None:
    ads = Account(level=9.0).ads(small_roas, 45, seed=1)
    assert not learn(ads[:20], past=PastTrials(taken_back=12)).promote
    assert learn(ads, past=PastTrials(taken_back=12)).promote


def test_a_past_that_is_imported_later_is_learned_from(learn: Learn, small_roas: TrainedModel) -> None:
    """Only the newest 20 ads were known: what ended before them is old, and yet the present model has not seen it."""
    ads = Account(level=9.0, slope=0.3).ads(small_roas, 300, seed=1)
    few = learn([replace(ad, revenue_minor=10_000) for ad in ads[-20:]]).model
    assert few is not None
    lesson = learn([replace(ad, features=None) for ad in ads], few)
    assert lesson.trial is not None
    assert lesson.promote
