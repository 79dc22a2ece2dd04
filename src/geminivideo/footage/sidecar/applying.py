"""Corrections on top of a fresh measurement, which may have other scenes than the one that was corrected."""

from bisect import bisect_right
from collections.abc import Sequence

from geminivideo.footage.model import MeasuredScene
from geminivideo.footage.sidecar.correcting import corrected
from geminivideo.footage.sidecar.corrections import Corrections, SceneCorrection
from geminivideo.footage.sidecar.fields import SceneFields

_FITS = 0.5  # of the longer of scene and correction
# A scene that has this much of what must not be shown is not shown; less may be a cut found a few frames elsewhere.
_KEPT_OUT_SECONDS = 0.25


def apply_corrections(
    scenes: Sequence[MeasuredScene], corrections: Corrections | None
) -> tuple[tuple[MeasuredScene, ...], tuple[str, ...]]:
    """The scenes as a person has them, and which corrections fit no scene, in words.

    A correction is of the scene that has most of its seconds, if that is at least half of the longer of both. What is
    kept out of ads is so in every scene that has some of it.
    """
    if corrections is None:
        return tuple(scenes), ()
    starts = [scene.start_seconds for scene in scenes]
    said: dict[int, SceneCorrection] = {}
    kept_out: set[int] = set()
    misfits: list[str] = []
    for correction in corrections.scenes:
        near = _overlapping(correction, scenes, starts)
        place = max(near, key=lambda place: _shared(correction, scenes[place]), default=None)
        if place is not None and place not in said and _fits(correction, scenes[place]):
            said[place] = correction
        else:
            misfits += _misfit(correction)
        if not correction.fields.use:
            kept_out |= {place for place in near if _has_much_of(correction, scenes[place])}
    return tuple(_with(scene, said.get(place), place in kept_out) for place, scene in enumerate(scenes)), tuple(misfits)


def _with(scene: MeasuredScene, correction: SceneCorrection | None, kept_out: bool) -> MeasuredScene:
    fields = correction.fields if correction else SceneFields()
    return corrected(scene, fields.model_copy(update={"use": not kept_out}))


def _overlapping(correction: SceneCorrection, scenes: Sequence[MeasuredScene], starts: Sequence[float]) -> list[int]:
    first = max(0, bisect_right(starts, correction.start_seconds) - 1)
    last = bisect_right(starts, correction.end_seconds)
    return [place for place in range(first, last) if _shared(correction, scenes[place]) > 0]


def _shared(correction: SceneCorrection, scene: MeasuredScene) -> float:
    return correction.overlap(scene.start_seconds, scene.end_seconds)


def _fits(correction: SceneCorrection, scene: MeasuredScene) -> bool:
    longer = max(correction.seconds, scene.end_seconds - scene.start_seconds)
    return _shared(correction, scene) >= _FITS * longer


def _has_much_of(correction: SceneCorrection, scene: MeasuredScene) -> bool:
    half = min(scene.end_seconds - scene.start_seconds, correction.seconds) / 2
    return _shared(correction, scene) >= min(_KEPT_OUT_SECONDS, half)


def _misfit(correction: SceneCorrection) -> list[str]:
    names = [name for name in correction.fields.said if name != "use"]
    if not names:
        return []
    span = f"{correction.start_seconds:.2f}-{correction.end_seconds:.2f} s"
    return [f"the correction of {', '.join(names)} at {span} fits no scene any more: its cuts were found elsewhere"]
