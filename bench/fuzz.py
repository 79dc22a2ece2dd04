"""Hostile media through the whole chain: `python -m bench fuzz`.

Every file of the shared hostile and footage folders, every odd file that `bench.fuzz_media` makes, and damaged copies
go through intake, analysis, plan and preview, each in a process of its own with limited time. Counted is what came out:
a verified video, or an error that says what to do. Anything else is a crash, and ends the run with an error.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import fuzz_media
from geminivideo.core.media.ffmpeg import find_ffmpeg

DATA = Path(__file__).parents[2] / "shared" / "data"
_SECONDS = 180
_SEEDS = range(6)
_DAMAGED = ("no sound.mp4", "sound alone at first.mkv", "interlaced.ts", "hlg.mp4")


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="geminivideo-fuzz-") as folder:
        root = Path(folder)
        media, home = root / "media", root / "home"
        media.mkdir()
        groups: dict[str, list[dict[str, Any]]] = {}
        for group, name, path in _files(media):
            found = {"file": name, **_through(path, home)}
            print(f"{found['verdict']:9} {found.get('seconds', 0):6.1f} s  {name!r}", flush=True)
            groups.setdefault(group, []).append(found)
        strays = _strays(root, media, home)
    figures = {group: _summary(found) for group, found in groups.items()}
    faults = [each for found in groups.values() for each in found if each["verdict"] not in {"rendered", "refused"}]
    if faults or strays:
        sys.exit(f"faults: {json.dumps(faults, indent=1)}\nfiles outside the home: {strays}")
    return {"groups": figures, "limit_seconds": _SECONDS}


def table(figures: Mapping[str, Any]) -> str:
    lines = [
        "| files | tried | video | refused | crashed or hung | longest | peak memory of one process |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {group} | {row['tried']} | {row['rendered']} | {row['refused']} | {row['crashed']} | "
        f"{row['longest_seconds']:.0f} s | {row['peak_mib']} MiB |"
        for group, row in figures["groups"].items()
    ]
    return "\n".join(lines)


def _files(media: Path) -> Iterator[tuple[str, str, Path]]:
    for kind in ("hostile", "footage"):
        for path in sorted((DATA / kind).glob("*")):
            if path.suffix != ".csv":
                yield f"shared, {kind}", path.name, path
    made = fuzz_media.make(find_ffmpeg(None), media)
    for name, path in made.items():
        yield "odd on purpose", name, path
    for original in _DAMAGED:
        for name, path in fuzz_media.damaged(made[original], media, _SEEDS):
            yield "bytes flipped", f"{original} {name}", path


def _through(path: Path, home: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.fuzz_chain", str(path.absolute()), str(home)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, text=True)
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"verdict": "hung"}
    except ValueError:
        return {"verdict": "crashed", "detail": done.stderr[-400:]}
    return answer


def _summary(found: list[dict[str, Any]]) -> dict[str, Any]:
    verdicts = Counter(each["verdict"] for each in found)
    return {
        "tried": len(found),
        "rendered": verdicts["rendered"],
        "refused": verdicts["refused"],
        "crashed": len(found) - verdicts["rendered"] - verdicts["refused"],
        "longest_seconds": max(each.get("seconds", 0.0) for each in found),
        "peak_mib": max(each.get("peak_mib", 0) for each in found),
        "reasons": {each["file"]: each["detail"][:160] for each in found if each["verdict"] == "refused"},
    }


def _strays(root: Path, *expected: Path) -> list[str]:
    return [str(path) for path in root.iterdir() if path not in expected]
