"""What a director is: the local copywriter, or a live model behind the same door."""

from collections.abc import Callable
from typing import Protocol

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import Source
from geminivideo.creative.model import Brief

# Tells how far a draft is: percent of this part, and what is being done.
Report = Callable[[float, str], None]


class Director(Protocol):
    source: Source

    def draft(self, brief: Brief, rng: np.random.Generator, report: Report) -> list[Blueprint]:
        """`brief.num_variations` blueprints, with ids bp_001, bp_002, ... in this order.

        Raises:
            InvalidInputError: when this director cannot write for the brief, such as in its language.
        """
        ...
