"""The one pass over a file's pictures: every measurement takes what it needs of each as it goes by.

Of a picture nothing stays but numbers, so that memory does not grow with the length of the file beyond those.
"""

from collections.abc import Callable
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import UnsupportedMediaError
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.extractors.appearance import appearance, pack
from geminivideo.footage.extractors.faces import Face, FaceDetector
from geminivideo.footage.extractors.guard import Failure, Guard
from geminivideo.footage.extractors.look import Look, measure_look
from geminivideo.footage.extractors.motion import MotionStep, MotionTracker
from geminivideo.footage.extractors.regions import Region
from geminivideo.footage.extractors.saliency import salient_region
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import CutDetector


class Sample(Frozen):
    """What the costly measurements found on one picture. None: not measured, or for a region, none there."""

    at_seconds: float
    look: Look | None
    appearance: str | None
    faces: tuple[Face, ...] | None
    moving: Region | None
    salient: Region | None


class Observations(Frozen):
    times: tuple[float, ...]
    end_seconds: float
    cuts: tuple[int, ...]
    motion: tuple[MotionStep, ...]
    samples: tuple[Sample, ...]
    failures: tuple[Failure, ...]
    problems: tuple[str, ...]


class _Observer:
    def __init__(self, settings: AnalysisSettings) -> None:
        self._interval = 1 / settings.samples_per_second
        self._next_sample = float("-inf")
        self._guard = Guard()
        self._cut_detector = CutDetector(settings)
        self._tracker = MotionTracker(1 / settings.motion_per_second)
        self._faces = self._guard.attempt("faces", 0.0, FaceDetector, settings.face_long_edge, settings.face_confidence)
        self._times: list[float] = []
        self._cuts: list[int] = []
        self._motion: list[MotionStep] = []
        self._samples: list[Sample] = []
        self._end = 0.0

    def see(self, picture: Picture) -> None:
        at = round(picture.at_seconds, 6)
        self._times.append(at)
        self._end = round(picture.at_seconds + picture.seconds, 6)
        new_cuts = self._cut_detector.see(picture.index, picture.bgr())
        if new_cuts:
            self._cuts += new_cuts
            self._tracker.cut()
        if step := self._guard.attempt("motion", at, self._tracker.see, picture):
            self._motion.append(step)
        if at >= self._next_sample:
            self._samples.append(self._sample(picture, at))
            self._next_sample = max(self._next_sample, at) + self._interval

    def _sample(self, picture: Picture, at: float) -> Sample:
        attempt, faces = self._guard.attempt, self._faces
        return Sample(
            at_seconds=at,
            look=attempt("look", at, measure_look, picture),
            appearance=attempt("appearance", at, _packed_appearance, picture),
            faces=attempt("faces", at, faces.find, picture) if faces else None,
            moving=attempt("motion", at, self._tracker.region),
            salient=attempt("saliency", at, salient_region, picture),
        )

    def result(self, problems: list[str]) -> Observations:
        if not self._times:
            raise UnsupportedMediaError(
                "Not one picture of the video can be decoded.",
                next_step="upload the file again; if it plays elsewhere, convert it to MP4 (H.264) first",
            )
        return Observations(
            times=tuple(self._times),
            end_seconds=self._end,
            cuts=tuple(self._cuts),
            motion=tuple(self._motion),
            samples=tuple(self._samples),
            failures=self._guard.failures,
            problems=tuple(problems),
        )


def _packed_appearance(picture: Picture) -> str:
    return pack(appearance(picture))


def observe(
    path: Path, settings: AnalysisSettings, check: Callable[[], None], on_second: Callable[[float], None]
) -> Observations:
    """Look at every picture. `check` is called before each and may raise; `on_second` hears how far the pass is.

    Raises:
        UnsupportedMediaError: when not one picture can be decoded.
    """
    observer = _Observer(settings)
    with VideoReader(path, threads=settings.decode_threads, max_pixels=settings.max_pixels) as reader:
        for picture in reader:
            check()
            observer.see(picture)
            on_second(picture.at_seconds)
        return observer.result(reader.problems)
