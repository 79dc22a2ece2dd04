"""What an account's ads teach: a model of its own where it forecasts them better than the one that answers now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.account.backtest import forecast, rolling_forecast, sharing_luck
from geminivideo.oracle.account.engines import Train, model_with_own_engines, training_rows
from geminivideo.oracle.account.fitting import LEAST_ADS, account_model, still_holds
from geminivideo.oracle.account.history import MOST_ADS, MeasuredAd, Results, matured
from geminivideo.oracle.account.lesson import Lesson
from geminivideo.oracle.account.past_trials import PastTrials
from geminivideo.oracle.folds import can_be_dealt
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.training import LEAST_ROWS
from geminivideo.oracle.trial import LEAST_ADS as LEAST_TRIED
from geminivideo.oracle.trial import SIGNIFICANCE, Forecast, Trial, paired_trial

# Two ads of five to fit on, three to forecast: the first account that can hold a trial.
LEAST_FOR_A_TRIAL = 50
_FITTED_FIRST = 0.4
_BLOCKS = 5
_NEWEST = 0.3
# A past of more than so many times the ads that the champion learned from is one that was imported since.
_MOSTLY_SEEN = 2

Report = Callable[[str], None]
Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Teacher:
    """`base` answers for all accounts, `champion` for this one (the same, until it has its own)."""

    name: ModelName
    base: TrainedModel
    champion: TrainedModel
    train: Train
    today: date
    rng: np.random.Generator
    report: Report = lambda _: None
    past: PastTrials = field(default_factory=PastTrials)

    def learn(self, ads: Sequence[MeasuredAd]) -> Lesson:
        settled = [ad for ad in matured(ads, self.today) if ad.outcome(self.name) is not None]
        results = Results.of(self.name, settled[-MOST_ADS:])
        lesson = Lesson(self.name, len(settled), int(results.made_here.sum()), "")
        if why := _why_not(results):
            return replace(lesson, words=why)
        if len(results) < LEAST_FOR_A_TRIAL:
            return self._average(lesson, results)
        return self._tried(lesson, results)

    def _average(self, lesson: Lesson, results: Results) -> Lesson:
        if self.champion.evidence.observed >= LEAST_FOR_A_TRIAL:
            return replace(lesson, words=f"{len(results)} ads are left of those that the present model learned from")
        if lesson.ads < (needed := self.past.next_average):
            return replace(lesson, words=f"{lesson.ads} ads; after one was taken back, the next average takes {needed}")
        if still_holds(self.champion.evidence, results):
            return replace(lesson, words=f"the average of {self.champion.evidence.observed} ads still holds")
        words = f"the account's own average of {len(results)} ads; a trial takes {LEAST_FOR_A_TRIAL}"
        return replace(lesson, words=words, model=self._curve_fit(results, self.today), promote=True)

    def _tried(self, lesson: Lesson, results: Results) -> Lesson:
        unseen = self._first_unseen(results)
        if lesson.ads < (needed := self.past.next_trial(lesson.ads - (len(results) - unseen))):
            words = f"{lesson.ads} ads; the present model stood its last trial, and the next one takes {needed}"
            return replace(lesson, words=words)
        first = max(unseen, int(len(results) * _FITTED_FIRST))
        if len(results) - first < LEAST_TRIED:
            words = f"ads matured since the present model learned: {len(results) - first}; a trial takes {LEAST_TRIED}"
            return replace(lesson, words=words)
        self.report("fitting the account's curve")
        everyone = np.ones(len(results) - first, np.bool_)
        champion = forecast(self.champion, results.take(slice(first, None)))
        curve = rolling_forecast(self._curve_fit, results, first, _BLOCKS)
        of_curve = self._compared(champion, curve, results, first, everyone, self.past.significance)
        model, trial = self._chosen(results, first, champion, of_curve)
        promote, words = self._decided(trial)
        return replace(lesson, words=words, model=model, trial=trial, promote=promote)

    def _decided(self, trial: Trial) -> tuple[bool, str]:
        """A champion of the account's own is beaten only by more than luck. The one of every account is nobody's
        average: an account's own, which smaller ones get without a trial, has only to forecast no worse.
        """
        if trial.won or "history" in self.champion.training or not trial.no_worse:
            return trial.won, trial.words
        return True, f"{trial.words}; what it replaces knows no ad of the account"

    def _chosen(self, results: Results, first: int, champion: Forecast, of_curve: Trial) -> tuple[TrainedModel, Trial]:
        """Engines that cannot be trained, for lack of memory, say, cost the account nothing but themselves."""
        try:
            found = self._with_engines(results, first, champion, of_curve)
        except ProcessingError as error:
            words = f"{of_curve.words}. Engines of its own could not be trained: {error.cause}"
            found, of_curve = None, replace(of_curve, words=words)
        return found or (self._curve_fit(results, self.today), of_curve)

    def _with_engines(
        self, results: Results, first: int, champion: Forecast, of_curve: Trial
    ) -> tuple[TrainedModel, Trial] | None:
        """Engines of the account's own in the curve's place, where they forecast the newest ads better than it does."""
        begin = max(first, len(results) - max(LEAST_TRIED, int(len(results) * _NEWEST)))
        older, newest = results.take(slice(0, begin)), results.made_here[begin:]
        if newest.sum() < LEAST_TRIED or self._rows_to_train_on(older) < LEAST_ROWS:
            return None
        self.report("training engines on the account's ads")
        engines = rolling_forecast(self._engine_fit, results, begin, blocks=1)
        curve = rolling_forecast(self._curve_fit, results, begin, blocks=1)
        if not self._compared(curve, engines, results, begin, newest, SIGNIFICANCE).won:
            return None
        champion = champion.take(slice(begin - first, None))
        trial = self._compared(champion, engines, results, begin, newest, self.past.significance)
        # Fewer ads show less: what they do not show of the engines, all may have shown of the curve.
        return (self._engine_fit(results, self.today), trial) if trial.won or not of_curve.won else None

    def _rows_to_train_on(self, results: Results) -> int:
        """0 where there are too few campaigns: ads of one campaign do not show what the next will do."""
        if not results.made_here.any():
            return 0
        rows, _ = training_rows(self.base, self.base.curve, results, self.today)
        return len(rows.outcomes) if rows.groups is not None and can_be_dealt(rows.groups) else 0

    def _compared(
        self, ours: Forecast, theirs: Forecast, results: Results, begin: int, rows: Rows, significance: float
    ) -> Trial:
        tried = results.take(slice(begin, None)).take(rows)
        groups = sharing_luck(tried)
        return paired_trial(tried.outcomes, ours.take(rows), theirs.take(rows), self.rng, groups, significance)

    def _curve_fit(self, results: Results, today: date) -> TrainedModel:
        return account_model(self.base, self.base.curve, results, today)

    def _engine_fit(self, results: Results, today: date) -> TrainedModel:
        return model_with_own_engines(self.train, self.base, self.base.curve, results, today)

    def _first_unseen(self, results: Results) -> int:
        """Number of the first ad that ended after those which the present model learned from."""
        through = self.champion.training.get("history", {}).get("through")
        seen = int(np.searchsorted(results.ends, date.fromisoformat(through).toordinal(), "right")) if through else 0
        # Of a past that was imported since, it knows little; and what it does know of it speaks for it in a trial.
        return seen if seen <= _MOSTLY_SEEN * self.champion.evidence.observed else 0


def _why_not(results: Results) -> str | None:
    if len(results) < LEAST_ADS:
        return f"ads whose results are in: {len(results)}; {LEAST_ADS} are needed"
    if not results.outcomes.any():
        return f"none of the {len(results)} ads returned anything: are purchases and their value measured?"
    return None
