"""Readers of writing in pictures: how many characters they get wrong, what they make up, and what a look costs."""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import cv2

from bench.markdown import markdown_table
from geminivideo.core.errors import UnavailableError
from geminivideo.core.footage_scene import SeenText
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.extractors.writing.reader import WritingReader
from geminivideo.footage.settings import AnalysisSettings

_DATA = Path(__file__).parents[2] / "shared" / "data"
_TIMECODE, _TITLES = "autoeditor_timecode.mp4", "big_buck_bunny_0_30.webm"
_NEGATIVES = ("05_default_juggle.mp4", "01_dog.mp4", "asl_book.mkv", "asl_sister.mkv")
_WORN = {"asl_sister.mkv": "nottoday"}  # printed on the pullover, so it is not made up
_TIMECODE_EVERY = 90  # frames
_FULL_EDGE = 1920
_MAX_PIXELS = 7680 * 4320


class Reader(Protocol):
    @property
    def backend(self) -> str: ...

    def find(self, picture: Picture) -> tuple[SeenText, ...]: ...


def measure() -> list[dict[str, Any]]:
    """A row for each reader: the default, and the same one at full size."""
    usual = AnalysisSettings()
    return [_row(edge, usual) for edge in (usual.text_long_edge, _FULL_EDGE)]


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = ("reader of writing", "characters wrong", "made-up lines", "CPU a look", "CPU a second of video")
    return markdown_table(names, rows, _cells)


def _cells(row: Mapping[str, Any]) -> list[str]:
    wrong = f"{row['character_error_rate']:.1%} of {row['characters']}"
    made_up = f"{row['false_lines']} in {row['negative_frames']} pictures"
    return [row["what"], wrong, made_up, f"{row['cpu_ms_per_look']:.0f} ms", f"{row['cpu_ms_per_second']:.0f} ms"]


def _row(edge: int, usual: AnalysisSettings) -> dict[str, Any]:
    what = f"long edge {edge}"
    if not (_DATA / "ocr" / "truth.json").exists():
        return {"what": what, "why": "the shared pictures are not there"}
    try:
        reader = WritingReader(edge, usual.text_confidence)
    except UnavailableError as error:
        return {"what": what, "why": error.cause}
    return {"what": f"{reader.backend}, {what}", **_accuracy(edge, usual), **_cost(edge, usual)}


def _accuracy(edge: int, usual: AnalysisSettings) -> dict[str, Any]:
    reader = WritingReader(edge, usual.text_confidence)
    wrong = characters = 0
    for picture, text in known_pictures():
        expected = _plain(text)
        wrong += edit_distance(expected, _plain(" ".join(line.text for line in reader.find(picture))))
        characters += len(expected)
    negatives = [_made_up(reader.find(picture), name) for name in _NEGATIVES for picture in _every(name, 1.0)]
    return {
        "characters": characters,
        "character_error_rate": wrong / characters,
        "false_lines": sum(negatives),
        "negative_frames": len(negatives),
        "false_lines_per_frame": sum(negatives) / len(negatives),
    }


def _cost(edge: int, usual: AnalysisSettings) -> dict[str, float]:
    """Looks as often as in an analysis, in order, so that what stands still is not read again."""
    looks, spent = 0, 0.0
    for name in (_TIMECODE, _TITLES, *_NEGATIVES):
        reader = WritingReader(edge, usual.text_confidence)
        for picture in _every(name, usual.text_every_seconds):
            before = time.process_time()
            reader.find(picture)
            spent += time.process_time() - before
            looks += 1
    per_look = 1000 * spent / looks
    return {"cpu_ms_per_look": per_look, "cpu_ms_per_second": per_look / usual.text_every_seconds}


def known_pictures() -> Iterator[tuple[Picture, str]]:
    """Pictures and what is written on them, from truth.json; the rule there names each frame's timecode."""
    truth = json.loads((_DATA / "ocr" / "truth.json").read_text("utf-8"))
    checked = next(value for key, value in truth.items() if key.startswith(_TIMECODE))["checked_frames"]
    for picture in _pictures(_TIMECODE):
        if picture.index % _TIMECODE_EVERY == 0 or str(picture.index) in checked:
            yield picture, checked.get(str(picture.index), _timecode(picture.index))
    titles = next(value for key, value in truth.items() if key.startswith(_TITLES))["approx"]
    for at, text in titles.items():
        with VideoReader(_DATA / "footage" / _TITLES, max_pixels=_MAX_PIXELS) as video:
            if picture_then := video.picture_at(float(at.split()[0])):
                yield picture_then, text


def edit_distance(one: str, other: str) -> int:
    """Fewest characters put in, left out or replaced (Levenshtein)."""
    row = list(range(len(other) + 1))
    for above, left in enumerate(one, start=1):
        diagonal, row[0] = row[0], above
        for place, sign in enumerate(other, start=1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (left != sign))
    return row[-1]


def _made_up(lines: Sequence[SeenText], name: str) -> int:
    return sum(edit_distance(_plain(line.text), _WORN.get(name, "")) > 2 for line in lines)


def _timecode(frame: int) -> str:
    return f"01:00:{frame // 30:02}:{frame % 30:02}"


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text.casefold())


def _every(name: str, seconds: float) -> Iterator[Picture]:
    due = float("-inf")
    for picture in _pictures(name):
        if picture.at_seconds >= due:
            due = picture.at_seconds + seconds
            yield picture


def _pictures(name: str) -> Iterator[Picture]:
    cv2.setNumThreads(1)
    with VideoReader(_DATA / "footage" / name, max_pixels=_MAX_PIXELS) as video:
        yield from video


if __name__ == "__main__":
    print(table(measure()))
