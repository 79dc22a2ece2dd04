"""The live models as one campaign asks them: within its budget, until it is cancelled, and with a record of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geminivideo.core.checks import Check
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.faults import BudgetSpentError
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.language_models.model import Question, Reply, T
from geminivideo.creative.live_record import LiveRecord

_NOT_ASKED = BudgetSpentError("It was not asked yet.", next_step="nothing")


@dataclass(frozen=True, slots=True)
class CampaignModels:
    """`check` raises once the campaign's work must stop."""

    models: LanguageModels
    budget: Budget
    check: Check
    record: LiveRecord = field(default_factory=LiveRecord)

    def ask_all(self, questions: Sequence[Question[T]]) -> list[Reply[T] | GeminivideoError]:
        """All at once; an answer or an error for each. Raises what `check` raises, and nothing else.

        Room is reserved for the longest answers: who found none is asked again once others have given theirs back,
        those of other threads too.
        """
        outcomes: list[Reply[T] | GeminivideoError] = [_NOT_ASKED] * len(questions)
        waiting = list(range(len(questions)))
        while waiting:
            before = self.budget.releases
            answers = self.models.ask_all([questions[at] for at in waiting], self.budget, self.check)
            for at, outcome in zip(waiting, answers, strict=True):
                outcomes[at] = outcome
            left = [at for at in waiting if isinstance(outcomes[at], BudgetSpentError)]
            some = len(left) < len(waiting)
            waiting = left if some or (left and self.budget.wait_for_release(before, self.check)) else []
        return outcomes

    def is_live(self, role: str) -> bool:
        """And if not, that is on record with its reason."""
        why = self.models.why_silent(role)
        if why is not None:
            self.record.silent(role, why)
        return why is None
