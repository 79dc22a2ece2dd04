"""The variation grid: which hook type, angle, structure, closing and length each blueprint of a campaign gets.

Cells are dealt one after another, each time the least used value, then the least used pair with what the cell
already has; so any number of variations covers the grid as evenly as it can.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from geminivideo.core.vocabulary import AdStructure, HookType

T = TypeVar("T")

# Share of a campaign per length; 30 s carries a whole argument, the short ones test whether it is needed.
LENGTHS = {30: 0.6, 20: 0.25, 15: 0.15}


class Closing(StrEnum):
    """How the last line puts the offer."""

    DIRECT = "direct"
    SMALL_STEP = "small_step"
    THIS_WEEK = "this_week"
    YOUR_CALL = "your_call"


class Side(StrEnum):
    PAIN = "pain"
    DESIRE = "desire"


@dataclass(frozen=True, slots=True)
class Angle:
    """What a blueprint is about: the pain or desire with this index leads, the other side comes in support."""

    leads: Side
    pain: int
    desire: int

    @property
    def lead(self) -> tuple[Side, int]:
        return self.leads, self.pain if self.leads is Side.PAIN else self.desire


@dataclass(frozen=True, slots=True)
class Cell:
    hook_type: HookType
    angle: Angle
    structure: AdStructure
    closing: Closing
    seconds: int


def plan_grid(angles: Sequence[Angle], count: int, rng: np.random.Generator) -> list[Cell]:
    """`count` cells; `angles` may hold several with the same lead and another support, used in turn."""
    leads = list(dict.fromkeys(angle.lead for angle in angles))
    dealer = _Dealer(rng)
    cells = []
    for _ in range(count):
        hook = dealer.deal("hook", list(HookType))
        lead = dealer.deal("lead", leads, hook)
        structure = dealer.deal("structure", list(AdStructure), hook, lead)
        closing = dealer.deal("closing", list(Closing), structure)
        angle = dealer.deal("angle", [angle for angle in angles if angle.lead == lead])
        seconds = dealer.deal("seconds", list(LENGTHS), structure, share=LENGTHS.__getitem__)
        cells.append(Cell(hook, angle, structure, closing, seconds))
    return cells


def blueprint_ids(count: int) -> list[str]:
    return [f"bp_{number:03d}" for number in range(1, count + 1)]


class _Dealer:
    """Remembers what was dealt; ties are broken by the campaign's random generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._dealt: Counter[tuple[object, ...]] = Counter()

    def deal(self, kind: str, values: Sequence[T], *context: object, share: Callable[[T], float] = lambda _: 1.0) -> T:
        """`kind` keeps a hook type apart from a structure of the same name."""
        noise = self._rng.random(len(values))

        def use(place: int) -> tuple[float, int, float]:
            value = values[place]
            pairs = sum(self._dealt[kind, value, other] for other in context)
            return self._dealt[kind, value] / share(value), pairs, float(noise[place])

        chosen = values[min(range(len(values)), key=use)]
        self._dealt[kind, chosen] += 1
        self._dealt.update((kind, chosen, other) for other in context)
        return chosen
