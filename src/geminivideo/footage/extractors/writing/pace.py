"""When to look for writing: every so often, and soon after a cut, so that each shot of some length has its look."""

_LEAST_GAP_SECONDS = 0.5  # in a storm of cuts


class Pace:
    def __init__(self, every_seconds: float) -> None:
        self._every = every_seconds
        self._last = float("-inf")
        self._new_shot = True

    def cut(self) -> None:
        self._new_shot = True

    def is_due(self, at_seconds: float) -> bool:
        """Asked once for each moment at which a look is possible; True counts as the look."""
        gap = _LEAST_GAP_SECONDS if self._new_shot else self._every
        if at_seconds - self._last < min(gap, self._every) - 1e-6:
            return False
        self._last, self._new_shot = at_seconds, False
        return True
