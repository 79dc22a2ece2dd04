"""The plan with its subjects in view: crop windows on people, titles off faces."""

from collections.abc import Sequence

from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.vocabulary import Platform
from geminivideo.rendering.crop.framing import Shot, frame_shot
from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.title_placement import place_titles

_PUNCH_IN = 1.16
_PUNCH_IN_HEIGHT = 600  # source pixels that must remain: an enlarged small picture looks cheap
_AROUND_SECONDS = 0.5  # subjects a little before and after a shot are still its subjects


def reframe(plan: EditPlan, footage: Sequence[FootageScene]) -> EditPlan:
    """The plan with every crop window on its subjects and every title off the faces.

    Shots of one file in a row alternate in closeness: a cut must look meant.
    """
    by_id = {scene.scene_id: scene for scene in footage}
    clips: list[Clip] = []
    closer = False
    before: str | None = None
    for clip in plan.clips:
        if not isinstance(clip, FootageClip) or clip.scene_id not in by_id:
            clips.append(clip)
            before = None
            continue
        closer = not closer if clip.footage_id == before else False
        before = clip.footage_id
        clips.append(_reframed(clip, by_id[clip.scene_id], plan.platform, closer=closer))
    reframed = EditPlan(**{**dict(plan), "clips": tuple(clips)})  # built anew, so that it is checked anew
    return EditPlan(**{**dict(reframed), "titles": place_titles(reframed, by_id)})


def _reframed(clip: FootageClip, scene: FootageScene, platform: Platform, *, closer: bool) -> FootageClip:
    begin, end = clip.in_seconds - _AROUND_SECONDS, clip.in_seconds + clip.frames / FPS + _AROUND_SECONDS
    near = [sample for sample in scene.subjects if begin <= sample.at_seconds <= end]
    subjects = near or scene.subjects
    frame, shot = platform.frame, Shot(clip.in_seconds, clip.frames)
    framing = frame_shot(scene.source, frame, subjects, shot)
    if closer and framing.window.height / _PUNCH_IN >= _PUNCH_IN_HEIGHT:
        framing = frame_shot(scene.source, frame, subjects, shot, zoom=_PUNCH_IN)
    found = {"crop": framing.window, "fill": framing.fill, "crop_path": framing.path, "crop_reason": framing.reason}
    return clip.model_copy(update=found)
