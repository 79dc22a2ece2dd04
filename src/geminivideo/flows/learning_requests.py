"""Asking for a look at an account's results: by a person, and by whatever brings new ones."""

from collections.abc import Iterable

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database, hold
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.jobs.runner import Send


class LearningRequests:
    def __init__(self, database: Database, clock: Clock, ids: IdSource, send: Send) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._send = send

    def ask(self, account_ids: Iterable[str]) -> None:
        """A job for each account, unless one is waiting already: that one will see what is there by then."""
        queued: list[Job] = []
        with self._database.transaction() as session:
            for account_id in sorted(set(account_ids)):
                hold(session, f"lessons of {account_id}")
                if not jobs.is_queued(session, account_id, JobKind.LEARN):
                    now = self._clock.now()
                    queued.append(jobs.create(session, self._ids.new("job"), JobKind.LEARN, account_id, {}, now))
        self._send(queued)
