"""Campaigns: as they are while they are made, and when they are whole."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from geminivideo.app.api.answers.blueprints import ranked_blueprint
from geminivideo.app.api.answers.streams import websocket_url
from geminivideo.app.api.schemas.campaigns import (
    CampaignAnswer,
    CampaignList,
    CampaignListed,
    CampaignSources,
    CampaignState,
    CampaignUsage,
    ModelUsage,
    OracleDetails,
)
from geminivideo.app.api.schemas.problems import ProblemDocument
from geminivideo.core.language_models.budget import Spending, together
from geminivideo.core.vocabulary import Source
from geminivideo.creative.model import CreativeSources
from geminivideo.creative.store import BlueprintRecord, Campaign, CampaignStatus
from geminivideo.flows.creative_generation import seed_of


def campaign_state(record: Campaign) -> CampaignState:
    return CampaignState(
        campaign_id=record.campaign_id,
        status="failed" if record.status is CampaignStatus.FAILED else "generating",
        websocket_url=websocket_url(record.campaign_id),
        error=ProblemDocument.model_validate(record.problem) if record.problem else None,
    )


def campaign_answer(
    record: Campaign, blueprints: list[BlueprintRecord], spent: Mapping[str, Spending]
) -> CampaignAnswer:
    """Averages are over the approved blueprints, which are the ones listed. `spent` is by role of a language model."""
    statistics, sources = record.statistics, record.sources
    if statistics is None or sources is None:
        raise ValueError(f"{record.campaign_id} is not completed")
    approved = [b for b in blueprints if b.verdict.approved]
    roas = [b.predicted_roas for b in approved if b.predicted_roas is not None]
    return CampaignAnswer(
        campaign_id=record.campaign_id,
        total_generated=len(blueprints),
        approved=len(approved),
        rejected=len(blueprints) - len(approved),
        blueprints=[ranked_blueprint(b) for b in approved],
        avg_council_score=round(fmean([b.verdict.score for b in approved]), 2) if approved else None,
        avg_predicted_roas=round(fmean(roas), 3) if roas else None,
        best_predicted_roas=round(max(roas), 3) if roas else None,
        generation_time_seconds=round(record.generation_seconds or 0.0, 3),
        ready_for_render=bool(approved),
        seed=seed_of(record.campaign_id, record.brief),
        websocket_url=websocket_url(record.campaign_id),
        sources=_sources(sources, blueprints),
        usage=campaign_usage(spent),
        statistics=statistics,
    )


def campaign_list(records: Sequence[Campaign]) -> CampaignList:
    return CampaignList(campaigns=[_listed(record) for record in records])


def _listed(record: Campaign) -> CampaignListed:
    return CampaignListed(
        campaign_id=record.campaign_id,
        status=record.status,
        product_name=record.brief.product_name,
        offer=record.brief.offer,
        created_at=record.created_at,
        total_generated=record.statistics.total if record.statistics else None,
        approved=record.statistics.approved if record.statistics else None,
    )


def _sources(creative: CreativeSources, blueprints: list[BlueprintRecord]) -> CampaignSources:
    """`oracle` is always this product's own engines; where they ran and what they learned from stands beside it."""
    first = blueprints[0].prediction or {} if blueprints else {}
    details = OracleDetails.model_validate({name: first.get(name) for name in OracleDetails.model_fields})
    return CampaignSources(**creative.model_dump(), oracle=Source.LOCAL, oracle_details=details)


def campaign_usage(spent: Mapping[str, Spending]) -> CampaignUsage:
    roles = {role: _usage(spending) for role, spending in sorted(spent.items())}
    return CampaignUsage(**_usage(together(spent.values())).model_dump(), roles=roles)


def _usage(spending: Spending) -> ModelUsage:
    return ModelUsage(
        requests=spending.requests,
        unpriced_requests=spending.unpriced_requests,
        input_tokens=spending.usage.input,
        output_tokens=spending.usage.output,
        cached_tokens=spending.usage.cached,
        cost_micros=spending.cost,
    )
