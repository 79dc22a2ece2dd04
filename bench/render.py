"""What rendering costs, as ratios to the bare encode of the same frames in the same run.

Every case runs in a process of its own and is charged with all that its processes spent, from the start of the
interpreter to the verified file. The footage comes from `../shared/data`, which a checkout alone does not have.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from bench import render_ad
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering import overlay
from geminivideo.rendering.encoders.known import PRESETS
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.fonts import Font

_WORK = render_ad.ROOT / "bench" / ".work"
_FILMS = _WORK / "films"
_INSTALLER = render_ad.ROOT / ".venv" / "installer" / "bin" / "uv"
_MOVIEPY = "moviepy==2.2.1"
_SAMPLED_SECONDS = 0.05
_MINUTES = "BENCH_RENDER_MINUTES"  # how long hooks and MoviePy may go on; on an idle machine all takes some 20
_HOOKS = tuple(range(1, 10))


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process and all its descendants. `peak_mib` adds what each process holds, shared pages counted in each."""

    wall_seconds: float
    cpu_seconds: float
    peak_mib: float


def measure() -> dict[str, Any]:
    if not render_ad.FOOTAGE.exists():
        sys.exit(f"This benchmark needs the shared footage, which is not at {render_ad.FOOTAGE}.")
    ffmpeg = find_ffmpeg(None)
    render_ad.prepare(ffmpeg, _FILMS)
    with tempfile.TemporaryDirectory(dir=_WORK) as folder:
        return _measure(ffmpeg, Path(folder))


def _minutes() -> float:
    return float(os.environ.get(_MINUTES, "60"))


def _measure(ffmpeg: Ffmpeg, folder: Path) -> dict[str, Any]:
    load, over = os.getloadavg()[0], time.monotonic() + _minutes() * 60
    homes = [folder / name for name in ("one", "two", "three", "four")]
    cold = [_case("cold", home) for home in homes[:2]]
    ad = cold[0][1][0]
    _cost, (frames,) = _case("frames", homes[0])
    floor = _floor(ffmpeg, Path(frames["path"]))
    parallel = _together([homes[2], homes[3]])
    warm = {case: _case(case, homes[0]) for case in ("music", "voice", "voice-retimed")}
    hooks: list[tuple[Cost, list[dict[str, Any]]]] = []
    for hook in _HOOKS:
        if not hooks or time.monotonic() < over:
            hooks.append(_case("hook", homes[0], hook))
    return {
        "load_at_start": load,
        "ad": {name: value for name, value in ad.items() if name != "path"},
        "cold": [asdict(cost) for cost, _made in cold],
        "floor": {name: asdict(cost) for name, cost in floor.items()},
        "warm": {case: asdict(cost) for case, (cost, _made) in warm.items()},
        "hooks": [asdict(cost) for cost, _made in hooks],
        "same_bytes": cold[0][1][0]["sha256"] == cold[1][1][0]["sha256"],
        "parallel_wall_seconds": parallel,
        "moviepy": _moviepy(ffmpeg, folder, max(1.0, over - time.monotonic())),
    }


def _case(case: str, home: Path, hook: int = 0) -> tuple[Cost, list[dict[str, Any]]]:
    log = home.parent / "printed.json"
    command = [sys.executable, "-m", "bench.render_case", case, str(_FILMS), str(home), str(hook)]
    with log.open("w") as printed:
        cost = _spent(command, stdout=printed)
    return cost, json.loads(log.read_text())


def _spent(command: Sequence[str], **options: Any) -> Cost:
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=render_ad.ROOT, **options)
    peak = _Peak(process.pid)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, used.ru_utime + used.ru_stime, peak.stop())


class _Peak:
    """The most memory that a process and its descendants held together."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self._most / 2**20

    def _watch(self) -> None:
        while not self._over.wait(_SAMPLED_SECONDS):
            held = 0
            try:
                for process in [self._process, *self._process.children(recursive=True)]:
                    held += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
            self._most = max(self._most, held)


def _floor(ffmpeg: Ffmpeg, ad: Path) -> dict[str, Cost]:
    """The frames as they come to the encoder, given as raw pictures to the same encoder with the same settings.

    `ad` is a copy that holds them nearly unspoilt: those of the finished ad are smoother and so cheaper to encode. What
    turns it back into raw pictures is another process, whose cost does not count.
    """
    preset = PRESETS[Quality.HIGH]
    return {
        threads: _bare_encode(ffmpeg, ad, ["-preset", preset.speed, "-crf", str(preset.crf), *options])
        for threads, options in {"1": ["-threads", "1"], "3": ["-threads", "3"], "default": []}.items()
    }


def _bare_encode(ffmpeg: Ffmpeg, ad: Path, options: Sequence[str]) -> Cost:
    decode = [str(ffmpeg.path), "-v", "error", "-i", str(ad), "-map", "0:v", "-f", "rawvideo", "-"]
    raw = ["-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", "1080x1920", "-framerate", "30"]
    encode = [str(ffmpeg.path), "-v", "error", "-y", *raw, "-i", "-", "-c:v", "libx264", *options, "-g", "60"]
    with subprocess.Popen(decode, stdout=subprocess.PIPE) as frames:
        return _spent([*encode, "-f", "null", "-"], stdin=frames.stdout)


def _together(homes: Sequence[Path]) -> float:
    """Seconds until two cold renders that begin at the same time are both done; they share the machine's slots."""
    begun = time.perf_counter()
    running = []
    for home in homes:
        home.mkdir()
        (home / "slots").symlink_to(homes[0].parent / "slots")
        (homes[0].parent / "slots").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "bench.render_case", "cold", str(_FILMS), str(home)]
        running.append(subprocess.Popen(command, cwd=render_ad.ROOT, stdout=subprocess.DEVNULL))
    if any(process.wait() for process in running):
        raise subprocess.CalledProcessError(1, "two renders at once")
    return time.perf_counter() - begun


def _moviepy(ffmpeg: Ffmpeg, folder: Path, seconds: float) -> dict[str, Any] | None:
    """None where MoviePy cannot be installed here, or was not done in time."""
    python = _moviepy_python()
    if python is None:
        return None
    plan = EditPlan.model_validate_json((_FILMS / "plan.json").read_bytes())
    groups = overlay.captions(plan, layout_for(plan.platform))
    sound = next((folder / "one" / "cold-0").glob("sound-*.wav"))
    job = {
        "plan": plan.model_dump(mode="json"),
        "films": {source.footage_id: str(_FILMS / source.storage_key) for source in plan.sources},
        "captions": [
            {"text": " ".join(word.text for word in caption.words).upper(), "start": caption.start, "end": caption.end}
            for caption, _look, _area in groups
        ],
        "font": str(fonts.font_folder() / Font.BLACK.value),
        "sound": str(sound),
        "crf": PRESETS[Quality.HIGH].crf,
        "target": str(folder / "moviepy.mp4"),
    }
    (folder / "moviepy.json").write_text(json.dumps(job), "utf-8")
    command = [str(python), str(Path(__file__).with_name("render_moviepy.py")), str(folder / "moviepy.json")]
    environment = {**os.environ, "FFMPEG_BINARY": str(ffmpeg.path), "IMAGEIO_FFMPEG_EXE": str(ffmpeg.path)}
    try:
        return asdict(_spent(["timeout", f"{seconds:.0f}", *command], env=environment))
    except subprocess.CalledProcessError:
        return None


def _moviepy_python() -> Path | None:
    home = _WORK / "moviepy"
    python = home / "bin" / "python"
    uv = str(_INSTALLER) if _INSTALLER.exists() else shutil.which("uv")
    if not python.exists() and uv:
        made = [[uv, "venv", "-q", str(home)], [uv, "pip", "install", "-q", "--python", str(python), _MOVIEPY]]
        if any(subprocess.run(command, check=False).returncode for command in made):
            shutil.rmtree(home, ignore_errors=True)
    return python if python.exists() else None


def table(figures: Mapping[str, Any]) -> str:
    floor = min(cost["cpu_seconds"] for cost in figures["floor"].values())
    cold = figures["cold"]
    cpu, wall = _mean(cold, "cpu_seconds"), _mean(cold, "wall_seconds")
    hooks, moviepy, ad = figures["hooks"], figures["moviepy"], figures["ad"]
    hook = _mean(hooks, "cpu_seconds")
    ten = cpu + len(_HOOKS) * hook
    peak = max(cost["peak_mib"] for cost in [*cold, *hooks])

    def share(name: str) -> str:
        cost = figures["warm"][name]
        return f"{cost['cpu_seconds']:.1f} s, {cost['cpu_seconds'] / cpu:.3f}x"

    rows = [
        ("bare encode of the same frames: CPU (least of 1, 3 and default threads)", f"{floor:.1f} s, 1x", ""),
        (f"cold, {ad['seconds']:.1f} s of ad: CPU", f"{cpu:.1f} s, {cpu / floor:.2f}x", "1.45x"),
        ("cold: wall", f"{wall:.1f} s, {wall / ad['seconds']:.2f}x its length", ""),
        ("the same edit in MoviePy 2, as far as it goes: CPU", _moviepy_row(moviepy, cpu), "at least 4x cold"),
        (
            "new hook: CPU, of cold",
            f"{hook:.1f} s, {hook / cpu:.2f}x",
            "0.3x",
        ),
        ("new music", share("music"), "0.05x"),
        ("new voice, words at the same times", share("voice"), "0.05x"),
        ("new voice, every caption re-timed", share("voice-retimed"), "(0.05x)"),
        (
            f"ten hooks on one body (nine times the mean of {len(hooks)} new ones), of cold",
            f"{ten:.0f} s, {ten / cpu:.2f}x",
            "4x",
        ),
        ("two at once, of one after the other: wall", _parallel_row(figures), "at most 1x"),
        ("most memory at a time, all processes", f"{peak:.0f} MiB", "1229 MiB"),
        ("clips whose crop moves, of all", f"{ad['crops_that_move']} of {ad['clips']}", "at least 4"),
        ("load of the machine when the run began", f"{figures['load_at_start']:.1f}", "0"),
        ("the same bytes twice", "yes" if figures["same_bytes"] else "no", "yes"),
    ]
    lines = [f"| {name} | {value} | {goal} |" for name, value, goal in rows]
    return "\n".join(["| case | measured | goal |", "|---|---|---|", *lines])


def _mean(costs: Sequence[Mapping[str, float]], name: str) -> float:
    return sum(cost[name] for cost in costs) / len(costs)


def _moviepy_row(cost: Mapping[str, float] | None, cold: float) -> str:
    return "not measured" if cost is None else f"{cost['cpu_seconds']:.0f} s, {cost['cpu_seconds'] / cold:.1f}x cold"


def _parallel_row(figures: Mapping[str, Any]) -> str:
    together, apart = figures["parallel_wall_seconds"], sum(cost["wall_seconds"] for cost in figures["cold"])
    return f"{together:.0f} s of {apart:.0f} s, {together / apart:.2f}x"
