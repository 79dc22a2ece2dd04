"""Where one shot ends and the next begins: PySceneDetect's detectors on our own pass, then minimum and maximum length.

Everything here counts frames; seconds come from the frames' own timestamps, so variable frame rates stay exact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.motion import MotionStep
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.speech.quiet import Quiet
from geminivideo.footage.splitting import Splitter

_ROUNDING = 1e-3


@dataclass(frozen=True, slots=True)
class Span:
    """Frames `first` up to, not including, `last`; in seconds, `start` up to `end`."""

    first: int
    last: int
    start: float
    end: float


class CutDetector:
    """Feed it every picture in order; it answers with frames that begin a shot, up to two frames late."""

    def __init__(self, settings: AnalysisSettings) -> None:
        from scenedetect.common import FrameTimecode
        from scenedetect.detectors import AdaptiveDetector, HistogramDetector

        # Lengths are judged in seconds of real timestamps, afterwards; here a frame number is a name, hence any rate.
        self._name: Callable[[int], Any] = lambda index: FrameTimecode(index, 25.0)
        self._detectors: tuple[Any, ...] = (
            AdaptiveDetector(
                adaptive_threshold=settings.adaptive_threshold,
                min_content_val=settings.adaptive_min_content,
                min_scene_len=0,
            ),
            HistogramDetector(threshold=settings.histogram_threshold, min_scene_len=0),
        )

    def see(self, index: int, bgr: Pixels) -> list[int]:
        name = self._name(index)
        found = {cut.frame_num for detector in self._detectors for cut in detector.process_frame(name, bgr)}
        return sorted(found)


def scene_spans(
    cuts: Sequence[int],
    times: Sequence[float],
    end: float,
    motion: Sequence[MotionStep],
    settings: AnalysisSettings,
    quiet: Quiet | None = None,
) -> list[Span]:
    """Scenes that cover the file from its first frame to `end` without a gap.

    `cuts` are frames that may begin a shot, `times` when each frame begins.
    """
    splitter = Splitter([*times, end], motion, quiet or Quiet(), settings)
    starts = _shot_starts(sorted(set(cuts)), times, end, settings.min_scene_seconds)
    spans = []
    for first, last in zip(starts, [*starts[1:], len(times)], strict=True):
        spans += [_span(a, b, times, end) for a, b in splitter.parts(first, last)]
    return spans


def _span(first: int, last: int, times: Sequence[float], end: float) -> Span:
    return Span(first, last, times[first], times[last] if last < len(times) else end)


def _shot_starts(cuts: Sequence[int], times: Sequence[float], end: float, shortest: float) -> list[int]:
    """First frames of shots that are long enough.

    Cuts in quick succession are one event: a flash, which counts where it begins, or a fade, which becomes a scene of
    its own between its first and its last cut.
    """
    least = shortest - _ROUNDING
    starts = [0]
    for event in _events([cut for cut in cuts if 0 < cut < len(times)], times, least):
        for cut in sorted({event[0], event[-1]}):
            if times[cut] - times[starts[-1]] >= least and end - times[cut] >= least:
                starts.append(cut)
    return starts


def _events(cuts: Sequence[int], times: Sequence[float], least: float) -> list[list[int]]:
    events: list[list[int]] = []
    for cut in cuts:
        if events and times[cut] - times[events[-1][-1]] < least:
            events[-1].append(cut)
        else:
            events.append([cut])
    return events
