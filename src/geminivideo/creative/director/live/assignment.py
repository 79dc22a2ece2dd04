"""What a live director is asked for: the cells of the grid, some with a past winner to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geminivideo.creative.director.blueprints import angle_texts
from geminivideo.creative.director.grid import Angle, Cell, Side, blueprint_ids, plan_grid
from geminivideo.creative.director.live.languages import words_per_second
from geminivideo.creative.director.timing import hook_words
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief
from geminivideo.creative.winners import Winner
from geminivideo.creative.words import has_words

# How many scenes an ad of so many seconds may have.
SCENES = {30: (4, 7), 20: (4, 6), 15: (3, 5)}
_SUPPORTS_PER_LEAD = 2
# Most cells are left to find something new.
_CELLS_PER_WINNER = 3
MOST_WINNERS = 12


@dataclass(frozen=True, slots=True)
class Assignment:
    blueprint_id: str
    cell: Cell
    winner: Winner | None = None

    def told(self, brief: Brief) -> dict[str, Any]:
        """For the model, as data."""
        lead, support = angle_texts(brief, self.cell.angle)
        leads_with_pain = self.cell.angle.leads is Side.PAIN
        least, most = SCENES[self.cell.seconds]
        told: dict[str, Any] = {
            "id": self.blueprint_id,
            "hook_type": self.cell.hook_type.value,
            "lead": {"pain" if leads_with_pain else "desire": lead},
            "support": {"desire" if leads_with_pain else "pain": support},
            "structure": self.cell.structure.value,
            "closing": self.cell.closing.value,
            "seconds": self.cell.seconds,
            "scenes": f"{least} to {most}",
            "words_per_second": words_per_second(brief.language),
            "hook_words_at_most": hook_words(language_for(brief.language).words),
        }
        if self.winner:
            won = self.winner
            told["past_winner"] = {"hook": won.hook_text, "pattern": won.pattern, "reached": won.reached}
        return told


def assign(
    angles: Sequence[Angle], count: int, winners: Sequence[Winner], rng: np.random.Generator
) -> list[Assignment]:
    """The winners go round among every third cell."""
    cells = plan_grid(angles, count, rng)
    return [
        Assignment(blueprint_id, cell, _winner_of(at, winners))
        for at, (blueprint_id, cell) in enumerate(zip(blueprint_ids(count), cells, strict=True))
    ]


def _winner_of(at: int, winners: Sequence[Winner]) -> Winner | None:
    turn, left = divmod(at, _CELLS_PER_WINNER)
    return winners[turn % len(winners)] if winners and left == 0 else None


def winners_wanted(count: int) -> int:
    return min(MOST_WINNERS, -(-count // _CELLS_PER_WINNER))


def angles_without_grammar(brief: Brief) -> list[Angle]:
    """Every pain and desire leads, each with two of the other side in turn: what belongs together is not read here."""
    pains, desires = _with_words(brief.pain_points), _with_words(brief.desires)
    angles = [
        Angle(Side.PAIN, pain, desire) for at, pain in enumerate(pains) for desire in _in_turn(desires, at)
    ]  # fmt: skip
    angles += [
        Angle(Side.DESIRE, pain, desire) for at, desire in enumerate(desires) for pain in _in_turn(pains, at)
    ]  # fmt: skip
    return angles


def _in_turn(items: Sequence[int], start: int) -> list[int]:
    return [items[(start + step) % len(items)] for step in range(min(_SUPPORTS_PER_LEAD, len(items)))]


def _with_words(items: Sequence[str]) -> list[int]:
    return [at for at, text in enumerate(items) if has_words(text)] or [0]
