"""Where a shot that is too long is divided: in a pause of speech if there is one, and where little moves.

Among the moments that part sizes allow, those that harm speech least are compared by how much moves around them. So a
word is cut only where nobody pauses for seconds, and a sentence only where there is no pause to wait for.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from geminivideo.footage.extractors.motion import MotionStep
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.speech.quiet import Quiet

_CALM_WINDOW_SECONDS = 0.5
_EVEN_PULL = 1e-3  # among equally calm moments the one that makes even parts wins
_ROUNDING = 1e-3


@dataclass(frozen=True, slots=True)
class Splitter:
    """`edges` are the times at which frames begin, and the end of the last one."""

    edges: Sequence[float]
    motion: Sequence[MotionStep]
    quiet: Quiet
    settings: AnalysisSettings

    def parts(self, first: int, last: int) -> list[tuple[int, int]]:
        """Frames first..last of a shot, in parts none of which is longer than allowed."""
        pieces = []
        while self.edges[last] - self.edges[first] > self.settings.max_scene_seconds + _ROUNDING:
            frame = self._best(self.edges[first], self.edges[last])
            if not first < frame < last:  # fewer frames than parts: a slide show
                break
            pieces.append((first, frame))
            first = frame
        return [*pieces, (first, last)]

    def _best(self, start: float, end: float) -> int:
        longest, shortest = self.settings.max_scene_seconds, self.settings.min_part_seconds
        length = end - start
        ideal = start + length / ceil(length / longest)
        earliest, latest = start + shortest, min(start + longest, end - shortest)
        moments = {step.at_seconds for step in self.motion if earliest <= step.at_seconds <= latest}
        moments |= {at for at in map(self._shown, self.quiet.moments(earliest, latest)) if earliest <= at <= latest}
        best = min(moments, key=lambda at: self._cost(at, ideal), default=ideal)
        return self._frame(best)

    def _cost(self, at: float, ideal: float) -> tuple[int, float, float]:
        return self.quiet.harm(at), self._speed_around(at) + _EVEN_PULL * abs(at - ideal), at

    def _frame(self, at: float) -> int:
        return bisect_left(self.edges, at - _ROUNDING)

    def _shown(self, at: float) -> float:
        """When the next frame begins: only there can be a cut."""
        return self.edges[min(self._frame(at), len(self.edges) - 1)]

    def _speed_around(self, at: float) -> float:
        begin = bisect_left(self.motion, at - _CALM_WINDOW_SECONDS / 2, key=lambda step: step.at_seconds)
        end = bisect_left(self.motion, at + _CALM_WINDOW_SECONDS / 2, key=lambda step: step.at_seconds)
        near = self.motion[begin:end]
        return sum(step.speed for step in near) / len(near) if near else 0.0
