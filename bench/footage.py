"""Footage analysis: speed on 1080p, where the time goes, memory over an hour, cuts: `python -m bench footage`.

Without Whisper. The hour is one of small pictures, so that it takes minutes and not an hour: it shows what stays of
every picture. What pictures of full size take while they are there, the run on 1080p shows.

`python -m bench.footage FOLDER speed|hour|parts` prints one of the figures alone.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.footage.builders import source_of
from tests.footage.shot_accuracy import compare

from bench.footage_clips import DATA, LENGTH_SECONDS, loop, make_full_hd, make_small
from bench.footage_memory import Memory
from bench.footage_parts import cost_of_parts
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.footage.analysis import analyze
from geminivideo.footage.intake import admit
from geminivideo.footage.settings import AnalysisSettings

_SPEED_LOOPS, _HOUR_LOOPS = 5, round(3600 / LENGTH_SECONDS)
_MIB = 1024**2


def measure() -> dict[str, Any]:
    """`parts` are CPU seconds a second; `cuts` F1 by detector. Extractors that come with weights add theirs here."""
    with tempfile.TemporaryDirectory() as folder:
        speed, hour, parts = _speed(Path(folder)), _hour(Path(folder)), _parts(Path(folder))
    cuts = {name: round(score.f1, 3) for name, score in compare(DATA / "shots").items()}
    return {"speed": speed, "parts": parts, "hour": hour, "cuts": cuts}


def table(figures: dict[str, Any]) -> str:
    speed, hour = figures["speed"], figures["hour"]
    rows = [
        ("analysis of 1080p: wall, of real time", f"{speed['wall_share']:.2f}x", "1x"),
        ("analysis of 1080p: CPU seconds a second", f"{speed['cpu_share']:.2f}", ""),
        *((f"- of which {name}", f"{cost:.3f}", "") for name, cost in figures["parts"].items()),
        ("most memory, all processes, 1080p", f"{speed['peak_mib']} MiB", "1024 MiB"),
        (f"the same, {hour['seconds'] / 60:.0f} minutes of small pictures", f"{hour['peak_mib']} MiB", "1024 MiB"),
        *((f"cuts, F1: {name}", f"{f1:.3f}", "") for name, f1 in figures["cuts"].items()),
    ]
    lines = ["| case | measured | goal |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {case} | {value} | {goal} |" for case, value, goal in rows)])


def _speed(folder: Path) -> dict[str, Any]:
    return _analysed(_looped(folder, "hd", make_full_hd, _SPEED_LOOPS))


def _hour(folder: Path) -> dict[str, Any]:
    return _analysed(_looped(folder, "hour", make_small, _HOUR_LOOPS))


def _parts(folder: Path) -> dict[str, float]:
    return cost_of_parts(_looped(folder, "hd", make_full_hd, _SPEED_LOOPS), AnalysisSettings())


def _looped(folder: Path, name: str, make: Callable[..., None], times: int) -> Path:
    target = folder / f"{name}.mp4"
    if not target.exists():
        ffmpeg = find_ffmpeg(None)
        make(ffmpeg, folder / f"{name}-once.mp4")
        loop(ffmpeg, folder / f"{name}-once.mp4", times, target)
    return target


def _analysed(film: Path) -> dict[str, Any]:
    settings, memory = AnalysisSettings(), Memory()
    admission = admit(film, label=film.stem, max_seconds=7200, max_pixels=settings.max_pixels)
    source = source_of(admission)
    with tempfile.TemporaryDirectory() as work:
        begin, cpu = time.monotonic(), sum(os.times()[:4])
        analyze(film, source, settings=settings, check=memory.look, report=lambda _stage, _at: None, work=Path(work))
        wall, spent = time.monotonic() - begin, sum(os.times()[:4]) - cpu
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    seconds = source.duration_seconds
    return {
        "seconds": round(seconds, 1),
        "wall_share": round(wall / seconds, 3),
        "cpu_share": round(spent / seconds, 3),
        "peak_mib": round(max(memory.peak, own) / _MIB),
    }


if __name__ == "__main__":
    one = {"speed": _speed, "hour": _hour, "parts": _parts}[sys.argv[2]]
    json.dump(one(Path(sys.argv[1])), sys.stdout, indent=1)
