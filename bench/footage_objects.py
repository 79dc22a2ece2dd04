"""Object detectors against what a person saw: labels on frames of the sample clips.

The lists were written from looking at the frames: what is to be seen in each of them, as classes of COCO, and what is
there too but so cut off or so debatable that it counts neither way. Everything else a detector tells of is wrong.
The threshold was chosen on `DEVELOPED_ON`; `HELD_BACK` are other moments of the same clips, so a check, not new ground.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2

from bench.markdown import markdown_table
from geminivideo.app.analysis_settings import object_settings
from geminivideo.core.settings import Settings
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.extractors.objects.base import ObjectDetector
from geminivideo.footage.extractors.objects.choosing import choose_detector, is_fallback
from geminivideo.footage.extractors.objects.weights import PUBLISHED

FOOTAGE = Path(__file__).parents[2] / "shared" / "data" / "footage"
_MAX_PIXELS = 1920 * 1080


@dataclass(frozen=True, slots=True)
class Look:
    clip: str
    at_seconds: float
    there: frozenset[str]
    debatable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Detection:
    """`recall`: share of the labels there that were found; `wrong_labels`: mean number a frame of labels not there."""

    backend: str
    frames: int
    labels: int
    recall: float
    wrong_labels: float
    milliseconds: float
    """CPU time of one look, without decoding: the median."""


def measure() -> list[dict[str, Any]]:
    """A row for each detector and set of looks; one that cannot run has `why`."""
    if not FOOTAGE.exists():
        return [{"what": "all", "why": "the shared clips are not there"}]
    cv2.setNumThreads(1)
    return [row for name, detector in _detectors().items() for row in _rows(name, detector)]


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = ("detector of things", "looks", "found", "wrong labels a look", "CPU a look")
    return markdown_table(names, rows, _cells)


def _cells(row: Mapping[str, Any]) -> list[str]:
    found = f"{row['recall']:.0%} of {row['labels']}"
    looks = f"{row['looks']}, {row['frames']}"
    return [row["backend"], looks, found, f"{row['wrong_labels']:.2f}", f"{row['milliseconds']:.0f} ms"]


def _detectors() -> dict[str, ObjectDetector | str]:
    """The bundled one, the published ones, and what the operator names; never fetched here."""
    usual = object_settings(Settings()).model_copy(update={"may_download": False})
    named = {name: name for name in (*PUBLISHED, usual.model or "") if name}
    brought = {name: choose_detector(usual.model_copy(update={"model": name})) for name in named}
    missing: dict[str, ObjectDetector | str] = {
        name: "no weights" if is_fallback(detector.backend) else detector for name, detector in brought.items()
    }
    return {"bundled": choose_detector(usual.model_copy(update={"model": None})), **missing}


def _rows(name: str, detector: ObjectDetector | str) -> list[dict[str, Any]]:
    if isinstance(detector, str):
        return [{"what": name, "why": detector}]
    sets = {"developed on": DEVELOPED_ON, "held back": HELD_BACK}
    return [{"looks": which, **asdict(measure_detector(detector, FOOTAGE, looks))} for which, looks in sets.items()]


def measure_detector(detector: ObjectDetector, footage: Path, looks: Sequence[Look]) -> Detection:
    """`footage` is the folder with the sample clips."""
    hits, wrong, spent = 0, 0, []
    for look, picture in pictures(footage, looks):
        begin = time.process_time()
        found = {thing.label for thing in detector.find(picture)}
        spent.append(1000 * (time.process_time() - begin))
        hits += len(found & look.there)
        wrong += len(found - look.there - look.debatable)
    labels = sum(len(look.there) for look in looks)
    middle = sorted(spent)[len(spent) // 2]
    return Detection(
        detector.backend, len(looks), labels, round(hits / labels, 4), round(wrong / len(looks), 4), round(middle, 1)
    )


def pictures(footage: Path, looks: Sequence[Look]) -> Iterator[tuple[Look, Picture]]:
    for look in looks:
        with VideoReader(footage / look.clip, max_pixels=_MAX_PIXELS) as reader:
            picture = reader.picture_at(look.at_seconds)
            if picture is None:
                raise ValueError(f"{look.clip} has no picture at {look.at_seconds} s")
            yield look, picture


def _looks(clip: str, times: Sequence[float], there: str = "", debatable: str = "") -> tuple[Look, ...]:
    return tuple(Look(clip, at, _labels(there), _labels(debatable)) for at in times)


def _labels(listed: str) -> frozenset[str]:
    return frozenset(label.strip() for label in listed.split(",") if label.strip())


DEVELOPED_ON = (
    *_looks("01_dog.mp4", (0.5, 6, 9), "person, dog", "potted plant"),
    *_looks("01_dog.mp4", (3,), "person", "potted plant"),
    *_looks("04_coffee.mp4", (0.5, 3, 6, 9), "person, cup", "dining table, clock"),
    *_looks("05_default_juggle.mp4", (0.5, 3, 6, 9), "person, sports ball"),
    *_looks("bottle-detection.mp4", (1, 18, 30, 39), "bottle"),
    *_looks("bottle-detection.mp4", (6, 12, 24, 36), "bottle", "person"),  # a hand and a sleeve
    *_looks("one-by-one-person-detection.mp4", (12, 24, 36, 65, 80, 100, 135), "person", "tv, dining table"),
    *_looks("one-by-one-person-detection.mp4", (3, 50), "", "tv, dining table"),
    *_looks("one-by-one-person-detection.mp4", (120,), "", "person, tv, dining table"),  # a shoe that leaves
    *_looks("asl_book.mkv", (0.5, 2), "person", "chair, tv"),
    *_looks("asl_sister.mkv", (0.5, 2), "person", "chair, tv"),
    *_looks("androidx_sample.mp4", (0.5,), "person"),
    *_looks("androidx_sample_portrait.mp4", (0.5,), "person"),  # lying on his side
    *_looks("chaplin.mp4", (1, 4, 8), "person", "tie"),
    *_looks("big_buck_bunny_0_30.webm", (20,), "bird"),  # drawn
    *_looks("big_buck_bunny_0_30.webm", (2, 8, 14, 26)),
    *_looks("autoeditor_timecode.mp4", (5, 20)),  # a test picture
)

HELD_BACK = (
    *_looks("01_dog.mp4", (1.5, 4.5, 7.5), "person, dog", "potted plant"),
    *_looks("04_coffee.mp4", (1.5, 4.5, 7.5), "person, cup", "dining table, clock"),
    *_looks("05_default_juggle.mp4", (1.5, 4.5, 7.5), "person, sports ball"),
    *_looks("bottle-detection.mp4", (3, 9, 15, 21, 27, 33), "bottle"),
    *_looks("one-by-one-person-detection.mp4", (18, 30, 42, 58, 110, 128), "person", "tv, dining table"),
    *_looks("one-by-one-person-detection.mp4", (6,), "", "person, tv, dining table"),  # the top of a head
    *_looks("one-by-one-person-detection.mp4", (72, 90), "", "tv, dining table"),
    *_looks("asl_book.mkv", (1.2, 3), "person", "chair, tv"),
    *_looks("asl_sister.mkv", (1.2, 2.7), "person", "chair, tv"),
    *_looks("androidx_sample.mp4", (0.9,), "person"),
    *_looks("chaplin.mp4", (2.5, 6), "person", "tie"),
    *_looks("big_buck_bunny_0_30.webm", (17,), "bird"),
    *_looks("big_buck_bunny_0_30.webm", (5, 11, 23, 29)),
)
