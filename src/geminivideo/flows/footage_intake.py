"""An uploaded file -> admitted -> stored once -> queued for analysis, with a campaign that waits for it if asked."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.campaign_requests import CampaignOrder, CampaignRequests
from geminivideo.footage.intake import Admission, admit, register, store_original
from geminivideo.footage.model import Footage, FootageStatus


@dataclass(frozen=True, slots=True)
class FootageLimits:
    max_seconds: float
    max_pixels: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complete file. `footage_id` becomes its id unless the account has the same bytes already."""

    path: Path
    footage_id: str
    label: str
    account_id: str
    spoken_language: str | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`jobs` are committed and have to be sent."""

    footage: Footage
    campaign_id: str | None
    jobs: list[Job]


class FootageIntake:
    def __init__(
        self,
        database: Database,
        storage: ObjectStorage,
        clock: Clock,
        ids: IdSource,
        limits: FootageLimits,
        campaigns: CampaignRequests,
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._limits = limits
        self._campaigns = campaigns

    def take_in(self, arrival: Arrival, order: CampaignOrder | None) -> TakenIn:
        """Judge and keep a file. With an `order` a campaign is generated from it as soon as it is analysed.

        Raises:
            UnsupportedMediaError: when it is no whole, decodable video of an accepted kind.
            TooLargeError: when it is longer or larger in pixels than the settings allow.
            StorageFullError: when there is no room.
            InvalidInputError, NotFoundError, ConflictError: as `CampaignRequests.check`; then nothing is kept.
        """
        if order:
            with self._database.transaction() as session:
                self._campaigns.check(session, order)
        admission = self.judge(arrival)
        with self._database.transaction() as session:
            return self.enter(session, admission, arrival, order)

    def judge(self, arrival: Arrival) -> Admission:
        """Probe, hash and store a file, outside any transaction: copying may take a while.

        Raises:
            UnsupportedMediaError, TooLargeError, StorageFullError: as `take_in`.
        """
        limits = self._limits
        admission = admit(
            arrival.path, label=arrival.label, max_seconds=limits.max_seconds, max_pixels=limits.max_pixels
        )
        store_original(self._storage, admission, arrival.path)
        return admission

    def enter(
        self, session: Session, admission: Admission, arrival: Arrival, order: CampaignOrder | None = None
    ) -> TakenIn:
        """Make a judged file known to its account, and queue what follows."""
        footage = self._register(session, admission, arrival)
        campaign_id = None
        if order:
            campaign_id = self._campaigns.create(session, order, arriving=footage.footage_id)
        return TakenIn(footage, campaign_id, self._next_jobs(session, footage, campaign_id, arrival))

    def _register(self, session: Session, admission: Admission, arrival: Arrival) -> Footage:
        return register(
            session,
            self._storage,
            admission,
            arrival.path,
            footage_id=arrival.footage_id,
            account_id=arrival.account_id,
            now=self._clock.now(),
        ).footage

    def _next_jobs(self, session: Session, footage: Footage, campaign_id: str | None, arrival: Arrival) -> list[Job]:
        """The same bytes are never analysed twice, unless the first analysis failed."""
        if footage.status is FootageStatus.READY:
            return [self._campaigns.queue(session, campaign_id)] if campaign_id else []
        if not campaign_id and jobs.count_unfinished(session, footage.footage_id, JobKind.ANALYZE):
            return []
        payload = {"then_generate": campaign_id, "spoken_language": arrival.spoken_language}
        return [
            jobs.create(session, self._ids.new("job"), JobKind.ANALYZE, footage.footage_id, payload, self._clock.now())
        ]
