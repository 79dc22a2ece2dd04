"""How well cuts are found, against PySceneDetect's own detectors with their own defaults, all on our decode.

Run `python -m tests.footage.shot_accuracy [FOLDER]` for the table; FOLDER holds `cutlists.json` and its films.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geminivideo.footage.decode import VideoReader
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import CutDetector, scene_spans
from tests.footage.conftest import MAX_PIXELS, SHARED_SHOTS

_TOLERANCE_FRAMES = 1


@dataclass
class Score:
    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: Sequence[int], truth: Sequence[int]) -> None:
        left = list(found)
        for cut in truth:
            match = next((frame for frame in left if abs(frame - cut) <= _TOLERANCE_FRAMES), None)
            if match is not None:
                left.remove(match)
        self.hits += len(found) - len(left)
        self.wrong += len(left)
        self.missed += len(truth) - (len(found) - len(left))

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.wrong + self.missed)


def our_cuts(pictures: Sequence[tuple[float, Any]], end: float) -> list[int]:
    settings = AnalysisSettings(max_scene_seconds=1e6)  # parts of long shots are no cuts
    detector = CutDetector(settings)
    found = [cut for index, (_at, picture) in enumerate(pictures) for cut in detector.see(index, picture)]
    return [span.first for span in scene_spans(found, [at for at, _ in pictures], end, [], settings)][1:]


def their_cuts(make: Callable[[], Any]) -> Callable[[Sequence[tuple[float, Any]], float], list[int]]:
    def run(pictures: Sequence[tuple[float, Any]], end: float) -> list[int]:
        from scenedetect.common import FrameTimecode

        detector = make()
        rate = len(pictures) / end
        found = []
        for index, (_at, picture) in enumerate(pictures):
            found += detector.process_frame(FrameTimecode(index, rate), picture)
        found += detector.post_process(FrameTimecode(len(pictures), rate))
        return sorted({cut.frame_num for cut in found})

    return run


def compare(folder: Path) -> dict[str, Score]:
    from scenedetect.detectors import (
        AdaptiveDetector,
        ContentDetector,
        HashDetector,
        HistogramDetector,
        ThresholdDetector,
    )

    detectors = {
        "ours (adaptive + histogram)": our_cuts,
        "ContentDetector": their_cuts(ContentDetector),
        "AdaptiveDetector": their_cuts(AdaptiveDetector),
        "HistogramDetector": their_cuts(HistogramDetector),
        "HashDetector": their_cuts(HashDetector),
        "ThresholdDetector": their_cuts(ThresholdDetector),
    }
    scores = {name: Score() for name in detectors}
    for film in json.loads((folder / "cutlists.json").read_text()):
        with VideoReader(folder / film["file"], max_pixels=MAX_PIXELS) as reader:
            pictures = [(picture.at_seconds, picture.bgr()) for picture in reader]
        end = pictures[-1][0] + 1 / film["fps"]
        for name, detect in detectors.items():
            scores[name].add(detect(pictures, end), film["cuts"])
    return scores


def table(scores: dict[str, Score]) -> str:
    rows = [f"{'detector':<30}{'found':>6}{'wrong':>7}{'missed':>8}{'F1':>7}"]
    rows += [f"{name:<30}{s.hits:>6}{s.wrong:>7}{s.missed:>8}{s.f1:>7.3f}" for name, s in scores.items()]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table(compare(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED_SHOTS)) + "\n")
