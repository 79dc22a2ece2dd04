"""Lines of writing in the pictures of one file, looked for and read no more often than they change."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from geminivideo.core.footage_scene import Box, SeenText
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.decode import Picture
from geminivideo.footage.extractors.regions import box_between
from geminivideo.footage.extractors.writing import models
from geminivideo.footage.extractors.writing.cut_out import cut_out
from geminivideo.footage.extractors.writing.detection import LineDetector, Quad
from geminivideo.footage.extractors.writing.memory import Line, LineMemory, sketch
from geminivideo.footage.extractors.writing.recognition import LineRecogniser, Reading
from geminivideo.footage.extractors.writing.wording import cleaned, is_writing

_READING_EDGE = 1920  # pixels; beyond them even small print gets no more legible
# Of a look, the largest first: a newspaper must not take minutes. If it stands still, the next look reads on.
_MOST_LINES, _MOST_NEW_LINES = 48, 12
_GLANCE_EDGE, _GLANCE_SPOT, _GLANCE_CHANGE = 480, 6, 4.0  # pixels, pixels, levels of gray
_SAME_ROW = 0.5


class WritingReader:
    """Knows what it saw last, so give it the pictures of one file, in order.

    Raises UnavailableError when a model file or ONNX Runtime is not installed.
    """

    def __init__(self, long_edge: int, least_confidence: float) -> None:
        self.backend = models.backend()
        self._long_edge, self._least = long_edge, least_confidence
        self._detector, self._recogniser = LineDetector(), LineRecogniser()
        self.forget()

    def forget(self) -> None:
        """What was seen so far; the networks stay loaded."""
        self._memory = LineMemory()
        self._glance: Pixels | None = None
        self._lines: tuple[SeenText, ...] = ()

    def find(self, picture: Picture) -> tuple[SeenText, ...]:
        """In reading order: rows from top to bottom, each from left to right."""
        glance = picture.gray(_GLANCE_EDGE)
        if self._glance is None or _differs(self._glance, glance):
            read_on = self._look(picture)
            self._glance = None if read_on else glance
        return tuple(line.model_copy(update={"at_seconds": picture.at_seconds}) for line in self._lines)

    def _look(self, picture: Picture) -> bool:
        """Whether there is more to read than one look may take."""
        fine = picture.bgr(_READING_EDGE)
        quads = _largest(self._detector.find(picture.bgr(self._long_edge)))
        known = [self._memory.recall(fine, quad) for quad in quads]
        new = [quad for quad, line in zip(quads, known, strict=True) if line is None]
        lines = [*filter(None, known), *(self._read(fine, quad) for quad in new[:_MOST_NEW_LINES])]
        self._memory.keep(lines)
        found = [_seen(picture.at_seconds, line) for line in lines if is_writing(line.reading, self._least)]
        self._lines = tuple(in_reading_order(found))
        return len(new) > _MOST_NEW_LINES

    def _read(self, picture: Pixels, quad: Quad) -> Line:
        reading = self._recogniser.read(cut_out(picture, quad))
        return Line(quad, Reading(cleaned(reading.text), reading.confidence), sketch(picture, quad))


def in_reading_order(lines: Iterable[SeenText]) -> list[SeenText]:
    """Lines whose middles differ by less than half a line's height are of one row."""
    rows: list[list[SeenText]] = []
    for line in sorted(lines, key=lambda line: line.box.centre_y):
        if rows and line.box.centre_y - rows[-1][0].box.centre_y < _SAME_ROW * rows[-1][0].box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.x)]


def _differs(one: Pixels, other: Pixels) -> bool:
    """Whether any spot changed by more than what encoding does to a picture that stands still."""
    if one.shape != other.shape:
        return True
    spots = cv2.blur(cv2.absdiff(one, other), (_GLANCE_SPOT, _GLANCE_SPOT))
    return float(spots.max()) > _GLANCE_CHANGE


def _largest(quads: Sequence[Quad]) -> list[Quad]:
    return sorted(quads, key=lambda quad: -float(cv2.contourArea(quad)))[:_MOST_LINES]


def _seen(at: float, line: Line) -> SeenText:
    confidence = round(min(1.0, line.reading.confidence), 4)
    return SeenText(at_seconds=at, text=line.reading.text, box=_box(line.quad), confidence=confidence)


def _box(quad: Quad) -> Box:
    (left, top), (right, bottom) = np.asarray(quad).min(axis=0).tolist(), np.asarray(quad).max(axis=0).tolist()
    return box_between(left, top, right, bottom)
