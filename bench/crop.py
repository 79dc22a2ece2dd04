"""Smart crop against people: `python -m bench crop`.

RetargetVid holds the crop windows that six people drew for each frame of 100 videos, at 1:3 and 3:1; the videos
themselves are not available, so no detector can run. The planner is fed boxes made from ONE person's windows: smaller,
jittered, 15% missing and 5% somewhere else, four a second. Its window is compared with those of the OTHER five people,
and each person takes the turn of being the detector. This measures the planner, not the detectors.
"""

import io
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import crop_motion
from geminivideo.core.footage_scene import Box, FootageSource, SubjectSample
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.crop.framing import Framing, Shot, frame_shot
from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.frames import FPS

Array = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared" / "data" / "crop"
SIZE = FrameSize(640, 360)
PEOPLE = 6
RATIOS = {"1-3": FrameSize(1, 3), "3-1": FrameSize(3, 1)}
DEVELOPED_ON = 50  # videos that were looked at while the planner's limits were set; the others are reported

_SEED = 20_26
_SAMPLE_EVERY = 8  # frames: about four a second, as the footage analysis samples
_MISSED, _FALSE = 0.15, 0.05
_JITTER = 0.04  # of the picture, standard deviation
_SUBJECT = 0.6  # of the person's window
_CUT_PIXELS = 25  # a window that jumps this far from one frame to the next
_CUT_PEOPLE = 4  # of the twelve windows, so that it is the film that cuts
_NOTICED = 0.02  # IoU: less is no difference between two windows of one video
_LONGEST_SHOT = 8 * FPS  # the footage analysis splits longer ones


@dataclass(frozen=True, slots=True)
class Film:
    """Windows of all people by ratio: people x frames x (left, top, right, bottom)."""

    name: str
    windows: Mapping[str, Array]
    shots: tuple[tuple[int, int], ...]  # first frame and the one after the last


def films() -> list[Film]:
    people = [_windows(DATA / f"retargetvid_annotator_{person}.zip") for person in range(1, PEOPLE + 1)]
    names = sorted({name.partition("_")[0] for name in people[0]})
    return [_film(name, people) for name in names]


def _windows(path: Path) -> dict[str, Array]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.removesuffix(".txt"): np.loadtxt(io.BytesIO(archive.read(name)), delimiter=",", ndmin=2)
            for name in archive.namelist()
            if name.endswith(".txt")
        }


def _film(name: str, people: Sequence[Mapping[str, Array]]) -> Film:
    tracks = {ratio: [person[f"{name}_{ratio}"] for person in people] for ratio in RATIOS}
    frames = min(len(track) for each in tracks.values() for track in each)
    windows = {ratio: np.stack([track[:frames] for track in each]) for ratio, each in tracks.items()}
    return Film(name, windows, tuple(_shots(windows, frames)))


def _shots(windows: Mapping[str, Array], frames: int) -> Iterator[tuple[int, int]]:
    """Between frames at which several people's windows jump at once; long ones in equal parts."""
    jumps = sum((np.abs(np.diff(each, axis=1)).max(axis=2) > _CUT_PIXELS).sum(axis=0) for each in windows.values())
    cuts = [0, *(int(at) + 1 for at in np.flatnonzero(jumps >= _CUT_PEOPLE)), frames]
    for begin, end in pairwise(cuts):
        parts = -(-(end - begin) // _LONGEST_SHOT)
        edges = np.linspace(begin, end, parts + 1).round().astype(int).tolist()
        yield from ((a, b) for a, b in pairwise(edges) if b > a)


def detections(windows: Array, rng: np.random.Generator) -> list[SubjectSample]:
    """What a middling detector would say if it saw what this person looked at."""
    found = []
    for frame in range(0, len(windows), _SAMPLE_EVERY):
        missed, astray = rng.random() < _MISSED, rng.random() < _FALSE
        box = _box(windows[frame], rng, astray=astray)
        sure = float(rng.uniform(0.4, 0.95))
        if not missed:
            found.append(SubjectSample(at_seconds=frame / FPS, kind="motion", box=box, confidence=sure))
    return found


def _box(window: Array, rng: np.random.Generator, *, astray: bool) -> Box:
    left, top, right, bottom = window / [SIZE.width, SIZE.height, SIZE.width, SIZE.height]
    centre = rng.random(2) if astray else np.array([left + right, top + bottom]) / 2 + rng.normal(0, _JITTER, 2)
    size = np.array([right - left, bottom - top]) * _SUBJECT * rng.uniform(0.7, 1.3, 2)
    low, high = np.clip(centre - size / 2, 0, 1), np.clip(centre + size / 2, 0, 1)
    return Box(x=low[0], y=low[1], width=high[0] - low[0], height=high[1] - low[1])


def planned(film: Film, ratio: str, found: Sequence[SubjectSample]) -> tuple[Array, Array, int]:
    """Windows of the planner for every frame, with moves and without, and the number of shots in which it moves."""
    moving, standing, moves = [], [], 0
    for begin, end in film.shots:
        shot = Shot(begin / FPS, end - begin)
        framing = frame_shot(_SOURCE, RATIOS[ratio], _during(found, begin, end), shot)
        moves += bool(framing.path)
        moving += _views(framing, shot)
        standing += _views(replace(framing, path=()), shot)
    return np.array(moving), np.array(standing), moves


def _during(found: Sequence[SubjectSample], begin: int, end: int) -> list[SubjectSample]:
    return [sample for sample in found if begin <= round(sample.at_seconds * FPS) < end]


def _views(framing: Framing, shot: Shot) -> list[tuple[float, float, float, float]]:
    clip = FootageClip(
        scene=0,
        start=0,
        frames=shot.frames,
        footage_id="film",
        scene_id="shot",
        in_seconds=0,
        crop=framing.window,
        fill=framing.fill,
        crop_path=framing.path,
    )
    views = (view_at(clip, frame) for frame in range(shot.frames))
    return [(view.left, view.top, view.right, view.bottom) for view in views]


_SOURCE = FootageSource(
    footage_id="film",
    storage_key="",
    label="",
    width=SIZE.width,
    height=SIZE.height,
    frame_rate=FPS,
    duration_seconds=1000,
    has_audio=False,
    sha256="",
)


def agreement(one: Array, others: Array) -> float:
    """Mean intersection over union, over all frames and all windows of `others`."""
    width = np.minimum(one[..., 2], others[..., 2]) - np.maximum(one[..., 0], others[..., 0])
    height = np.minimum(one[..., 3], others[..., 3]) - np.maximum(one[..., 1], others[..., 1])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    return float((shared / (_area(one) + _area(others) - shared)).mean())


def _area(windows: Array) -> Array:
    area: Array = (windows[..., 2] - windows[..., 0]) * (windows[..., 3] - windows[..., 1])
    return area


def _centre(windows: Array) -> Array:
    left, top, right, bottom = windows[0, 0]
    across, down = (SIZE.width - (right - left)) / 2, (SIZE.height - (bottom - top)) / 2
    return np.array([across, down, across + right - left, down + bottom - top])


def of_film(film: Film, ratio: str) -> dict[str, float]:
    """Means over the six turns."""
    windows = film.windows[ratio]
    turns = []
    for person in range(PEOPLE):
        others = np.delete(windows, person, axis=0)
        rng = np.random.default_rng([_SEED, int(film.name), person])
        moving, standing, moves = planned(film, ratio, detections(windows[person], rng))
        turns.append(
            (agreement(_centre(windows), others), agreement(standing, others), agreement(moving, others), moves)
        )
    centre, standing_, moving_, moves_ = np.mean(turns, axis=0)
    among = np.mean([agreement(windows[a], windows[b]) for a, b in combinations(range(PEOPLE), 2)])
    return {
        "centre": float(centre),
        "standing": float(standing_),
        "with_moves": float(moving_),
        "people": float(among),
        "moving_shots": float(moves_) / len(film.shots),
    }


def measure() -> dict[str, Any]:
    if not DATA.is_dir():
        sys.exit(f"The annotated crop windows are not at {DATA}: get RetargetVid, or measure something else.")
    everything = films()
    halves = {"developed_on": everything[:DEVELOPED_ON], "held_back": everything[DEVELOPED_ON:]}
    return {
        "detections": {
            "made_from": "one person's windows; compared with the other five",
            "missed": _MISSED,
            "false": _FALSE,
            "jitter_of_picture": _JITTER,
            "box_of_window": _SUBJECT,
            "frames_between": _SAMPLE_EVERY,
        },
        "motion": crop_motion.measure(),
        **{half: {ratio: _summary(some, ratio) for ratio in RATIOS} for half, some in halves.items()},
    }


def _summary(some: Sequence[Film], ratio: str) -> dict[str, Any]:
    rows = [of_film(film, ratio) for film in some]
    gain = np.array([row["with_moves"] - row["centre"] for row in rows])
    people = np.array([row["people"] - row["centre"] for row in rows])
    draws = np.random.default_rng(_SEED).choice(gain, (2000, len(gain))).mean(axis=1)
    return {
        "films": len(rows),
        "shots": sum(len(film.shots) for film in some),
        **{name: float(np.mean([row[name] for row in rows])) for name in rows[0]},
        "gain_over_centre_95": [float(value) for value in np.quantile(draws, [0.025, 0.975])],
        "films_better": float((gain > _NOTICED).mean()),
        "films_worse": float((gain < -_NOTICED).mean()),
        "people_better": float((people > _NOTICED).mean()),
        "people_worse": float((people < -_NOTICED).mean()),
    }


def table(figures: Mapping[str, Any]) -> str:
    held = figures["held_back"]
    rows = [
        ("centre crop", "centre"),
        ("planner, one place per shot", "standing"),
        ("**planner as it is, with moves**", "with_moves"),
        ("people among themselves", "people"),
    ]
    lines = [
        f"| mean IoU with people's windows, {held['1-3']['films']} videos | 1:3 | 3:1 |",
        "|---|---|---|",
        *(f"| {name} | {held['1-3'][key]:.3f} | {held['3-1'][key]:.3f} |" for name, key in rows),
        f"| planner over centre, 95% interval over videos | {_interval(held['1-3'])} | {_interval(held['3-1'])} |",
    ]
    shares = [
        (f"videos in which the planner is better than the centre by {_NOTICED}", "films_better"),
        ("the same for people among themselves", "people_better"),
        (f"videos in which the planner is worse by {_NOTICED}", "films_worse"),
        ("the same for people among themselves", "people_worse"),
        ("shots in which the planner moves", "moving_shots"),
    ]
    lines += [f"| {name} | {held['1-3'][key]:.0%} | {held['3-1'][key]:.0%} |" for name, key in shares]
    return "\n".join([*lines, "", *crop_motion.lines(figures["motion"])])


def _interval(figures: Mapping[str, Any]) -> str:
    low, high = figures["gain_over_centre_95"]
    return f"{low:+.3f} to {high:+.3f}"
