"""The whole story of a blueprint: what it is, what was said about it, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geminivideo.app.api.answers.blueprints import summary_of
from geminivideo.app.api.answers.decisions import decision
from geminivideo.app.api.answers.outcomes import period_answer, totals_answer
from geminivideo.app.api.schemas.blueprints import BlueprintStory, GridPlace, OraclePrediction, RenderMade
from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import NotFoundError
from geminivideo.creative import store
from geminivideo.creative.model import CreativeSources
from geminivideo.creative.outcomes import store as outcomes
from geminivideo.creative.outcomes.model import Outcome
from geminivideo.creative.store import BlueprintRecord, Campaign
from geminivideo.rendering import store as videos
from geminivideo.rendering.store import Video


@dataclass(frozen=True, slots=True)
class Known:
    """All that is stored about a blueprint and the campaign that it is of."""

    campaign: Campaign
    sources: CreativeSources
    record: BlueprintRecord
    others: Sequence[BlueprintRecord]
    videos: Sequence[Video]
    outcomes: Sequence[Outcome]

    @property
    def approved_in_campaign(self) -> int:
        return sum(record.verdict.approved for record in (self.record, *self.others))


def known_of(session: Session, campaign_id: str, blueprint_id: str) -> Known:
    record, campaign = store.get_blueprint(session, campaign_id, blueprint_id), store.get_campaign(session, campaign_id)
    if campaign.sources is None:
        raise NotFoundError(f"{campaign_id} has no blueprints yet.", next_step="wait until it is completed")
    everything = store.list_blueprints(session, campaign_id, approved_only=False)
    return Known(
        campaign,
        campaign.sources,
        record,
        [other for other in everything if other.blueprint.id != blueprint_id],
        [video for video in videos.of_campaign(session, campaign_id) if video.blueprint_id == blueprint_id],
        outcomes.of_blueprint(session, campaign_id, blueprint_id),
    )


def blueprint_story(known: Known) -> BlueprintStory:
    record, campaign = known.record, known.campaign
    return BlueprintStory(
        **summary_of(record).model_dump(),
        campaign_id=campaign.campaign_id,
        account_id=campaign.account_id,
        created_at=campaign.created_at,
        brief=campaign.brief,
        footage_ids=list(campaign.footage_ids),
        sources=known.sources,
        written_by=record.written_by,
        total_in_campaign=1 + len(known.others),
        approved_in_campaign=known.approved_in_campaign,
        rank=record.rank,
        approved=record.verdict.approved,
        decision=decision(record, campaign.brief.approval_threshold, known.approved_in_campaign),
        blueprint=record.blueprint,
        grid=_grid(record.blueprint, [other.blueprint for other in known.others]),
        council=record.verdict,
        reflexion=list(record.turns),
        oracle=OraclePrediction.model_validate(record.prediction),
        videos=[_render_made(video) for video in known.videos],
        outcomes=[period_answer(outcome) for outcome in known.outcomes],
        outcome_totals=totals_answer(known.outcomes),
    )


def _grid(blueprint: Blueprint, others: Sequence[Blueprint]) -> list[GridPlace]:
    own, theirs = _cell(blueprint), [_cell(other) for other in others]
    return [
        GridPlace(dimension=name, value=value, shared_with=sum(cell[name] == value for cell in theirs))
        for name, value in own.items()
    ]


def _cell(blueprint: Blueprint) -> dict[str, str]:
    return {
        "hook type": blueprint.hook.type.value.replace("_", " "),
        "angle": blueprint.angle,
        "structure": blueprint.structure.value.replace("_", " "),
        "call to action": blueprint.cta.type.value.replace("_", " "),
        "length": f"{blueprint.total_seconds:g} s",
    }


def _render_made(video: Video) -> RenderMade:
    return RenderMade(**{name: getattr(video, name) for name in RenderMade.model_fields})
