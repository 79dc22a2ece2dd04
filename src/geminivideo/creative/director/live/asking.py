"""Asking on behalf of one campaign."""

from collections.abc import Callable, Sequence

from geminivideo.core.errors import GeminivideoError
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.faults import BudgetSpentError
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.language_models.model import Question, Reply, T


class CampaignAsker:
    """`check` raises when the campaign has to stop."""

    def __init__(self, models: LanguageModels, budget: Budget, check: Callable[[], None]) -> None:
        self._models = models
        self._budget = budget
        self._check = check

    def ask_all(self, questions: Sequence[Question[T]]) -> list[Reply[T] | GeminivideoError]:
        """Each with its reply or the reason why there is none.

        Room in the budget is reserved for the longest possible answers: a question that found none is asked again once
        the others are answered, and have given back what they did not use.
        """
        outcomes = self._models.ask_all(questions, self._budget, self._check)
        waiting = _without_room(outcomes)
        while waiting and len(waiting) < len(questions):
            again = self._models.ask_all([questions[at] for at in waiting], self._budget, self._check)
            for at, outcome in zip(waiting, again, strict=True):
                outcomes[at] = outcome
            left = _without_room(outcomes)
            if len(left) == len(waiting):
                break
            waiting = left
        return outcomes


def _without_room(outcomes: Sequence[Reply[T] | GeminivideoError]) -> list[int]:
    return [at for at, outcome in enumerate(outcomes) if isinstance(outcome, BudgetSpentError)]
