"""What a person may do to the registry: promote a model without a trial, and take a champion back."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.oracle import promotion
from geminivideo.oracle.registry import ModelRecord
from geminivideo.oracle.serving import ServingModels


class ChangesByHand:
    """This process answers with the change at once, the others within seconds."""

    def __init__(self, database: Database, clock: Clock, serving: ServingModels) -> None:
        self._database = database
        self._clock = clock
        self._serving = serving

    def promote(self, model_id: str, reason: str | None = None) -> ModelRecord:
        """Let this model answer from now on.

        Raises:
            NotFoundError: for an id that no model has.
            ConflictError: when it is the champion already.
            UnavailableError: when it does not load; nothing is changed then.
        """
        now = self._clock.now()
        return self._changed(lambda session: promotion.promote(session, model_id, _by_hand(reason), now))

    def rollback(self, model_id: str, reason: str | None = None) -> ModelRecord:
        """Take a champion back; gives the model that answers instead. Raises as `promote` does."""
        return self._changed(lambda session: promotion.rollback(session, model_id, _by_hand(reason)))

    def _changed(self, change: Callable[[Session], ModelRecord]) -> ModelRecord:
        with self._database.transaction() as session:
            record = change(session)
            serving = self._serving.load(record)  # what does not load is not promoted
        self._serving.put(record, serving)  # and what was not committed does not answer
        return record


def _by_hand(reason: str | None) -> str:
    return f"by hand: {reason}" if reason else "by hand"
