"""Footage analysis: speed on 1080p, where the time goes, memory, and how right it is: `python -m bench footage`.

Without Whisper; everything else is on. The hour is one of small pictures, so that it takes minutes and not an hour: it
shows what stays of every picture. What pictures of full size take while they are there, the run on 1080p shows.

`python -m bench.footage speed` prints one of the figures alone; any of `_WHOLE` and `_RIGHT`.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.footage.shot_accuracy import Score, compare

from bench import footage_objects, footage_real, footage_search, footage_speech, footage_whole, footage_writing
from bench.footage_clips import DATA, LENGTH_SECONDS, full_hd, loops, small_loops
from bench.footage_parts import cost_of_pictures, cost_of_sound
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.footage.settings import AnalysisSettings

_SPEED_LOOPS, _HOUR_LOOPS, _SPOKEN_EVERY = 2, round(3600 / LENGTH_SECONDS), 12
_GOAL = "1024 MiB"


def measure() -> dict[str, Any]:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        whole = {name: figure(Path(folder)) for name, figure in _WHOLE.items()}
    return {"load": round(load, 1), **whole, **{name: figure() for name, figure in _RIGHT.items()}}


def table(figures: dict[str, Any]) -> str:
    return "\n\n".join(
        [
            _table_of_costs(figures),
            _table_of_cuts(figures["cuts"]),
            footage_objects.table(figures["objects"]),
            footage_writing.table(figures["writing"]),
            footage_speech.table(figures["speech"]),
            footage_search.table(figures["search"]),
            f"Measured {figures['measured_at']} with `python -m bench footage`; load before it: {figures['load']}.",
        ]
    )


def _table_of_costs(figures: dict[str, Any]) -> str:
    speed, hour = figures["speed"], figures["hour"]
    film = f"{speed['seconds']:.0f} s of 1080p, {speed['bytes_a_second'] * 8 / 1e6:.0f} Mbit/s"
    rows = [
        (f"{film}: wall, of real time", f"{speed['wall_share']:.2f}x", "1x"),
        ("the same: CPU seconds a second", f"{speed['cpu_share']:.2f}", ""),
        *((f"- of which {name}", f"{cost:.3f}", "") for name, cost in figures["parts"].items()),
        ("- of which the worker itself", f"{speed['worker_cpu_share']:.3f}", ""),
        ("the same: most memory, all processes", f"{speed['peak_mib']} MiB", _GOAL),
        ("- in each quarter of the time", _peaks(speed), ""),
        (f"{hour['seconds'] / 60:.0f} minutes of small pictures: most memory", f"{hour['peak_mib']} MiB", _GOAL),
        ("- in each quarter of the time", _peaks(hour), ""),
        ("the same: wall, of real time", f"{hour['wall_share']:.2f}x", ""),
        ("the same: scenes, words", f"{hour['scenes']}, {hour['words']}", ""),
    ]
    lines = ["| case | measured | goal |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {case} | {value} | {goal} |" for case, value, goal in rows)])


def _peaks(figures: dict[str, Any]) -> str:
    return f"{', '.join(map(str, figures['peaks_mib']))} MiB"


def _table_of_cuts(cuts: dict[str, dict[str, Any]]) -> str:
    lines = ["| cuts | found | wrong | missed | F1 |", "|---|---|---|---|---|"]
    for name, score in cuts.items():
        lines.append(f"| {name} | {score['hits']} | {score['wrong']} | {score['missed']} | {score['f1']:.3f} |")
    return "\n".join(lines)


def _speed(folder: Path) -> dict[str, Any]:
    ffmpeg = find_ffmpeg(None)
    return footage_whole.run(loops(ffmpeg, full_hd(ffmpeg, folder), _SPEED_LOOPS))


def _parts(folder: Path) -> dict[str, float]:
    """Of one round of the film of the speed, which is there or is made."""
    film, settings = folder / "hd.mp4", AnalysisSettings()
    if not film.exists():
        full_hd(find_ffmpeg(None), folder)
    return {**cost_of_pictures(film, settings), **cost_of_sound(film, settings)}


def _hour(folder: Path) -> dict[str, Any]:
    return footage_whole.run(small_loops(find_ffmpeg(None), _HOUR_LOOPS, _SPOKEN_EVERY, folder))


def _cuts() -> dict[str, dict[str, Any]]:
    def row(score: Score) -> dict[str, Any]:
        return {"hits": score.hits, "wrong": score.wrong, "missed": score.missed, "f1": round(score.f1, 3)}

    return {name: row(score) for name, score in compare(DATA / "shots").items()}


def _search() -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        real = footage_real.contents(footage_search.BY_HAND, find_ffmpeg(None), Path(folder))
    return {
        "contents written by hand": footage_search.measure(),
        "contents from the analysis": footage_search.measure(real),
    }


_WHOLE: dict[str, Callable[[Path], Any]] = {"speed": _speed, "parts": _parts, "hour": _hour}
_RIGHT: dict[str, Callable[[], Any]] = {
    "cuts": _cuts,
    "objects": footage_objects.measure,
    "writing": footage_writing.measure,
    "speech": footage_speech.measure,
    "search": _search,
}


def _alone(name: str) -> Any:
    if name in _RIGHT:
        return _RIGHT[name]()
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        return _WHOLE[name](Path(folder))


if __name__ == "__main__":
    json.dump(_alone(sys.argv[1]), sys.stdout, indent=1)
