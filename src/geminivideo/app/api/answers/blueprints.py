"""Blueprints in a ranking."""

from geminivideo.app.api.schemas.blueprints import BlueprintSummary, RankedBlueprint
from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.creative.store import BlueprintRecord
from geminivideo.flows.confidence import confidence_in


def ranked_blueprint(record: BlueprintRecord) -> RankedBlueprint:
    return RankedBlueprint(**summary_of(record).model_dump(), rank=record.rank or 0)


def summary_of(record: BlueprintRecord) -> BlueprintSummary:
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
