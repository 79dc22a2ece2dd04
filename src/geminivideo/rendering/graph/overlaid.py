"""Pictures that lie over the whole ad, at rest or moving."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geminivideo.rendering.graph.model import File
from geminivideo.rendering.plan.frames import FPS


@dataclass(frozen=True, slots=True)
class Overlaid:
    """By its left upper corner, in pixels or as an expression of the time; `timing` are filters before it."""

    file: File
    x: int | str
    y: int | str
    timing: str = ""


@dataclass(frozen=True, slots=True)
class MovingPicture:
    """One that moves from frame `first` of the ad on: `film` has a picture of it for each of `places`."""

    before: Overlaid
    after: Overlaid
    film: File
    first: int
    places: tuple[tuple[int, int], ...]

    def during(self, start: int, end: int) -> Overlaid:
        """What there is to overlay in these frames. Only where it moves does it say when."""
        last = self.first + len(self.places) - 1
        if end <= self.first + 1:
            return self.before
        if start >= last:
            return self.after
        shown = [self.places[min(max(0, frame - self.first), len(self.places) - 1)] for frame in range(start, end)]
        skipped, held = max(0, start - self.first), max(0, self.first - start)
        used = f"trim=start_frame={skipped}:end_frame={skipped + end - start - held}"  # more would outlast the segment
        timing = f"{used},setpts=N/{FPS}/TB,tpad=start_mode=clone:start={held},"
        return Overlaid(self.film, _steps(x for x, _y in shown), _steps(y for _x, y in shown), timing)


def _steps(values: Iterable[int]) -> str:
    """An expression that has these values at one frame after the other.

    It goes by the time, because the overlay's own frame number is not always that of the picture it draws on.
    """
    found: Sequence[int] = list(values)
    changes = [(number, after - before) for number, (before, after) in enumerate(pairwise(found), 1) if after != before]
    return f"'{found[0]}" + "".join(f"{by:+d}*gte(t,{(number - 0.5) / FPS:.4f})" for number, by in changes) + "'"
