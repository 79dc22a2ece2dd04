"""A look into the watched folders: what is new and lies still becomes an import, once."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, GeminivideoError, NotFoundError, StorageFullError, UnavailableError
from geminivideo.core.jobs.model import Job
from geminivideo.core.watch_folder import WatchFolder
from geminivideo.flows.footage_import.requests import FootageImports
from geminivideo.footage.local.source import LocalSource
from geminivideo.footage.watching import store
from geminivideo.footage.watching.listing import Bounds, list_folder
from geminivideo.footage.watching.model import WatchedFile, compare

_log = structlog.get_logger(__name__)
# Waiting for a worker at once, so that what a person asks for is not behind a whole card of a camera.
_MOST_IMPORTING = 20
# Nothing is wrong with the file: the next look may find it better.
_PASSING = (StorageFullError, UnavailableError, ConflictError, NotFoundError)


@dataclass(frozen=True, slots=True)
class WatchSettings:
    folders: tuple[WatchFolder, ...]
    settle: timedelta
    bounds: Bounds


class FootageWatching:
    def __init__(
        self, database: Database, clock: Clock, source: LocalSource, imports: FootageImports, settings: WatchSettings
    ) -> None:
        self._database = database
        self._clock = clock
        self._source = source
        self._imports = imports
        self._settings = settings

    def look(self) -> list[Job]:
        """One round; gives the jobs that have to be sent. Two rounds at once do no harm."""
        for folder in self._settings.folders:
            self._note(folder)
        jobs = []
        for file in self._settled():
            try:
                jobs += self._begin(file)
            except _PASSING as error:
                _log.warning("a watched file has to wait", path=file.path, cause=error.cause)
            except GeminivideoError as error:
                self._refuse(file, error)
        return jobs

    def _note(self, folder: WatchFolder) -> None:
        """Remember what lies in it now, and since when."""
        name = folder_name(folder)
        listing = list_folder(folder, self._settings.bounds)
        with self._database.transaction() as session:
            changes = compare(name, listing.files, store.in_folder(session, name), self._clock.now())
            if not listing.complete:
                changes.forgotten.clear()
            store.apply(session, changes)

    def _settled(self) -> Sequence[WatchedFile]:
        before = self._clock.now() - self._settings.settle
        with self._database.transaction() as session:
            room = _MOST_IMPORTING - store.count_importing(session)
            names = [folder_name(folder) for folder in self._settings.folders]
            return store.settled(session, names, before, room) if room > 0 else []

    def _begin(self, file: WatchedFile) -> list[Job]:
        source = self._source.describe(file.path, watched=True)
        with self._database.transaction() as session:
            if not store.claim(session, file):
                return []
            promised, job = self._imports.begin(session, source, file.account_id)
            store.decide(session, file, footage_id=promised.footage_id)
        _log.info("a watched file is taken in", path=file.path, footage_id=promised.footage_id)
        return [job]

    def _refuse(self, file: WatchedFile, error: GeminivideoError) -> None:
        _log.warning("a watched file is refused", path=file.path, cause=error.cause)
        with self._database.transaction() as session:
            if store.claim(session, file):
                store.decide(session, file, problem={"cause": error.cause, "next_step": error.next_step})


def folder_name(folder: WatchFolder) -> str:
    """The folder as rows name it."""
    return os.path.realpath(folder.path)
