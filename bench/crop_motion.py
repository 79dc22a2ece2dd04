"""How smoothly a crop window moves and what that costs: ours, a plain moving crop, and the usual detour over 4:4:4."""

import os
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.crop.motion import crop_chain, view_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.framing import CropKey, CropWindow

_WIDTH, _HEIGHT, _FRAMES, _REPEATS = 1920, 1080, 150, 5
_FRAME = FrameSize(1080, 1920)
_BAR = 700  # source pixels from the left
_BEGIN, _END, _FROM, _TO = 10, 140, 200, 460
_CLIP = FootageClip(
    scene=0,
    start=0,
    frames=_FRAMES,
    footage_id="film",
    scene_id="shot",
    in_seconds=0,
    crop=CropWindow(x=_FROM, y=0, width=606, height=_HEIGHT),
    crop_path=(CropKey(frame=_BEGIN, x=_FROM, y=0), CropKey(frame=_END, x=_TO, y=0)),
)


def graphs() -> dict[str, str]:
    chain = crop_chain(_CLIP, _FRAME)
    share = f"clip((n-{_BEGIN})/{_END - _BEGIN},0,1)"
    enlarged = f"scale={chain.width}:{chain.height}:flags=bicubic"
    scaled = f"scale={_FRAME.width}:{_FRAME.height}:flags=bicubic"
    path = f"{_FROM}+{_TO - _FROM}*pow({share},2)*(3-2*{share})"
    return {
        "standing": f"crop=606:{_HEIGHT}:{_FROM}:0,{scaled}",
        "plain moving crop": f"crop=606:{_HEIGHT}:'{path}':0,{scaled}",
        "over 4:4:4": ",".join([chain.before, enlarged, "format=yuv444p", *chain.after, "format=yuv420p"]),
        "ours": ",".join([chain.before, enlarged, *chain.after]),
    }


def measure() -> dict[str, Any]:
    ffmpeg = str(find_ffmpeg(None).path)
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        size = f"testsrc2=size={_WIDTH}x{_HEIGHT}:rate=30:duration={_FRAMES / 30}"
        subprocess.run([ffmpeg, "-v", "error", "-f", "lavfi", "-i", size, "-pix_fmt", "yuv420p", str(film)], check=True)
        costs: dict[str, list[float]] = {name: [] for name in graphs()}
        for _ in range(_REPEATS):
            for name, graph in graphs().items():
                costs[name].append(_cpu_seconds(ffmpeg, film, graph))
    moving = [name for name in graphs() if name != "standing"]
    return {
        "frames": _FRAMES,
        "cpu_seconds": {name: statistics.median(each) for name, each in costs.items()},
        "most_off_step_pixels": {name: _most_off_step(ffmpeg, graphs()[name]) for name in moving},
    }


def _cpu_seconds(ffmpeg: str, film: Path, graph: str) -> float:
    """Of one decode, crop and enlargement."""
    command = [ffmpeg, "-v", "error", "-threads", "1", "-i", str(film), "-vf", graph, "-f", "null", "-"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


def _most_off_step(ffmpeg: str, graph: str) -> float:
    """Pixels of the frame by which a step from one frame to the next differs from the step of the path."""
    wanted = np.array([-view_at(_CLIP, frame).left for frame in range(_FRAMES)]) * _FRAME.width / _CLIP.crop.width
    return float(np.abs(np.diff(_places(ffmpeg, graph)) - np.diff(wanted)).max())


def _places(ffmpeg: str, graph: str) -> NDArray[np.float64]:
    """Where a bar that stands still in the source stands in each frame, to fractions of a pixel."""
    picture = np.full((_HEIGHT, _WIDTH), 60, np.uint8)
    picture[:, _BAR - 10 : _BAR + 10] = 200
    raw = picture.tobytes() + bytes([128]) * (_WIDTH * _HEIGHT // 2)
    still = ["-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", f"{_WIDTH}x{_HEIGHT}", "-i", "-"]
    held = f"loop=loop={_FRAMES}:size=1,trim=end_frame={_FRAMES},setpts=N,{graph},crop={_FRAME.width}:2:0:900"
    command = [ffmpeg, "-v", "error", *still, "-vf", held, "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    done = subprocess.run(command, input=raw, capture_output=True, check=True)
    rows = np.frombuffer(done.stdout, np.uint8).reshape(_FRAMES, 2, _FRAME.width)[:, 0].astype(float) - 60
    rows[rows < 10] = 0
    places: NDArray[np.float64] = (rows * np.arange(_FRAME.width)).sum(axis=1) / rows.sum(axis=1)
    return places


def lines(figures: Mapping[str, Any]) -> Sequence[str]:
    cost, off = figures["cpu_seconds"], figures["most_off_step_pixels"]
    rows = [
        f"| {name} | {cost[name] / cost['standing']:.2f} | {f'{off[name]:.2f} px' if name in off else '-'} |"
        for name in cost
    ]
    head = "| crop of a 1080p film for 1080x1920 | CPU of decode, crop and scale | step at most off its path |"
    return [head, "|---|---|---|", *rows]
