"""Blueprints in a ranking, and with their story."""

from geminivideo.app.api.schemas.blueprints import BlueprintStory, BlueprintSummary, OraclePrediction, RankedBlueprint
from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.creative.store import BlueprintRecord
from geminivideo.flows.confidence import confidence_in


def ranked_blueprint(record: BlueprintRecord) -> RankedBlueprint:
    return RankedBlueprint(**_summary(record).model_dump(), rank=record.rank or 0)


def blueprint_story(campaign_id: str, record: BlueprintRecord) -> BlueprintStory:
    return BlueprintStory(
        **_summary(record).model_dump(),
        campaign_id=campaign_id,
        rank=record.rank,
        approved=record.verdict.approved,
        blueprint=record.blueprint,
        council=record.verdict,
        reflexion=list(record.turns),
        oracle=OraclePrediction.model_validate(record.prediction),
    )


def _summary(record: BlueprintRecord) -> BlueprintSummary:
    blueprint, prediction = record.blueprint, record.prediction or {}
    low, high = prediction["interval"]
    return BlueprintSummary(
        id=blueprint.id,
        title=blueprint.title,
        council_score=record.verdict.score,
        predicted_roas=round(prediction["predicted_roas"], 3),
        roas_interval=(round(low, 3), round(high, 3)),
        confidence_level=confidence_in(ConfidenceLevel(prediction["confidence_level"]), record.verdict),
        hook_text=blueprint.hook.text,
        hook_type=blueprint.hook.type,
        cta_text=blueprint.cta.text,
        cta_type=blueprint.cta.type,
        target_avatar=blueprint.target_avatar,
        emotional_triggers=list(blueprint.emotional_triggers),
    )
