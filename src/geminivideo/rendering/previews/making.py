"""The previews of a finished ad as files of its workspace."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.previews.contact_sheet import LONG_EDGE, draw_contact_sheet, telling_frame
from geminivideo.rendering.previews.crop_picture import draw_crop_picture
from geminivideo.rendering.previews.looking_through import pictures_at
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.previews.strip import draw_strip, strip_frames
from geminivideo.rendering.previews.waveform import draw_waveform
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.workspace import Workspace


def make_previews(
    video: Path,
    sound: Path,
    plan: EditPlan,
    scenes: Sequence[FootageScene],
    workspace: Workspace,
    check: Callable[[], None],
) -> Mapping[Preview, Path]:
    """Sheet and strip are drawn from one pass over the ad; the picture of the crop is there if footage was used."""
    sheet, strip = (workspace.path(name, video.name, ".jpg") for name in ("contact-sheet", "strip"))
    if not (sheet.exists() and strip.exists()):
        numbers = [*(telling_frame(clip) for clip in plan.clips), *strip_frames(plan)]
        pictures = pictures_at(video, numbers, LONG_EDGE, check)
        workspace.produce("contact-sheet", video.name, ".jpg", lambda to: draw_contact_sheet(plan, pictures, to))
        workspace.produce("strip", video.name, ".jpg", lambda to: draw_strip(plan, pictures, to))
    waveform = workspace.produce("waveform", sound.name, ".png", lambda to: draw_waveform(sound, to))
    made = {Preview.CONTACT_SHEET: sheet, Preview.STRIP: strip, Preview.WAVEFORM: waveform}
    crop = workspace.path("crop", _crop_inputs(plan, scenes), ".jpg")
    return {**made, Preview.CROP: crop} if crop.exists() else made


def keep_crop_picture(
    ffmpeg: Ffmpeg,
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

    def draw(target: Path) -> None:
        with workspace.scratch() as scratch:
            draw_crop_picture(ffmpeg, plan, scenes, sources, facts, scratch, target, check)

    workspace.produce("crop", _crop_inputs(plan, scenes), ".jpg", draw)


def _crop_inputs(plan: EditPlan, scenes: Sequence[FootageScene]) -> str:
    clips = [clip.model_dump(mode="json") for clip in plan.clips if isinstance(clip, FootageClip)]
    subjects = [[scene.scene_id, [each.model_dump(mode="json") for each in scene.subjects]] for scene in scenes]
    return json.dumps([clips, [source.sha256 for source in plan.sources], subjects])
