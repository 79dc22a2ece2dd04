"""Looking at pictures one after the other: every measurement takes what it needs of each as it goes by.

Of a picture nothing stays but numbers, and those are handed on in parts, so that memory does not grow with the file.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.appearance import appearance, pack
from geminivideo.footage.extractors.guard import Failure, Guard
from geminivideo.footage.extractors.look import measure_look
from geminivideo.footage.extractors.motion import MotionStep, MotionTracker
from geminivideo.footage.extractors.saliency import salient_region
from geminivideo.footage.looking.checkpoint import Checkpoint, Witness, digest, pack_motion, unpack_motion
from geminivideo.footage.looking.finder_thread import FinderThread, Found
from geminivideo.footage.looking.finders import FINDERS
from geminivideo.footage.observations import Observations, Sample
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import CutDetector

WITNESSES = 8  # pictures after which the cut detectors have forgotten what was before


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sample whose finders may not have answered yet."""

    measured: dict[str, Any]
    awaited: dict[str, Found | None]

    @property
    def ready(self) -> bool:
        return all(found is None or found.done() for found in self.awaited.values())

    def finished(self) -> Sample:
        found = {name: answer.result() if answer else None for name, answer in self.awaited.items()}
        return Sample(**self.measured, **found)


class Observer:
    """See pictures in order; `take` hands over what was found since the last time."""

    def __init__(self, settings: AnalysisSettings) -> None:
        self._interval = 1 / settings.samples_per_second
        self._next_sample = float("-inf")
        self._guard = Guard()
        self._cut_detector = CutDetector(settings)
        self._tracker = MotionTracker(1 / settings.motion_per_second)
        self._beside = [FinderThread(kind, settings) for kind in FINDERS]
        self._times: list[float] = []
        self._cuts: list[int] = []
        self._motion: list[MotionStep] = []
        self._drafts: deque[_Draft] = deque()
        self._lately: deque[tuple[float, Pixels]] = deque(maxlen=WITNESSES)
        self._end = 0.0

    def see(self, picture: Picture) -> None:
        at = round(picture.at_seconds, 6)
        self._times.append(at)
        self._end = round(picture.at_seconds + picture.seconds, 6)
        new_cuts = self._look_for_cuts(picture)
        if new_cuts:
            self._cuts += new_cuts
            self._tracker.cut()
            for finder in self._beside:
                finder.pace.cut()
        if step := self._guard.attempt("motion", at, self._tracker.see, picture):
            self._motion.append(step)
        if at >= self._next_sample:
            self._drafts.append(self._draft(picture, at))
            self._next_sample = max(self._next_sample, at) + self._interval

    def warm_up(self, picture: Picture) -> None:
        """See again one of the last pictures before a checkpoint: what it tells has been told."""
        self._look_for_cuts(picture)

    def take(self, problems: list[str], *, everything: bool) -> Observations:
        """What was found since the last time; `everything` waits for finders that have not answered yet."""
        samples = []
        while self._drafts and (everything or self._drafts[0].ready):
            samples.append(self._drafts.popleft().finished())
        times, self._times = self._times, []
        cuts, self._cuts = self._cuts, []
        motion, self._motion = self._motion, []
        return Observations(
            times=tuple(times),
            end_seconds=self._end,
            cuts=tuple(cuts),
            motion=tuple(motion),
            samples=tuple(samples),
            failures=self._failures(),
            problems=tuple(problems),
            backends={finder.name: finder.backend for finder in self._beside if finder.backend},
        )

    def checkpoint(self, next_index: int, *, orderly: bool) -> Checkpoint:
        """Finders forget what they saw, here and in a pass that begins here, so that both find the same."""
        for finder in self._beside:
            finder.forget()
        return Checkpoint(
            next_index=next_index,
            next_sample=self._next_sample,
            paces={finder.name: finder.pace.state for finder in self._beside if finder.backend},
            motion=pack_motion(self._tracker.memory),
            witnesses=tuple(Witness(at_seconds=at, digest=digest(bgr)) for at, bgr in self._lately),
            orderly=orderly,
        )

    def go_on(self, checkpoint: Checkpoint, failures: tuple[Failure, ...]) -> None:
        """Be as at the checkpoint; the pictures of its witnesses are to be shown to `warm_up` next."""
        self._next_sample = checkpoint.next_sample
        self._tracker.memory = unpack_motion(checkpoint.motion)
        own = {finder.name: finder for finder in self._beside}
        for name, state in checkpoint.paces.items():
            own[name].pace.state = state
        for finder in self._beside:
            finder.know(failures)
        self._guard.know(failure for failure in failures if failure.extractor not in own)

    def close(self) -> None:
        for finder in self._beside:
            finder.close()

    def _look_for_cuts(self, picture: Picture) -> list[int]:
        bgr = picture.bgr()
        self._lately.append((round(picture.at_seconds, 6), bgr))
        return self._cut_detector.see(picture.index, bgr)

    def _draft(self, picture: Picture, at: float) -> _Draft:
        attempt = self._guard.attempt
        awaited = {finder.name: finder.look(picture, at) for finder in self._beside}
        measured = {
            "at_seconds": at,
            "look": attempt("look", at, measure_look, picture),
            "appearance": attempt("appearance", at, _packed_appearance, picture),
            "moving": attempt("motion", at, self._tracker.region),
            "salient": attempt("saliency", at, salient_region, picture),
        }
        return _Draft(measured, awaited)

    def _failures(self) -> tuple[Failure, ...]:
        found = [*self._guard.failures, *(failure for finder in self._beside for failure in finder.failures)]
        return tuple(sorted(found, key=lambda failure: failure.at_seconds))


def _packed_appearance(picture: Picture) -> str:
    return pack(appearance(picture))
