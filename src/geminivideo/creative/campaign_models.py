"""The live models as one campaign asks them: within its budget, until it is cancelled, and with a record of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geminivideo.core.errors import GeminivideoError
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.language_models.model import Question, Reply, T
from geminivideo.creative.live_record import LiveRecord

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class CampaignModels:
    """`check` raises once the campaign's work must stop."""

    models: LanguageModels
    budget: Budget
    check: Check
    record: LiveRecord = field(default_factory=LiveRecord)

    def ask_all(self, questions: Sequence[Question[T]]) -> list[Reply[T] | GeminivideoError]:
        """All at once; an answer or an error for each. Raises what `check` raises, and nothing else."""
        return self.models.ask_all(questions, self.budget, self.check) if questions else []

    def is_live(self, role: str) -> bool:
        """And if not, that is on record with its reason."""
        why = self.models.why_silent(role)
        if why is not None:
            self.record.silent(role, why)
        return why is None
