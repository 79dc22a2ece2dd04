"""Taking turns: the value a campaign has used least, ties broken by its random generator."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Chooser:
    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._uses: Counter[str] = Counter()

    def least_used(self, values: Sequence[T]) -> T:
        noise = self._rng.random(len(values))
        chosen = values[min(range(len(values)), key=lambda at: (self._uses[str(values[at])], noise[at]))]
        self._uses[str(chosen)] += 1
        return chosen

    def noise(self, count: int) -> list[float]:
        return [float(value) for value in self._rng.random(count)]
