"""What each measurement costs: those of pictures one after the other on one thread, those of sound as processes."""

import resource
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time, thread_time
from typing import ParamSpec, TypeVar

import cv2
from tests.footage.builders import source_of

from bench.footage_whole import listener
from geminivideo.core.speech_recognition.voices import find_voices
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.extractors.appearance import appearance
from geminivideo.footage.extractors.look import measure_look
from geminivideo.footage.extractors.motion import MotionTracker
from geminivideo.footage.extractors.saliency import salient_region
from geminivideo.footage.intake import admit
from geminivideo.footage.listen import listen
from geminivideo.footage.looking.finders import FINDERS
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import CutDetector
from geminivideo.footage.steps import Steps

P = ParamSpec("P")
T = TypeVar("T")


class _Costs:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def of(self, name: str, measure: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        begin = thread_time()
        try:
            return measure(*arguments, **options)
        finally:
            self.seconds[name] += thread_time() - begin


def cost_of_pictures(film: Path, settings: AnalysisSettings) -> dict[str, float]:
    """CPU seconds for each second of the film; what no measurement took is decoding."""
    cv2.setNumThreads(1)
    costs, end = _Costs(), 0.0
    cuts, tracker = CutDetector(settings), MotionTracker(1 / settings.motion_per_second)
    finders = [(kind, kind.build(settings)) for kind in FINDERS]
    due = dict.fromkeys(("samples", *(kind.name for kind in FINDERS)), 0.0)
    begin = process_time()
    with VideoReader(film, threads=settings.decode_threads, max_pixels=settings.max_pixels) as reader:
        for picture in reader:
            end = picture.at_seconds + picture.seconds
            if costs.of("cuts, with scaling", _cuts, cuts, picture):
                tracker.cut()
            costs.of("motion", tracker.see, picture)
            if _is_due(due, "samples", settings.samples_per_second, picture):
                costs.of("look", measure_look, picture)
                costs.of("appearance", appearance, picture)
                costs.of("saliency", salient_region, picture)
                costs.of("motion", tracker.region)
                for kind, finder in finders:
                    if _is_due(due, kind.name, kind.looks_per_second(settings), picture):
                        costs.of(kind.name, finder.find, picture)
    spent = process_time() - begin
    costs.seconds["decoding"] = spent - sum(costs.seconds.values())
    return {name: round(seconds / end, 4) for name, seconds in costs.seconds.items()}


def cost_of_sound(film: Path, settings: AnalysisSettings) -> dict[str, float]:
    """CPU seconds for each second of the film, with the starts of the processes."""
    admission = admit(film, label=film.stem, max_seconds=7200, max_pixels=settings.max_pixels)
    source = source_of(admission)
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        samples = Path(folder) / "speech.s16"
        begin = _children()
        listen(film, source, settings.limits, _nothing, _nothing, samples)
        loudness = _children()
        find_voices(samples, _nothing)
        voices = _children()
        listener().listen(samples, Steps(None, ""), _nothing, _nothing)  # looks for voices once more
        words = _children() - voices - (voices - loudness)
    spent = {"loudness": loudness - begin, "voices": voices - loudness, "words (PocketSphinx)": words}
    return {name: round(seconds / source.duration_seconds, 4) for name, seconds in spent.items()}


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _nothing(*_told: object) -> None:
    """Nobody stops it, and nobody asks how far it is."""


def _cuts(detector: CutDetector, picture: Picture) -> list[int]:
    return detector.see(picture.index, picture.bgr())


def _is_due(due: dict[str, float], name: str, per_second: float, picture: Picture) -> bool:
    if picture.at_seconds < due[name] - 1e-6:
        return False
    due[name] = max(due[name], picture.at_seconds) + 1 / per_second
    return True
