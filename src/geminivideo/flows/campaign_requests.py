"""Starting a campaign, and the few things that other flows may do to one that waits for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.clock import Clock
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.creative import store
from geminivideo.creative.model import Brief
from geminivideo.footage import store as footage_store


@dataclass(frozen=True, slots=True)
class CampaignOrder:
    """What a client asks for: a brief, for an account, cut from certain footage (none: all the account has)."""

    brief: Brief
    account_id: str
    footage_ids: tuple[str, ...] = ()


class CampaignRequests:
    """`check_brief` raises InvalidInputError for a brief that nobody here can write for."""

    def __init__(self, clock: Clock, ids: IdSource, check_brief: Callable[[Brief], None]) -> None:
        self._clock = clock
        self._ids = ids
        self._check_brief = check_brief

    def check(self, session: Session, order: CampaignOrder) -> None:
        """Whether a campaign can come of this order.

        Raises:
            InvalidInputError: when the brief cannot be written for, such as in its language.
            NotFoundError: when a footage does not exist.
            ConflictError: when a footage has not been analysed.
        """
        self._check_brief(order.brief)
        footage_store.scenes_of(session, order.footage_ids)

    def create(self, session: Session, order: CampaignOrder, *, arriving: str | None = None) -> str:
        """A campaign that is not queued yet. `arriving` is one more footage, which need not be analysed.

        Raises what `check` raises.
        """
        self.check(session, order)
        footage_ids = [*order.footage_ids, *([arriving] if arriving else [])]
        campaign_id = self._ids.new("campaign")
        store.create_campaign(session, campaign_id, order.account_id, order.brief, footage_ids, self._clock.now())
        return campaign_id

    def queue(self, session: Session, campaign_id: str) -> Job:
        """The job that generates it, to be sent after the commit."""
        self.report(session, campaign_id, 0.0, "Waiting for a worker")
        return jobs.create(session, self._ids.new("job"), JobKind.GENERATE, campaign_id, {}, self._clock.now())

    def report(self, session: Session, campaign_id: str, percent: float, message: str) -> None:
        payload = {"progress": round(percent, 1), "message": message}
        events.append(session, campaign_id, "generation_progress", payload, self._clock.now())

    def fail(self, session: Session, campaign_id: str, problem: Mapping[str, Any]) -> None:
        store.fail_campaign(session, campaign_id, problem, self._clock.now())
        events.append(session, campaign_id, "generation_failed", {"error": dict(problem)}, self._clock.now())
