"""The previews of a finished ad as files of its workspace; what other ads show too is taken from the cache."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from geminivideo.core.footage_scene import FootageScene
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.looking_through import pictures_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.previews.contact_sheet import LONG_EDGE, draw_contact_sheet
from geminivideo.rendering.previews.crop_picture import draw_crop_picture
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.previews.strip import draw_strip, strip_frames_around
from geminivideo.rendering.previews.telling import telling_frames
from geminivideo.rendering.previews.waveform import draw_waveform
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.workspace import Workspace

_SHEET, _STRIP = "contact-sheet", "strip"
_DRAWN = {_SHEET: draw_contact_sheet, _STRIP: draw_strip}


def make_previews(
    video: Path, sound: Path, plan: EditPlan, scenes: Sequence[FootageScene], workspace: Workspace
) -> Mapping[Preview, Path]:
    """All there are: the picture of the crop is there if footage was used."""
    waveform = workspace.produce("waveform", sound.name, ".png", lambda to: draw_waveform(sound, to))
    made = {
        Preview.CONTACT_SHEET: workspace.path(_SHEET, video.name, ".jpg"),
        Preview.STRIP: workspace.path(_STRIP, video.name, ".jpg"),
        Preview.WAVEFORM: waveform,
    }
    crop = workspace.path("crop", _crop_inputs(plan, scenes), ".jpg")
    return {**made, Preview.CROP: crop} if crop.exists() else made


def keep_pictures(video: Path, plan: EditPlan, shown: str, workspace: Workspace, check: Callable[[], None]) -> None:
    """Sheet and strip, from one pass over the ad. `shown` stands for all its pictures, whatever sounds with them."""
    clips = [clip.model_dump(mode="json") for clip in plan.clips]
    inputs = json.dumps([shown, clips, code_digest("previews", "text", "looking_through.py", "upright.py")])
    drawn = [workspace.find(f"shared-{name}", inputs, ".jpg", shared=True) for name in _DRAWN]
    if None in drawn:
        telling = [telling_frames(plan, clip) for clip in plan.clips]
        numbers = strip_frames_around(plan) | {each.start: each for each in telling}
        pictures = pictures_at(video, numbers, LONG_EDGE, check)
        for name, draw in _DRAWN.items():
            workspace.produce(f"shared-{name}", inputs, ".jpg", partial(draw, plan, pictures), shared=True)
    for name in _DRAWN:
        path = workspace.path(f"shared-{name}", inputs, ".jpg")
        workspace.produce(name, video.name, ".jpg", partial(shutil.copyfile, path))


def keep_crop_picture(
    plan: EditPlan,
    scenes: Sequence[FootageScene],
    sources: Mapping[str, Path],
    facts: Mapping[str, SourceFacts],
    workspace: Workspace,
    check: Callable[[], None],
) -> None:
    """While the sources are at hand; `scenes` may be empty, as for a plan from outside: then only windows are drawn."""
    if not any(isinstance(clip, FootageClip) for clip in plan.clips):
        return
    workspace.produce(
        "crop",
        _crop_inputs(plan, scenes),
        ".jpg",
        lambda to: draw_crop_picture(plan, scenes, sources, facts, workspace, to, check),
        shared=True,
        check=check,
    )


def _crop_inputs(plan: EditPlan, scenes: Sequence[FootageScene]) -> str:
    clips = [
        [number, clip.model_dump(mode="json")]
        for number, clip in enumerate(plan.clips)
        if isinstance(clip, FootageClip)
    ]
    subjects = [[scene.scene_id, [each.model_dump(mode="json") for each in scene.subjects]] for scene in scenes]
    drawn_by = code_digest("previews", "text", "crop", "keyframes", "looking_through.py", "upright.py")
    return json.dumps([clips, [source.sha256 for source in plan.sources], subjects, drawn_by])
