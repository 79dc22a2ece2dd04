"""Opening lines for a whole campaign before any script: many drafts, of which each cell keeps one unlike all others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geminivideo.core.errors import GeminivideoError
from geminivideo.core.language_models.model import Question
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.batches import batches_of
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.director.live.answers import HookIdeas
from geminivideo.creative.director.live.assignment import Assignment
from geminivideo.creative.director.live.hook_checks import HookChecks
from geminivideo.creative.director.live.languages import is_english
from geminivideo.creative.director.live.questions import hook_question
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.hook_quality import hook_qualities
from geminivideo.creative.model import Brief
from geminivideo.creative.winners import Winner

_CELLS_PER_QUESTION = 10
_DRAFTED, _LEAST_PER_CELL, _MOST_PER_CELL = 60, 3, 12
_TOO_CLOSE = "it is too close to another hook"

Ideas = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hooks:
    """By blueprint id: the hook it has, or why it has none. `drafted` counts all that were written."""

    chosen: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    drafted: int = 0


def hooks_per_cell(cells: int) -> int:
    return min(_MOST_PER_CELL, max(_LEAST_PER_CELL, -(-_DRAFTED // cells)))


class HookRound:
    """Used once. Past winners count as taken: learning from one is not repeating it."""

    def __init__(self, live: CampaignModels, brief: Brief, encoder: TextEncoder, winners: Sequence[Winner]) -> None:
        self._live = live
        self._brief = brief
        self._encoder = encoder
        self._checks = HookChecks(brief)
        self._taken = HookSet(encoder)
        for winner in winners:
            self._taken.add(winner.winner_id, winner.hook_text)
        self._chosen: dict[str, str] = {}
        self._missing: dict[str, str] = {}
        self._drafted = 0

    def write(self, cells: Sequence[Assignment]) -> Hooks:
        """What fails is asked for again, once, with the reasons."""
        per_cell = hooks_per_cell(len(cells))
        refused = self._round(cells, per_cell, {})
        if again := [cell for cell in cells if cell.blueprint_id in refused]:
            for name, refusals in self._round(again, per_cell, refused).items():
                self._missing[name] = _why(refusals)
        return Hooks(self._chosen, self._missing, self._drafted)

    def _round(
        self, cells: Sequence[Assignment], per_cell: int, before: Mapping[str, list[dict[str, str]]]
    ) -> dict[str, list[dict[str, str]]]:
        """The refusals of each cell that got answers and no hook."""
        batches = batches_of(cells, _CELLS_PER_QUESTION)
        ideas = self._answers(batches, [self._question(batch, per_cell, before) for batch in batches])
        answered = [cell for cell in cells if cell.blueprint_id in ideas]
        ranked = {cell.blueprint_id: self._ranked(ideas[cell.blueprint_id]) for cell in answered}
        # Together: one by one, as they are compared, would take many times as long.
        self._encoder.encode([line for lines in ranked.values() for line in lines[:1]])
        found = {name: self._settle(name, lines) for name, lines in ranked.items()}
        return {name: refusals for name, refusals in found.items() if name not in self._chosen}

    def _question(
        self, batch: Sequence[Assignment], per_cell: int, before: Mapping[str, list[dict[str, str]]]
    ) -> Question[HookIdeas]:
        if not before:
            return hook_question(self._brief, batch, per_cell)
        refused = [refusal for cell in batch for refusal in before[cell.blueprint_id]]
        return hook_question(self._brief, batch, per_cell, list(self._chosen.values()), refused)

    def _answers(self, batches: Sequence[Sequence[Assignment]], questions: Sequence[Question[HookIdeas]]) -> Ideas:
        """By cell, empty where an answer left it out; a batch without an answer is missing."""
        ideas: dict[str, list[str]] = {}
        for batch, outcome in zip(batches, self._live.ask_all(questions), strict=True):
            names = [cell.blueprint_id for cell in batch]
            if isinstance(outcome, GeminivideoError):
                self._missing.update(dict.fromkeys(names, outcome.cause))
                continue
            given = _by_cell(outcome.answer)
            ideas.update({name: given[name][: 2 * _MOST_PER_CELL] for name in names})
            self._drafted += sum(len(ideas[name]) for name in names)
        return ideas

    def _settle(self, name: str, lines: Sequence[str]) -> list[dict[str, str]]:
        refusals = []
        for line in lines:
            reason = self._checks.flaw(line) or (_TOO_CLOSE if self._taken.is_too_close(line, name) else None)
            if reason is None:
                self._taken.add(name, line)
                self._chosen[name] = line
                break
            refusals.append({"cell": name, "hook": line, "reason": reason})
        return refusals

    def _ranked(self, lines: Sequence[str]) -> list[str]:
        """By what is known of opening lines that win, where that can be read; else as the model ranks them."""
        if not is_english(self._brief.language):
            return list(lines)
        items = (*self._brief.pain_points, *self._brief.desires)
        qualities = dict(zip(lines, hook_qualities(lines, items), strict=True))
        return sorted(lines, key=lambda line: -qualities[line])


def _by_cell(answer: HookIdeas) -> defaultdict[str, list[str]]:
    given: defaultdict[str, list[str]] = defaultdict(list)
    for cell in answer.cells:
        given[cell.id] += dict.fromkeys(cell.hooks)
    return given


def _why(refusals: Sequence[Mapping[str, str]]) -> str:
    if not refusals:
        return "the model left its hook out"
    return f"no hook of it passed the checks ({refusals[0]['reason']})"
