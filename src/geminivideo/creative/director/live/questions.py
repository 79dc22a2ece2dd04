"""The Director's questions: what is ours stands in versioned prompts, what is not is data, its stable part first."""

from collections.abc import Mapping, Sequence
from typing import Any

from geminivideo.core.language_models.model import Data, Question
from geminivideo.creative.director.live.answers import HookIdeas, ScriptDraft, Scripts
from geminivideo.creative.director.live.assignment import Assignment
from geminivideo.creative.model import Brief
from geminivideo.creative.prompt_files import load_prompt

ROLE = "director"
HOOKS, SCRIPTS = "director.hooks.v2", "director.scripts.v2"
_HIDDEN = {"num_variations", "approval_threshold", "seed", "pain_points", "desires"}


def brief_data(brief: Brief) -> Data:
    """Pains and desires with their numbers, by which a draft names them."""
    told = brief.model_dump(mode="json", exclude=_HIDDEN)
    told["pain_points"] = [f"{number}. {text}" for number, text in enumerate(brief.pain_points, start=1)]
    told["desires"] = [f"{number}. {text}" for number, text in enumerate(brief.desires, start=1)]
    return Data("brief", told, stable=True)


def hook_question(
    brief: Brief,
    cells: Sequence[Assignment],
    per_cell: int,
    taken: Sequence[str] = (),
    refused: Sequence[Mapping[str, str]] = (),
) -> Question[HookIdeas]:
    data = [brief_data(brief), Data("cells", [cell.told(brief) for cell in cells])]
    if taken or refused:
        data += [Data("taken_hooks", list(taken)), Data("refused_hooks", list(refused))]
    task = f"Write {per_cell} hooks for each of the {len(cells)} cells."
    return Question(ROLE, load_prompt(HOOKS), HookIdeas, tuple(data), task)


def script_question(brief: Brief, cells: Sequence[tuple[Assignment, str]], footage: Sequence[str]) -> Question[Scripts]:
    data = (*_stable(brief, footage), Data("cells", _with_hooks(brief, cells)))
    task = f"Write the {len(cells)} blueprints, one for each cell."
    return Question(ROLE, load_prompt(SCRIPTS), Scripts, data, task)


def mending_question(
    brief: Brief,
    cells: Sequence[tuple[Assignment, str]],
    footage: Sequence[str],
    sent_back: Sequence[tuple[ScriptDraft | None, Sequence[str]]],
) -> Question[Scripts]:
    """The drafts that failed go back, as data: a model wrote them."""
    returned = [
        {"id": cell.blueprint_id, "problems": list(problems), "draft": draft and draft.model_dump(mode="json")}
        for (cell, _), (draft, problems) in zip(cells, sent_back, strict=True)
    ]
    data = (*_stable(brief, footage), Data("cells", _with_hooks(brief, cells)), Data("sent_back", returned))
    task = f"Write the {len(cells)} blueprints of sent_back again, without their problems."
    return Question(ROLE, load_prompt(SCRIPTS), Scripts, data, task)


def _stable(brief: Brief, footage: Sequence[str]) -> list[Data]:
    return [brief_data(brief), *([Data("footage", list(footage), stable=True)] if footage else [])]


def _with_hooks(brief: Brief, cells: Sequence[tuple[Assignment, str]]) -> list[dict[str, Any]]:
    return [{**cell.told(brief), "hook": hook} for cell, hook in cells]
