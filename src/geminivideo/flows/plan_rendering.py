"""Edit plans from outside -> render jobs: a plan changed by hand, or new captions for a finished video."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.errors import ConflictError, InvalidInputError, NotFoundError
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.vocabulary import Quality
from geminivideo.creative import store as campaigns
from geminivideo.creative.store import Campaign
from geminivideo.flows.render_stills import still_of
from geminivideo.footage import store as footage_store
from geminivideo.footage.model import FootageStatus
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan_reading import read_plan
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline_edits.applying import edited
from geminivideo.rendering.timeline_edits.model import TimelineEdit
from geminivideo.rendering.voice.cloud.services import VoiceServices


class PlanQueue:
    def __init__(self, clock: Clock, ids: IdSource, voices: VoiceServices) -> None:
        self._clock = clock
        self._ids = ids
        self._voices = voices

    def queue(
        self,
        session: Session,
        document: Mapping[str, Any],
        quality: Quality,
        campaign_id: str | None = None,
        *,
        preview: bool = False,
        told: Mapping[str, Any] = MappingProxyType({}),
    ) -> Job:
        """A job that renders the plan; without `campaign_id` for the campaign that the plan itself names.

        `told` is what its video is to keep of the one that the plan comes from.

        Raises:
            InvalidInputError: when the document is no plan that can be rendered, or nobody names a campaign.
            NotFoundError: for an unknown campaign or blueprint, or footage or a picture that is not the account's.
            ConflictError: for footage that is not analysed.
            UnavailableError: when there is no key for the plan's voice.
        """
        campaign = campaigns.get_campaign(session, campaign_id or _campaign_of(document))
        plan = _read(session, campaign, document)
        named = {"campaign_id": campaign.campaign_id, "voice": self._voices.resolved(plan.voice)}
        plan = plan.model_copy(update=named)
        campaigns.get_blueprint(session, campaign.campaign_id, plan.blueprint_id)
        payload = {
            **told,
            "blueprint_id": plan.blueprint_id,
            "platform": plan.platform,
            "quality": quality,
            "preview": preview,
            "plan": plan.model_dump(mode="json"),
        }
        now = self._clock.now()
        return jobs.create(session, self._ids.new("job"), JobKind.RENDER, campaign.campaign_id, payload, now)

    def edit(
        self,
        session: Session,
        document: Mapping[str, Any],
        edits: Sequence[TimelineEdit],
        campaign_id: str | None = None,
    ) -> EditPlan:
        """The plan with the edits; a replacement may name any footage of the campaign's account.

        Raises:
            InvalidInputError: when the document is no plan, or an edit cannot be made; and as `queue`.
        """
        campaign = campaigns.get_campaign(session, campaign_id or _campaign_of(document))

        def find_source(footage_id: str) -> FootageSource:
            return _source(session, campaign, footage_id)

        return edited(_read(session, campaign, document), edits, find_source)


def planned(job: Job) -> EditPlan | None:
    """The plan that a job brings with it; None when it has to be made from a blueprint."""
    plan = job.payload.get("plan")
    return EditPlan.model_validate(plan) if plan is not None else None


def _read(session: Session, campaign: Campaign, document: Mapping[str, Any]) -> EditPlan:
    return read_plan(
        document,
        lambda footage_id: _source(session, campaign, footage_id),
        lambda asset_id: still_of(session, campaign.account_id, asset_id),
    )


def _campaign_of(document: Mapping[str, Any]) -> str:
    campaign_id = document.get("campaign_id")
    if not isinstance(campaign_id, str):
        raise InvalidInputError(
            "Neither the request nor the plan names a campaign.",
            next_step="put campaign_id beside the plan: the video is listed there",
        )
    return clean(campaign_id)


def _source(session: Session, campaign: Campaign, footage_id: str) -> FootageSource:
    footage = footage_store.get(session, footage_id)
    if footage.account_id != campaign.account_id:
        raise NotFoundError(
            f"There is no footage {footage_id} in the account of this campaign.",
            next_step="use footage that was uploaded for the same account_id",
        )
    if footage.status is not FootageStatus.READY:
        raise ConflictError(
            f"The footage {footage_id} is not analysed yet ({footage.status}).",
            next_step=f"wait until GET /api/video/{footage_id} says ready",
        )
    return footage.source
