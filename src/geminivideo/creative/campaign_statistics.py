"""What a finished campaign looks like in numbers."""

from collections.abc import Hashable, Sequence

import numpy as np

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import AdStructure, HookType
from geminivideo.creative.diversity import distinct_n, measure_hooks, self_bleu
from geminivideo.creative.model import Brief, CampaignStatistics, EvaluatedBlueprint
from geminivideo.creative.shortfalls import shortfalls

_DIGITS = 4


def campaign_statistics(
    evaluated: Sequence[EvaluatedBlueprint], brief: Brief, encoder: TextEncoder, *, approved_before: int
) -> CampaignStatistics:
    blueprints = [one.blueprint for one in evaluated]
    scores = np.array([one.verdict.score for one in evaluated])
    hooks = measure_hooks([blueprint.hook.text for blueprint in blueprints], encoder)
    scripts = [blueprint.script for blueprint in blueprints]
    approved = sum(one.verdict.approved for one in evaluated)
    angles = len(brief.pain_points) + len(brief.desires)
    cells = [(b.hook.type, b.angle, b.structure) for b in blueprints]
    return CampaignStatistics(
        total=len(evaluated),
        approved=approved,
        rejected=len(evaluated) - approved,
        approved_before_reflexion=approved_before,
        distinct_2=round(distinct_n(scripts), _DIGITS),
        self_bleu_4=round(self_bleu(scripts), _DIGITS),
        max_hook_cosine=round(hooks.max_cosine, _DIGITS),
        max_hook_jaccard=round(hooks.max_jaccard, _DIGITS),
        hook_pairs_too_close=hooks.pairs_too_close,
        hook_type_coverage=_coverage([hook for hook, _, _ in cells], len(HookType)),
        angle_coverage=_coverage([angle for _, angle, _ in cells], angles),
        structure_coverage=_coverage([structure for _, _, structure in cells], len(AdStructure)),
        pair_coverage=_coverage([(hook, angle) for hook, angle, _ in cells], len(HookType) * angles),
        score_min=round(float(scores.min()), 2),
        score_median=round(float(np.median(scores)), 2),
        score_max=round(float(scores.max()), 2),
        score_std=round(float(scores.std()), 2),
        shortfalls=shortfalls(evaluated, brief),
    )


def _coverage(values: Sequence[Hashable], possible: int) -> float:
    """Different values seen, of as many as there could be with so many blueprints."""
    return round(len(set(values)) / min(possible, len(values)), _DIGITS)
