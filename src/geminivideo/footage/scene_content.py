"""What is seen, written and said in a scene, from what the looks into it found and what was heard."""

from collections.abc import Mapping, Sequence

from geminivideo.core.footage_scene import SceneContent, SeenObject
from geminivideo.footage.extractors.writing.distinct import distinct_lines
from geminivideo.footage.observations import Sample
from geminivideo.footage.scene_objects import people_by_moment, trusted_objects
from geminivideo.footage.shot_scale import shot_scale
from geminivideo.footage.speech.features import SaidInScene


def scene_content(
    samples: Sequence[Sample], said: SaidInScene, backends: Mapping[str, str], picture_shape: float
) -> SceneContent:
    """`backends` are those that looked; `picture_shape` is width / height."""
    objects = objects_of(samples)
    faces = [[face.box for face in sample.faces or ()] for sample in samples]
    people = [[person.box for person in found] for found in people_by_moment(objects or ()).values()]
    texts = [sample.text for sample in samples if sample.text is not None]
    answers = {"objects": objects is not None, "text": bool(texts), "faces": any(s.faces is not None for s in samples)}
    looked = {kind: backend for kind, backend in backends.items() if answers[kind]}
    return SceneContent(
        objects=objects,
        text=distinct_lines(line for lines in texts for line in lines) if texts else None,
        words=said.words,
        language=said.language,
        shot_scale=shot_scale(faces, people, picture_shape),
        backends={**looked, **said.backends},
    )


def objects_of(samples: Sequence[Sample]) -> tuple[SeenObject, ...] | None:
    """None when nobody looked."""
    looks = [sample.objects for sample in samples if sample.objects is not None]
    return trusted_objects(looks) if looks else None
