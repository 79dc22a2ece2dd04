"""What a live rewriter is told: the checkable criticism first, everything as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.language_models.model import Data, Question
from geminivideo.creative.council.contradictions import find_contradictions
from geminivideo.creative.council.live.seat import shown_blueprint, shown_brief
from geminivideo.creative.director.live.languages import words_per_second
from geminivideo.creative.draft_checks import LONGEST_SECONDS, SHORTEST_SECONDS, faults_of
from geminivideo.creative.live_rewriting.answer import Rewrite
from geminivideo.creative.model import Brief, Verdict
from geminivideo.creative.prompt_files import load_prompt
from geminivideo.creative.reflexion import RewriteRequest
from geminivideo.creative.revision_plan import points_lost

ROLE = "rewriter"
_PROMPT = "rewriter.v2"
_WORTH_TELLING = 0.5
LENGTH_KEPT = 0.2


@dataclass(frozen=True, slots=True)
class Faulty:
    """An attempt that did not pass the checks."""

    attempt: Blueprint
    faults: tuple[str, ...]


def question(
    request: RewriteRequest,
    campaign: Sequence[Blueprint],
    brief: Brief,
    before: Faulty | None,
    footage: Sequence[str] = (),
) -> Question[Rewrite]:
    data = [
        Data("brief", shown_brief(brief), stable=True),
        *([Data("footage", list(footage), stable=True)] if footage else []),
        Data("hooks of the campaign", {one.id: one.hook.text for one in campaign}, stable=True),
        Data("blueprint", shown_blueprint(request.blueprint)),
        Data("limits", limits(request.blueprint)),
        Data("criticism", criticism(request.blueprint, request.verdict, brief)),
    ]
    if before is None:
        return Question(ROLE, load_prompt(_PROMPT), Rewrite, tuple(data), "Revise the blueprint.")
    data += [Data("your last version", shown_blueprint(before.attempt)), Data("its faults", list(before.faults))]
    task = "Your last version of the blueprint broke rules of form. Give it again, whole, without these faults."
    return Question(ROLE, load_prompt(_PROMPT), Rewrite, tuple(data), task)


def limits(old: Blueprint) -> dict[str, Any]:
    kept, seconds = LENGTH_KEPT, old.total_seconds
    shortest, longest = max(SHORTEST_SECONDS, seconds * (1 - kept)), min(LONGEST_SECONDS, seconds * (1 + kept))
    return {"seconds": f"{shortest:g} to {longest:g}", "words_per_second": words_per_second(old.language)}


def criticism(blueprint: Blueprint, verdict: Verdict, brief: Brief) -> dict[str, Any]:
    lost = sorted(points_lost(verdict).items(), key=lambda entry: (-entry[1], entry[0]))
    judges = sorted(verdict.judgements, key=lambda judgement: judgement.score)
    return {
        "found_by_program": [*faults_of(blueprint, brief), *find_contradictions(blueprint)],
        "points_lost": {name: round(points, 1) for name, points in lost if points >= _WORTH_TELLING},
        "score": verdict.score,
        "needed": brief.approval_threshold,
        "judges": [{"judge": j.member.value, "score": j.score, "critique": j.critique} for j in judges],
    }
