"""From a document that a person may have changed to the corrections in it; bad ones are told by scene and field."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from geminivideo.core.complaints import complaints_of
from geminivideo.core.errors import InvalidInputError
from geminivideo.footage.sidecar.corrections import Corrections, SceneCorrection
from geminivideo.footage.sidecar.cuts import boundaries, same_times
from geminivideo.footage.sidecar.document import BaselineScene, SidecarDocument
from geminivideo.footage.sidecar.fields import SceneFields

_SHOWN = 10
_REMEDY = "mend the named fields; GET /api/video/{footage_id}/sidecar gives the document as it stands"


def read_sidecar(document: object) -> SidecarDocument:
    """Raise InvalidInputError for what is no sidecar document, naming scenes as people count them."""
    try:
        return SidecarDocument.model_validate(document)
    except ValidationError as error:
        raise not_a_sidecar(error) from error


def not_a_sidecar(error: ValidationError) -> InvalidInputError:
    found = [{**one, "loc": _place(one["loc"])} for one in error.errors(include_url=False)]
    complaints = complaints_of(found)[:_SHOWN]
    told = "; ".join(f"{complaint['field']} {complaint['message']}" for complaint in complaints)
    return InvalidInputError(f"{told}.", next_step=_REMEDY)


def corrections_in(document: SidecarDocument) -> Corrections:
    """Everything in it that a person wrote, this time or before.

    Raises:
        InvalidInputError: when times do not fit together.
    """
    known = sorted(document.baseline.scenes, key=lambda scene: scene.start_seconds)
    edges = boundaries(document.scenes, known)
    moved = document.baseline.cuts_corrected or not same_times(edges, boundaries(known, known))
    scenes = []
    for scene, (start, end) in zip(document.scenes, pairwise(edges), strict=True):
        if said := _said(scene, _nearest(start, end, known)):
            fields = SceneFields.model_validate(said)
            scenes.append(SceneCorrection(start_seconds=start, end_seconds=end, fields=fields))
    return Corrections(cuts=edges[1:-1] if moved else None, scenes=tuple(scenes))


def is_changed(document: SidecarDocument) -> bool:
    """Whether somebody changed it since it was written.

    Raises:
        InvalidInputError: as `corrections_in`.
    """
    known = sorted(document.baseline.scenes, key=lambda scene: scene.start_seconds)
    if not same_times(boundaries(document.scenes, known), boundaries(known, known)):
        return True
    return any(
        scene.fingerprint(name) != written
        for scene, before in zip(document.scenes, known, strict=True)
        for name, written in before.fields.items()
        if name in SceneFields.model_fields
    )


def _said(scene: SceneFields, before: BaselineScene) -> Mapping[str, Any]:
    """Fields that a person wrote: unlike what the document said, or written by a person before."""
    return {
        name: value
        for name, value in scene.said.items()
        if name in before.corrected or scene.fingerprint(name) != before.fields.get(name)
    }


def _nearest(start: float, end: float, known: Sequence[BaselineScene]) -> BaselineScene:
    """The scene of the baseline, sorted by time, that has most of these seconds."""
    first = max(0, bisect_right(known, start, key=lambda scene: scene.start_seconds) - 1)
    best, most = known[first], -1.0
    for scene in known[first:]:
        if scene.start_seconds >= end and most >= 0:
            break
        shared = min(end, scene.end_seconds) - max(start, scene.start_seconds)
        if shared > most:
            best, most = scene, shared
    return best


def _place(loc: Sequence[int | str]) -> tuple[int | str, ...]:
    """Lists are counted from 1, and a scene and its field are one name."""
    counted = [part + 1 if isinstance(part, int) else part for part in loc]
    if counted[:1] == ["scenes"] and len(counted) > 1:
        return (": ".join([f"scene {counted[1]}", *map(str, counted[2:3])]), *counted[3:])
    return tuple(counted)
