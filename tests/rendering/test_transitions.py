"""Every transition begins with exactly the picture before it, and always draws the same."""

import subprocess

import pytest

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import Transition
from geminivideo.rendering.transitions import XFADES

_SIZE = "192x108"


def _frame_hashes(ffmpeg: Ffmpeg, graph: str) -> list[str]:
    sources = ["-f", "lavfi", "-i", f"testsrc2=s={_SIZE}:r=30:d=1", "-f", "lavfi", "-i", f"mandelbrot=s={_SIZE}:r=30"]
    command = [str(ffmpeg.path), "-v", "error", *sources, "-filter_complex", graph, "-map", "[v]", "-frames:v", "14"]
    printed = subprocess.run([*command, "-f", "framemd5", "-"], capture_output=True, text=True, check=True).stdout
    return [line.rpartition(",")[2].strip() for line in printed.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("transition", XFADES)
def test_it_starts_from_the_whole_picture_and_repeats_itself(ffmpeg: Ffmpeg, transition: Transition) -> None:
    name, frames = XFADES[transition]
    even = "format=yuv444p,settb=1/30,fps=30"
    blend = f"[0:v]{even}[a];[1:v]{even}[b];[a][b]xfade=transition={name}:duration={frames / 30:.6f}:offset=0.1[v]"
    before = _frame_hashes(ffmpeg, f"[0:v]{even}[v]")
    blended = [_frame_hashes(ffmpeg, blend) for _ in range(3)]
    assert blended[0][:4] == before[:4]
    assert blended[0][5] != before[5]
    assert blended[1:] == blended[:-1]
