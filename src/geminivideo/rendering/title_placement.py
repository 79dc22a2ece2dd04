"""Keeping titles off faces: a title moves where it would cover somebody who looks out of the picture."""

from collections.abc import Mapping, Sequence

from geminivideo.core.footage_scene import FootageScene, FootageSource, SubjectSample
from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.track import shown_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.words import Title, TitlePlace
from geminivideo.rendering.plan_layout import layout_during
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.titles import arrange

_LEAST_CONFIDENCE = 0.4


def place_titles(plan: EditPlan, scenes: Mapping[str, FootageScene]) -> tuple[Title, ...]:
    return tuple(_placed(title, plan, scenes, layout_during(plan, title)) for title in plan.titles)


def _placed(title: Title, plan: EditPlan, scenes: Mapping[str, FootageScene], layout: Layout) -> Title:
    faces = [face for clip in plan.clips for face in _faces_under(clip, title, scenes, layout)]
    there = TitlePlace.TOP if title.place is TitlePlace.LOW else TitlePlace.LOW
    other = title.model_copy(update={"place": there})
    return other if _covered(other, faces, layout) < _covered(title, faces, layout) else title


def _faces_under(clip: object, title: Title, scenes: Mapping[str, FootageScene], layout: Layout) -> list[Area]:
    if not isinstance(clip, FootageClip) or clip.scene_id not in scenes:
        return []
    if clip.end <= title.start or title.end <= clip.start:
        return []
    scene = scenes[clip.scene_id]
    begin, end = clip.in_seconds - 0.3, clip.in_seconds + clip.frames / FPS + 0.3
    return [
        in_frame(sample, scene.source, shown_at(clip, (sample.at_seconds - clip.in_seconds) * FPS), layout)
        for sample in scene.subjects
        if sample.kind == "face" and sample.confidence >= _LEAST_CONFIDENCE and begin <= sample.at_seconds <= end
    ]


def in_frame(sample: SubjectSample, source: FootageSource, view: Area, layout: Layout) -> Area:
    """Where a place of the source picture comes to stand in the frame that shows this view of it."""
    across, down = layout.frame.width / view.width, layout.frame.height / view.height
    box = sample.box
    left, top = box.x * source.width - view.left, box.y * source.height - view.top
    right, bottom = left + box.width * source.width, top + box.height * source.height
    return Area(left * across, top * down, right * across, bottom * down)


def _covered(title: Title, faces: Sequence[Area], layout: Layout) -> float:
    """Square pixels of faces under the title."""
    _fitted, words = arrange(title, layout)
    if not words:
        return 0.0
    em = words[0].em
    box = Area(
        min(word.centre_x - word.width / 2 for word in words) - 0.3 * em,
        min(word.baseline for word in words) - em,
        max(word.centre_x + word.width / 2 for word in words) + 0.3 * em,
        max(word.baseline for word in words) + 0.3 * em,
    )
    return sum(_shared(box, face) for face in faces)


def _shared(one: Area, other: Area) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height)
