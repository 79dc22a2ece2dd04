"""Which blueprints are rendered: the named ones, or the best."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.errors import ConflictError
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind, JobStatus
from geminivideo.creative import store as campaigns
from geminivideo.creative.store import Campaign, CampaignStatus
from geminivideo.flows.render_stills import stills_of
from geminivideo.flows.render_styling import styling_of
from geminivideo.flows.winner_rendering.request import voice_of
from geminivideo.flows.winner_rendering.telling import tell_unfinished
from geminivideo.rendering.voice.cloud.services import VoiceServices

TOP_WINNERS = 10


class RenderQueue:
    """Chooses winners and queues a job for each."""

    def __init__(self, clock: Clock, ids: IdSource, voices: VoiceServices) -> None:
        self._clock = clock
        self._ids = ids
        self._voices = voices

    def queue(
        self, session: Session, campaign_id: str, blueprint_ids: Sequence[str], options: Mapping[str, Any]
    ) -> list[Job]:
        """Jobs for the named blueprints, or for the ten best.

        Raises:
            NotFoundError: for an unknown campaign or blueprint.
            ConflictError: when the campaign is not completed, or a blueprint was not approved.
            UnavailableError: when there is no key for the voice that is asked for.
        """
        campaign = campaigns.get_campaign(session, campaign_id)
        options = {**options, "voice": self._voices.resolved(voice_of(options)).model_dump(mode="json")}
        if campaign.status is not CampaignStatus.COMPLETED:
            raise _not_completed(campaign)
        wanted = _winners(session, campaign_id, blueprint_ids)
        stills_of(session, campaign.account_id, options.get("still_ids", ()))
        styling_of(session, campaign.account_id, options)  # an id that names nothing is refused now, not by ten jobs
        return [self._job(session, campaign_id, blueprint_id, options) for blueprint_id in wanted]

    def tell_cancelled(self, session: Session, job: Job) -> None:
        """A job that was cancelled before any worker had it."""
        tell_unfinished(session, job, JobStatus.CANCELLED, None, self._clock.now())

    def _job(self, session: Session, campaign_id: str, blueprint_id: str, options: Mapping[str, Any]) -> Job:
        payload = {**options, "blueprint_id": blueprint_id}
        return jobs.create(session, self._ids.new("job"), JobKind.RENDER, campaign_id, payload, self._clock.now())


def _winners(session: Session, campaign_id: str, blueprint_ids: Sequence[str]) -> list[str]:
    approved = [r.blueprint.id for r in campaigns.list_blueprints(session, campaign_id, approved_only=True)]
    wanted = list(dict.fromkeys(blueprint_ids)) or approved[:TOP_WINNERS]
    if not wanted:
        raise ConflictError(
            f"The council approved no blueprint of {campaign_id}.",
            next_step="read the critiques of its blueprints, sharpen the brief, and generate again",
        )
    for blueprint_id in wanted:
        if blueprint_id not in approved:
            campaigns.get_blueprint(session, campaign_id, blueprint_id)
            raise _not_approved(blueprint_id)
    return wanted


def _not_completed(campaign: Campaign) -> ConflictError:
    if campaign.status is CampaignStatus.FAILED:
        return ConflictError(f"The campaign {campaign.campaign_id} failed.", next_step="generate it again")
    return ConflictError(
        f"The campaign {campaign.campaign_id} is still being generated.",
        next_step="wait for its generation_complete event, then render",
    )


def _not_approved(blueprint_id: str) -> ConflictError:
    return ConflictError(
        f"The council did not approve {blueprint_id}, so it is not rendered.",
        next_step="read why at GET /pipeline/campaign/{id}/blueprints/{bp}, and render an approved one",
    )
