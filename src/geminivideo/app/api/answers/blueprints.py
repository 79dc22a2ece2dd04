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
        # As the Oracle rounded it: rounded twice, a ranking shows 3.54 where every other answer shows 3.53.
        predicted_roas=prediction["predicted_roas"],
        roas_interval=(low, high),
        confidence_level=confidence_in(ConfidenceLevel(prediction["confidence_level"]), record.verdict),
        hook_text=blueprint.hook.text,
        hook_type=blueprint.hook.type,
        cta_text=blueprint.cta.text,
        cta_type=blueprint.cta.type,
        target_avatar=blueprint.target_avatar,
        emotional_triggers=list(blueprint.emotional_triggers),
    )
