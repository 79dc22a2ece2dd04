"""What a director is: the local copywriter, or a live model behind the same door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import Source
from geminivideo.creative.director.grid import Angle, Cell
from geminivideo.creative.model import Brief

# Tells how far a draft is: percent of this part, and what is being done.
Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Drafts:
    """`written_by` has one entry per blueprint. `reasons`, by role, say what a live model was asked and did not do."""

    blueprints: tuple[Blueprint, ...]
    written_by: tuple[Source, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """Who wrote most of them."""
        live = sum(source is Source.LIVE for source in self.written_by)
        return Source.LIVE if 2 * live > len(self.written_by) else Source.LOCAL


class Director(Protocol):
    def draft(self, brief: Brief, rng: np.random.Generator, report: Report) -> Drafts:
        """`brief.num_variations` blueprints with ids bp_001, bp_002, ... in this order; fewer where no writer here
        could write one, which `reasons` then say.

        Raises:
            InvalidInputError: when this director cannot write for the brief, such as in its language.
            UnavailableError: when nothing could be written.
        """
        ...


class CellWriter(Protocol):
    """Who writes single cells of a grid when a live model does not: the local copywriter."""

    def angles(self, brief: Brief) -> list[Angle]:
        """Raises:
        InvalidInputError: when it cannot write for the brief.
        """
        ...

    def write(
        self, brief: Brief, cells: Mapping[str, Cell], openings: Sequence[str], rng: np.random.Generator
    ) -> list[Blueprint]:
        """A blueprint for each cell, under its id; none opens like those that have the `openings` already.

        Raises:
            InvalidInputError: when it cannot write for the brief.
        """
        ...
