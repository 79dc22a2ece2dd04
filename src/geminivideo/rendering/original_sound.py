"""The clips' own sound: a little before and after their pictures, so that a cut is not heard where it is seen."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.rendering.plan.clips import Clip, ClipSound, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.sound.decode import PlacedSound

_LEAD, _TAIL = 6, 9  # frames of a J and of an L cut: a breath, not a sentence


def with_original_sound(plan: EditPlan) -> EditPlan:
    """The plan in which every clip that has sound is heard, with J and L cuts as far as film and neighbours allow."""
    clips = tuple(_heard(plan, index, clip) for index, clip in enumerate(plan.clips))
    return EditPlan(**{**dict(plan), "clips": clips})


def _heard(plan: EditPlan, index: int, clip: Clip) -> Clip:
    if not isinstance(clip, FootageClip) or not plan.source(clip.footage_id).has_audio:
        return clip
    before = plan.clips[index - 1].frames if index else 0
    after = plan.clips[index + 1].frames if index + 1 < len(plan.clips) else 0
    left = plan.source(clip.footage_id).duration_seconds - clip.in_seconds - clip.frames / FPS
    lead = max(0, min(_LEAD, before, int(clip.in_seconds * FPS)))
    tail = max(0, min(_TAIL, after, int(left * FPS)))
    return clip.model_copy(update={"sound": ClipSound(lead_frames=lead, tail_frames=tail)})


def places(
    plan: EditPlan, open_source: Callable[[FootageSource], AbstractContextManager[Path]], stack: ExitStack
) -> list[PlacedSound]:
    """Which stretch of which file is heard where; the files stay open as long as `stack` does."""
    heard = [clip for clip in plan.clips if isinstance(clip, FootageClip) and clip.sound]
    sources = {clip.footage_id: plan.source(clip.footage_id) for clip in heard}
    paths = {footage_id: stack.enter_context(open_source(source)) for footage_id, source in sources.items()}
    return [_placed(clip, clip.sound, paths[clip.footage_id]) for clip in heard if clip.sound]


def _placed(clip: FootageClip, sound: ClipSound, path: Path) -> PlacedSound:
    return PlacedSound(
        path=path,
        start_seconds=(clip.start - sound.lead_frames) / FPS,
        from_seconds=max(0.0, clip.in_seconds - sound.lead_frames / FPS),
        seconds=(sound.lead_frames + clip.frames + sound.tail_frames) / FPS,
        gain_db=sound.gain_db,
    )


def heard_in(plan: EditPlan) -> list[object]:
    """What stands for the original sound of a plan: equal lists sound the same."""
    return [
        [plan.source(clip.footage_id).sha256, clip.start, clip.frames, clip.in_seconds, clip.sound.model_dump()]
        for clip in plan.clips
        if isinstance(clip, FootageClip) and clip.sound
    ]
