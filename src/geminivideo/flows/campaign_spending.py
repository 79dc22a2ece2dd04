"""A campaign's budget for language models over all attempts at it: what one of them used, the next cannot use again."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

import structlog

from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.language_models.budget import Budget, Spending, together
from geminivideo.creative.spending_store import save_spending, spending_of

_log = structlog.get_logger(__name__)
OpenBudget = Callable[[Mapping[str, Spending]], Budget]


class CampaignSpending:
    """Of one attempt. It is stored while the campaign is made, so that a worker that dies takes little of it along."""

    def __init__(self, database: Database, control: JobControl, open_budget: OpenBudget) -> None:
        self._database = database
        self._control = control
        self._saving = threading.Lock()
        self._saved: Mapping[str, Spending] = {}
        with database.transaction() as session:
            self.budget = open_budget(spending_of(session, control.job.subject_id))

    def check(self) -> None:
        """The job's own check, several times a second and from several threads; stores what is new."""
        self.save()
        self._control.check()

    def save(self) -> None:
        used = self.budget.used
        if used == self._saved or not self._saving.acquire(blocking=False):
            return
        try:
            job = self._control.job
            with suppress(DatabaseAwayError), self._database.transaction() as session:
                save_spending(session, job.subject_id, job.attempt, used)
                self._saved = used
        finally:
            self._saving.release()

    def close(self) -> None:
        """Stores the rest, and tells the log; questions that a cancel has just ended are not in it."""
        self.save()
        used = self.budget.used
        if used:
            costs = {role: spending.cost for role, spending in used.items()}
            whole = together(used.values())
            _log.info(
                "language models of the campaign",
                requests=whole.requests,
                unpriced_requests=whole.unpriced_requests,
                input=whole.usage.input,
                output=whole.usage.output,
                cached=whole.usage.cached,
                cost_micros=whole.cost,
                cost_micros_by_role=costs,
            )
