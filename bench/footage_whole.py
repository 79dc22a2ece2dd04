"""A whole analysis as a worker does it, in a process of its own: `python -m bench.footage_whole FILM`."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.footage.builders import source_of

from bench.footage_memory import Memory
from geminivideo.core.speech_recognition.pocketsphinx import PocketsphinxRecogniser
from geminivideo.footage.analysis import analyze
from geminivideo.footage.intake import admit
from geminivideo.footage.model import Analysis
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.speech.listening import SpeechListener

_MIB = 1024**2
_PARTS = 4


def run(film: Path) -> dict[str, Any]:
    """Shares are of the film's length; `peaks_mib` is the most memory of all processes in each quarter of the time."""
    told = subprocess.run([sys.executable, "-m", "bench.footage_whole", str(film)], stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(told.stdout)
    return figures


def listener() -> SpeechListener:
    return SpeechListener(lambda: PocketsphinxRecogniser("a benchmark"))


def analysed(film: Path, memory: Memory | None = None) -> tuple[float, Analysis]:
    """Seconds of the film, and everything found in it: faces, things, writing, loudness and words."""
    settings = AnalysisSettings()
    source = source_of(admit(film, label=film.stem, max_seconds=7200, max_pixels=settings.max_pixels))
    check = (memory or Memory()).look
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as work:
        found = analyze(
            film,
            source,
            settings=settings,
            check=check,
            report=lambda _stage, _at: None,
            work=Path(work),
            listener=listener(),
        )
    return source.duration_seconds, found


def _figures(film: Path) -> dict[str, Any]:
    memory = Memory()
    begin, own, children = time.monotonic(), sum(os.times()[:2]), sum(os.times()[2:4])
    seconds, found = analysed(film, memory)
    wall = time.monotonic() - begin
    spent = {"worker": sum(os.times()[:2]) - own, "processes of passes": sum(os.times()[2:4]) - children}
    peaks = [round(peak / _MIB) for peak in memory.peaks(_PARTS)]
    return {
        "seconds": round(seconds, 1),
        "wall_share": round(wall / seconds, 3),
        "cpu_share": round(sum(spent.values()) / seconds, 3),
        "worker_cpu_share": round(spent["worker"] / seconds, 4),
        "peak_mib": max(peaks),
        "peaks_mib": peaks,
        "scenes": len(found.scenes),
        "words": sum(len(ranked.scene.content.words or ()) for ranked in found.scenes),
        "bytes_a_second": round(film.stat().st_size / seconds),
    }


if __name__ == "__main__":
    json.dump(_figures(Path(sys.argv[1])), sys.stdout)
