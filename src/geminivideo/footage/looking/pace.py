"""When a finder looks: every so often, and where a cut calls for it, soon after each cut."""

from geminivideo.core.blueprint import Frozen

_LEAST_GAP_SECONDS = 0.5  # in a storm of cuts
_ROUNDING = 1e-6


class PaceState(Frozen):
    last: float = float("-inf")
    new_shot: bool = False


class Pace:
    """`after_cuts`: each shot that lasts a while has a look of its own."""

    def __init__(self, every_seconds: float, *, after_cuts: bool = False) -> None:
        self._every = every_seconds
        self._gap_after_cut = min(_LEAST_GAP_SECONDS, every_seconds) if after_cuts else every_seconds
        self.state = PaceState()

    def cut(self) -> None:
        self.state = self.state.model_copy(update={"new_shot": True})

    def is_due(self, at_seconds: float) -> bool:
        """Asked once for each moment at which a look is possible; True counts as the look."""
        gap = self._gap_after_cut if self.state.new_shot else self._every
        if at_seconds - self.state.last < gap - _ROUNDING:
            return False
        self.state = PaceState(last=at_seconds)
        return True
