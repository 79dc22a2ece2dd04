"""How close a shot is, by how much of the picture its people fill.

A face from hairline to chin is about three quarters of a head, a standing body seven to eight heads.

| scale | the largest face is of the picture's height | what one sees then |
|---|---|---|
| extreme_close_up | 0.6 or more | a face or a part of it |
| close_up | 0.28 or more | head and shoulders, down to the chest |
| medium | 0.11 or more | to the waist or the knees |
| wide | less | the whole body and what is around it |

Where no face is seen, the largest person counts: one of at least half the picture's height whose box is not the slim
one of a whole body (wider than 0.6 of its height, in pixels) is cut off, thus medium; any other is wide. Each is the
median over the scene's moments. Without people there is no scale.
"""

from collections.abc import Sequence
from statistics import median

from geminivideo.core.footage_scene import Box, ShotScale

_FACE_HEIGHTS: tuple[tuple[float, ShotScale], ...] = ((0.6, "extreme_close_up"), (0.28, "close_up"), (0.11, "medium"))
_CUT_OFF_HEIGHT, _CUT_OFF_SHAPE = 0.5, 0.6


def shot_scale(
    faces: Sequence[Sequence[Box]], people: Sequence[Sequence[Box]], picture_shape: float
) -> ShotScale | None:
    """Faces and people by moments; moments without any say nothing. `picture_shape`: width / height."""
    largest_faces = [max(found, key=lambda box: box.area) for found in faces if found]
    if largest_faces:
        return _by_face(median(face.height for face in largest_faces))
    largest_people = [max(found, key=lambda box: box.area) for found in people if found]
    return _by_bodies(largest_people, picture_shape) if largest_people else None


def _by_face(height: float) -> ShotScale:
    return next((scale for least, scale in _FACE_HEIGHTS if height >= least), "wide")


def _by_bodies(people: Sequence[Box], picture_shape: float) -> ShotScale:
    height = median(person.height for person in people)
    shape = median(person.width * picture_shape / max(person.height, 1e-6) for person in people)
    return "medium" if height >= _CUT_OFF_HEIGHT and shape > _CUT_OFF_SHAPE else "wide"
