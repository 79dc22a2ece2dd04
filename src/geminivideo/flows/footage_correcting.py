"""A corrected sidecar -> checked -> kept with the footage -> an analysis that puts it on top; and analyses anew."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.clock import Clock, rfc3339
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, InvalidInputError
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.footage import store
from geminivideo.footage.model import Footage, FootageStatus, RankedScene
from geminivideo.footage.sidecar.corrections import Corrections
from geminivideo.footage.sidecar.document import SidecarDocument
from geminivideo.footage.sidecar.reading import corrections_in, is_changed
from geminivideo.footage.sidecar.writing import sidecar_of

AGAIN = "again"
_SAME_SECONDS = 0.002


@dataclass(frozen=True, slots=True)
class Queued:
    """`jobs` are committed and have to be sent; events from `after` on tell of the analysis. Without one: `after` is
    None, for there is nothing to do.
    """

    footage: Footage
    after: int | None
    jobs: list[Job]


class FootageCorrecting:
    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def sidecar(self, footage_id: str) -> SidecarDocument:
        """The document as the last analysis leaves it.

        Raises:
            NotFoundError: when there is no such footage.
            ConflictError: when it was never analysed.
        """
        with self._database.transaction() as session:
            footage = store.get(session, footage_id)
            scenes = _scenes(session, footage)
        problem = footage.problem if footage.status is FootageStatus.READY else None
        return sidecar_of(footage, scenes, [problem["cause"]] if problem else [])

    def correct(self, footage_id: str, document: SidecarDocument) -> Queued:
        """Keep what a person wrote in the document, in the place of all earlier corrections.

        Raises:
            InvalidInputError: when it is of another file, or its times do not fit together.
            NotFoundError, ConflictError: as `sidecar`.
        """
        corrections = corrections_in(document)
        with self._database.transaction() as session:
            footage = store.locked(session, footage_id)
            _check(document, footage, _scenes(session, footage))
            unchanged = _is_latest(document, footage) and not is_changed(document)
            if unchanged or corrections == (footage.corrections or Corrections()):
                return Queued(footage, None, [])
            store.keep_corrections(session, footage.footage_id, corrections)
            return self._queued(session, footage)

    def analyze(self, footage_id: str, *, force: bool) -> Queued:
        """Analyse footage whose analysis failed, or with `force` any; kept steps that are still right are not redone.

        Raises:
            NotFoundError, ConflictError: as `store.get`.
        """
        with self._database.transaction() as session:
            footage = store.locked(session, footage_id)
            if footage.status is FootageStatus.READY and not force:
                return Queued(footage, None, [])
            return self._queued(session, footage)

    def _queued(self, session: Session, footage: Footage) -> Queued:
        """One analysis that is under way is enough: it sees to corrections that come while it runs."""
        now, payload = self._clock.now(), {"footage_id": footage.footage_id, "progress": 0.0, "stage": "queued"}
        waiting = jobs.count_unfinished(session, footage.footage_id, JobKind.ANALYZE) > 0
        after = events.append(session, footage.footage_id, "footage_progress", payload, now).seq
        if waiting:
            return Queued(footage, after, [])
        return Queued(footage, after, [queue_again(session, self._ids, footage.footage_id, self._clock)])


def queue_again(session: Session, ids: IdSource, footage_id: str, clock: Clock) -> Job:
    """With what the last analysis was told, such as the language, but for the campaign that waited for it."""
    told = jobs.latest_payload(session, footage_id, JobKind.ANALYZE)
    payload: dict[str, Any] = {**told, "then_generate": None, AGAIN: True}
    return jobs.create(session, ids.new("job"), JobKind.ANALYZE, footage_id, payload, clock.now())


def _scenes(session: Session, footage: Footage) -> list[RankedScene]:
    scenes = store.ranked_scenes(session, footage.footage_id)
    if not scenes:
        raise ConflictError(
            f"The footage {footage.footage_id} has no scenes yet ({footage.status}).",
            next_step=f"wait until GET /api/video/{footage.footage_id} says ready",
        )
    return scenes


def _check(document: SidecarDocument, footage: Footage, scenes: list[RankedScene]) -> None:
    if document.footage.sha256 != footage.sha256:
        raise InvalidInputError(
            f"footage.sha256: the document is of another file ({document.footage.sha256[:12]}…) than the footage"
            f" {footage.footage_id} ({footage.sha256[:12]}…).",
            next_step=f"correct the document of GET /api/video/{footage.footage_id}/sidecar",
        )
    given = document.scenes[0].start_seconds, document.scenes[-1].end_seconds
    real = scenes[0].scene.start_seconds, scenes[-1].scene.end_seconds
    if any(abs(one - other) > _SAME_SECONDS for one, other in zip(given, real, strict=True)):
        raise InvalidInputError(
            f"scenes: they cover {given[0]:g} to {given[1]:g} s, and the video {real[0]:g} to {real[1]:g} s.",
            next_step="let the first scene start and the last one end where the video does",
        )


def _is_latest(document: SidecarDocument, footage: Footage) -> bool:
    return footage.analyzed_at is not None and document.analysis.analyzed_at == rfc3339(footage.analyzed_at)
