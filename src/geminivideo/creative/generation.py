"""From a brief to a judged campaign: draft, judge, reflect, count."""

from collections.abc import Callable, Sequence

import numpy as np

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.campaign_statistics import campaign_statistics
from geminivideo.creative.council.council import Council
from geminivideo.creative.director.base import Director, Drafts
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.model import Brief, CreativeOutcome, CreativeSources, EvaluatedBlueprint
from geminivideo.creative.reflexion import MAX_TURNS, Rewriter, reflect

_DRAFTED, _JUDGED, _REFLECTED = 45.0, 55.0, 95.0


def create_blueprints(
    brief: Brief,
    *,
    director: Director,
    council: Council,
    rewriter: Rewriter,
    encoder: TextEncoder,
    rng: np.random.Generator,
    report: Callable[[float, str], None],
    on_evaluated: Callable[[EvaluatedBlueprint], None],
) -> CreativeOutcome:
    """`brief.num_variations` blueprints (fewer only where nobody here could write one), each judged, those below the
    threshold rewritten up to three times.

    `report` is told percent and message; `on_evaluated` each blueprint once its verdict is final, in draft order.

    Raises:
        InvalidInputError: when the director cannot write for this brief.
        UnavailableError: when nothing could be written, or no member of the council could judge.
    """
    drafts = director.draft(brief, rng, lambda percent, message: report(_DRAFTED * percent / 100, message))
    # Together, for the judges and the set of hooks below.
    encoder.encode([draft.hook.text for draft in drafts.blueprints])
    judged = _judge(drafts, council, brief)
    report(_JUDGED, f"the council judged {len(judged)} drafts and approves {_approved(judged)}")
    hooks = HookSet(encoder)
    for blueprint in drafts.blueprints:
        hooks.add(blueprint.id, blueprint.hook.text)

    def report_turn(turn: int, pending: int) -> None:
        percent = _JUDGED + (_REFLECTED - _JUDGED) * turn / (MAX_TURNS + 1)
        report(percent, f"reflexion turn {turn}: rewriting {pending} blueprints")

    evaluated = reflect(judged, brief, council=council, rewriter=rewriter, hooks=hooks, rng=rng, report=report_turn)
    for one in evaluated:
        on_evaluated(one)
    statistics = campaign_statistics(evaluated, brief, encoder, approved_before=_approved(judged))
    report(100.0, f"{statistics.approved} of {statistics.total} blueprints approved")
    sources = CreativeSources(
        director=drafts.source, rewriter=rewriter.source, judges=council.sources, reasons=dict(drafts.reasons)
    )
    return CreativeOutcome(evaluated=tuple(evaluated), statistics=statistics, sources=sources)


def _judge(drafts: Drafts, council: Council, brief: Brief) -> list[EvaluatedBlueprint]:
    verdicts = council.judge(drafts.blueprints, brief)
    return [
        EvaluatedBlueprint(blueprint=blueprint, verdict=verdict, written_by=source)
        for blueprint, verdict, source in zip(drafts.blueprints, verdicts, drafts.written_by, strict=True)
    ]


def _approved(evaluated: Sequence[EvaluatedBlueprint]) -> int:
    return sum(one.verdict.approved for one in evaluated)
