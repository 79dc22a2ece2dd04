"""Where the subject of a scene is at each sampled moment, for a crop that follows it."""

from collections.abc import Sequence

from geminivideo.core.footage_scene import Box, SubjectSample
from geminivideo.footage.extractors.faces import Face
from geminivideo.footage.observations import Sample
from geminivideo.footage.scene_content import objects_of
from geminivideo.footage.scene_objects import people_by_moment

_SURE = 0.75  # a face this sure needs no witness
_WITNESS_SAMPLES = 2
_BRIDGE_SECONDS = 1.0
_LEAST_REGION_CONFIDENCE = 0.15


def subjects_of(samples: Sequence[Sample]) -> tuple[SubjectSample, ...]:
    """Every face; else people, what moves by itself and what stands out.

    A moment without a face between two with one yields nothing: the detector blinked, and the crop is steadier when
    it goes from face to face than when it jumps to whatever moved.
    """
    faces = [_trusted(samples, place) for place in range(len(samples))]
    people = people_by_moment(objects_of(samples) or ())
    seen_at = [sample.at_seconds for sample, found in zip(samples, faces, strict=True) if found]
    subjects: list[SubjectSample] = []
    for sample, found in zip(samples, faces, strict=True):
        if found:
            subjects += [_subject(sample, "face", face.box, face.confidence) for face in found]
        elif not _between_faces(sample.at_seconds, seen_at):
            bodies = people.get(sample.at_seconds, ())
            subjects += [_subject(sample, "person", person.box, person.confidence) for person in bodies]
            subjects += _elsewhere(sample)
    return tuple(subjects)


def _elsewhere(sample: Sample) -> list[SubjectSample]:
    """Both: a hand that moves is often only one end of what is to be seen, and the still end stands out."""
    regions = (("motion", sample.moving), ("saliency", sample.salient))
    return [
        _subject(sample, kind, region.box, region.confidence)
        for kind, region in regions
        if region and region.confidence >= _LEAST_REGION_CONFIDENCE
    ]


def _subject(sample: Sample, kind: str, box: Box, confidence: float) -> SubjectSample:
    return SubjectSample.model_validate(
        {"at_seconds": sample.at_seconds, "kind": kind, "box": box, "confidence": confidence}
    )


def _between_faces(at: float, seen_at: Sequence[float]) -> bool:
    before = any(0 < at - seen <= _BRIDGE_SECONDS for seen in seen_at)
    after = any(0 < seen - at <= _BRIDGE_SECONDS for seen in seen_at)
    return before and after


def _trusted(samples: Sequence[Sample], place: int) -> list[Face]:
    """Faces that are sure, or that a sample close by saw at about the same place."""
    first, last = max(0, place - _WITNESS_SAMPLES), place + _WITNESS_SAMPLES + 1
    witnesses = [
        witness
        for other, sample in enumerate(samples[first:last], start=first)
        if other != place
        for witness in sample.faces or ()
    ]
    return [
        face
        for face in samples[place].faces or ()
        if face.confidence >= _SURE or any(_same_place(face.box, witness.box) for witness in witnesses)
    ]


def _same_place(one: Box, other: Box) -> bool:
    reach = max(one.width, other.width), max(one.height, other.height)
    return abs(one.centre_x - other.centre_x) < reach[0] and abs(one.centre_y - other.centre_y) < reach[1]
