"""Whole scripts in concurrent batches; a draft that fails its checks goes back to the model once, with the reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.language_models.model import Question, Reply
from geminivideo.creative.batches import batches_of
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.director.live.answers import ScriptDraft, Scripts
from geminivideo.creative.director.live.assignment import Assignment
from geminivideo.creative.director.live.blueprints import blueprint_of
from geminivideo.creative.director.live.questions import mending_question, script_question
from geminivideo.creative.director.live.script_checks import ScriptChecks
from geminivideo.creative.model import Brief
from geminivideo.creative.words import sentences, spoken_words

# So few that an answer fits its tokens and each ad gets its share of attention; 50 make 13 questions, asked at once.
_CELLS_PER_QUESTION = 4
_MOST_PROBLEMS = 12
# Shorter ones may well be said in several ads.
_LONG_SENTENCE = 5

Opened = tuple[Assignment, str]


@dataclass(frozen=True, slots=True)
class _Failed:
    opened: Opened
    draft: ScriptDraft | None
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Written:
    """By blueprint id: the blueprint, or why there is none."""

    blueprints: dict[str, Blueprint] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


class ScriptRound:
    """Used once."""

    def __init__(self, live: CampaignModels, brief: Brief, footage: Sequence[str]) -> None:
        self._live = live
        self._brief = brief
        self._footage = footage
        self._checks = ScriptChecks(brief)
        self._written = Written()
        self._said: set[str] = set()

    def write(self, cells: Sequence[Opened]) -> Written:
        """Batches do not know of each other: a line that another ad has is worth one try for a better one, no more."""
        batches = batches_of(cells, _CELLS_PER_QUESTION)
        questions = [script_question(self._brief, batch, self._footage) for batch in batches]
        failed = self._read(batches, questions, refuse_repeats=True)
        again = batches_of(failed, _CELLS_PER_QUESTION)
        batches = [[one.opened for one in batch] for batch in again]
        for one in self._read(batches, [self._mending(batch) for batch in again], refuse_repeats=False):
            self._written.missing[one.opened[0].blueprint_id] = f"its draft failed the checks twice ({one.problems[0]})"
        return self._written

    def _mending(self, batch: Sequence[_Failed]) -> Question[Scripts]:
        sent_back = [(one.draft, one.problems[:_MOST_PROBLEMS]) for one in batch]
        return mending_question(self._brief, [one.opened for one in batch], self._footage, sent_back)

    def _read(
        self, batches: Sequence[Sequence[Opened]], questions: Sequence[Question[Scripts]], *, refuse_repeats: bool
    ) -> list[_Failed]:
        """What has to go back; the rest is written, or missing because there was no answer at all."""
        failed: list[_Failed] = []
        outcomes = self._live.ask_all(questions) if questions else []
        for batch, outcome in zip(batches, outcomes, strict=True):
            failed += self._read_one(batch, outcome, refuse_repeats=refuse_repeats)
        return failed

    def _read_one(
        self, batch: Sequence[Opened], outcome: Reply[Scripts] | GeminivideoError, *, refuse_repeats: bool
    ) -> list[_Failed]:
        if isinstance(outcome, GeminivideoError):
            self._written.missing.update({cell.blueprint_id: outcome.cause for cell, _ in batch})
            return []
        given = {draft.id: draft for draft in outcome.answer.blueprints}
        times = Counter(draft.id for draft in outcome.answer.blueprints)
        failed = []
        for opened in batch:
            name = opened[0].blueprint_id
            if times[name] != 1:
                problem = f"the answer has {times[name]} blueprints with the id {name}, not one"
                failed.append(_Failed(opened, None, [problem]))
            elif problems := self._problems(opened, given[name], refuse_repeats=refuse_repeats):
                failed.append(_Failed(opened, given[name], problems))
        return failed

    def _problems(self, opened: Opened, draft: ScriptDraft, *, refuse_repeats: bool) -> list[str]:
        """None: the draft is written down."""
        cell, hook = opened
        lines = _long_sentences(draft)
        repeated = [line for line in lines if line.casefold() in self._said] if refuse_repeats else []
        problems = self._checks.flaws(draft, cell, hook)
        problems += [f"“{line}” is said in another ad of the campaign" for line in repeated]
        if not problems:
            self._said.update(line.casefold() for line in lines)
            self._written.blueprints[cell.blueprint_id] = blueprint_of(draft, cell, hook, self._brief)
        return problems


def _long_sentences(draft: ScriptDraft) -> list[str]:
    """Between the hook, which is told apart already, and the closing, which has to put the same offer."""
    spoken = [sentence for scene in draft.scenes[1:-1] for sentence in sentences(scene.voice_over)]
    return [sentence for sentence in spoken if spoken_words(sentence) >= _LONG_SENTENCE]
