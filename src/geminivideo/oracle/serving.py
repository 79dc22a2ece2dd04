"""The models that a process answers with: loaded at first use, replaced when another one is promoted anywhere."""

import threading
from collections.abc import Mapping
from pathlib import Path

import structlog

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.core.errors import UnavailableError
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle import registry
from geminivideo.oracle.champions import ServingModel, load_model, none_usable
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import ModelRecord

# A name and an account; None: the model of every account.
Key = tuple[ModelName, str | None]

_LOOK_SECONDS = 3.0
# A champion that cannot be used is tried again after this, and so is a database that is away.
_RETRY_SECONDS = 60.0
# Models of single accounts in memory, some 10 MB each.
_MOST_OF_ACCOUNTS = 16

_log = structlog.get_logger(__name__)


class ServingModels:
    """Threads may share one instance. What answers goes on answering while its successor is loaded or looked for.

    A champion that cannot be used is told in `problems`. In its place the one answers that did so far, at a start the
    last one before it that can be used, and for an account without such a one the model of every account.
    """

    def __init__(self, database: Database, storage: ObjectStorage, scratch: Path, clock: Clock) -> None:
        self._database = database
        self._storage = storage
        self._scratch = scratch
        self._clock = clock
        # Mappings are replaced and never changed, so that they can be read without a lock.
        self._champions: Mapping[Key, str] = {}
        self._answering: Mapping[Key, ServingModel] = {}
        self._problems: Mapping[str, str] = {}
        self._failed_at: dict[str, float] = {}
        self._look_at = float("-inf")
        self._wishes = 0  # to look again, so far
        self._looking = threading.Lock()
        self._loading = threading.Lock()
        self._replacing = threading.Lock()  # of mappings, for a moment

    def model_for(self, name: ModelName, account_id: str | None = None) -> ServingModel:
        """The model of this account, or the one of every account.

        Raises:
            UnavailableError: when none of this name can be used.
        """
        self._look()
        own = self._current((name, account_id)) if account_id else None
        found = own or self._current((name, None))
        if found is None:
            raise none_usable(name, [self._problems.get(one.model_id, "") for one in self._succession((name, None))])
        return found

    def reload(self) -> None:
        """Look for new champions now, and have those of every account ready. Raises as `model_for` does."""
        self.look_again()
        for name in ModelName:
            self.model_for(name)

    def look_again(self) -> None:
        """The next prediction looks for new champions, and tries again those that could not be used."""
        with self._replacing:
            self._look_at, self._wishes = float("-inf"), self._wishes + 1
            self._failed_at = {}

    def load(self, record: ModelRecord) -> ServingModel:
        """Any registered model. Raises UnavailableError when it cannot be used."""
        return load_model(record, self._storage, self._scratch)

    def put(self, record: ModelRecord, serving: ServingModel) -> None:
        """Let a new champion answer here at once."""
        with self._loading:
            self._keep((ModelName(record.name), record.account_id), serving)
        self.look_again()

    @property
    def problems(self) -> Mapping[str, str]:
        """By model: why it could not be used when it was last tried."""
        return self._problems

    def state(self) -> str:
        """In words which models answer, and which do in place of others. Raises as `model_for` does."""
        ids = [self.model_for(name).model_id for name in ModelName]
        asked = [
            (champion, self.model_for(*key).model_id)
            for key, champion in self._champions.items()
            if champion in self._problems
        ]
        problems = self._problems  # without those that were tried again just now, and are well
        stand_ins = [f"{one} in place of {it}: {problems[it]}" for it, one in asked if it in problems]
        return "; ".join([f"{' and '.join(ids)} answer", *stand_ins])

    def _look(self) -> None:
        if self._clock.monotonic() < self._look_at or not self._looking.acquire(blocking=not self._champions):
            return
        try:
            self._read_champions()
        finally:
            self._looking.release()

    def _read_champions(self) -> None:
        now, wishes = self._clock.monotonic(), self._wishes
        try:
            with self._database.transaction() as session:
                found = registry.champion_ids(session)
        except DatabaseAwayError as error:
            if not self._champions:
                raise
            _log.warning("the registry cannot be asked for new champions", problem=error.cause)
            self._look_at = now + _RETRY_SECONDS
            return
        with self._replacing:
            if wishes == self._wishes:
                self._look_at = now + _LOOK_SECONDS
            elif self._champions:  # what was read may be older than the change that somebody wants to be seen
                return
            self._champions = found
            self._answering = {key: model for key, model in self._answering.items() if key in found or key[1] is None}

    def _current(self, key: Key) -> ServingModel | None:
        """The champion, or what stands in for it; None: the registry has none here that can be used."""
        present = self._answering.get(key)
        if not self._must_load(key, present):
            return present
        if not self._loading.acquire(blocking=present is None):
            return present  # another thread loads its successor
        try:
            present = self._answering.get(key)
            return self._loaded(key, present) if self._must_load(key, present) else present
        finally:
            self._loading.release()

    def _must_load(self, key: Key, present: ServingModel | None) -> bool:
        champion = self._champions.get(key)
        if champion is None or (present is not None and present.model_id == champion):
            return False
        return self._clock.monotonic() >= self._failed_at.get(champion, float("-inf")) + _RETRY_SECONDS

    def _loaded(self, key: Key, present: ServingModel | None) -> ServingModel | None:
        try:
            records = self._succession(key)
        except DatabaseAwayError:
            if present is None and key[1] is None:
                raise
            return present
        for record in records:
            serving = self._tried(record)
            if serving is not None:
                self._keep(key, serving)
                return serving
            if present is not None:
                return present
        return None

    def _succession(self, key: Key) -> list[ModelRecord]:
        with self._database.transaction() as session:
            return registry.succession(session, *key)

    def _tried(self, record: ModelRecord) -> ServingModel | None:
        model_id = record.model_id
        try:
            serving = self.load(record)
        except UnavailableError as error:
            _log.error("a model cannot be used", model=model_id, problem=error.cause, next_step=error.next_step)
            self._failed_at = {**self._failed_at, model_id: self._clock.monotonic()}
            self._problems = {**self._problems, model_id: error.cause}
            return None
        self._problems = {other: why for other, why in self._problems.items() if other != model_id}
        return serving

    def _keep(self, key: Key, serving: ServingModel) -> None:
        with self._replacing:
            others = {other: model for other, model in self._answering.items() if other != key}
            of_accounts = [other for other in others if other[1] is not None]
            if key[1] is not None and len(of_accounts) >= _MOST_OF_ACCOUNTS:
                del others[of_accounts[0]]
            self._answering = {**others, key: serving}
