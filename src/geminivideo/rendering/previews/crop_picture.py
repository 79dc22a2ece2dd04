"""What the crop sees: pictures of each source with its subjects, and the window that the ad shows of it.

A row per clip: more pictures where the window moves. Green boxes are faces, amber ones what moves, blue ones what
stands out, as of the moment that is shown.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from geminivideo.core.footage_scene import FootageScene, FootageSource, SubjectSample
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.keyframes.track import shown_at
from geminivideo.rendering.looking_through import Moment, look, opened
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.previews.kept_pictures import kept_pictures
from geminivideo.rendering.previews.lettering import FAINT, in_a_row, lines, stacked, write
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.upright import upright
from geminivideo.rendering.workspace import Workspace

_LONG_EDGE = 300
_MOVING, _STANDING = 2, 1  # pictures of a clip: where it begins and ends to look
_GAP = 8
_PIXELS, _LINE = 14, 20
_NEAR_SECONDS = 0.3  # a subject is drawn when it was seen so close to the moment
_OUTSIDE = 0.35  # brightness of what the ad does not show
_COLOURS = {
    "face": (80, 220, 120),
    "person": (60, 170, 90),
    "object": (200, 120, 255),
    "motion": (255, 190, 60),
    "saliency": (110, 170, 255),
}


def draw_crop_picture(
    plan: EditPlan,
    scenes: Sequence[FootageScene],
    sources: Mapping[str, Path],
    facts: Mapping[str, SourceFacts],
    workspace: Workspace,
    target: Path,
    check: Callable[[], None],
) -> None:
    subjects = {scene.scene_id: scene.subjects for scene in scenes}
    rows = []
    with ExitStack() as stack:

        @cache
        def container(footage_id: str) -> Any:
            return stack.enter_context(opened(sources[footage_id], facts[footage_id].demuxer))

        for number, clip in enumerate(plan.clips, start=1):
            if isinstance(clip, FootageClip):
                source = plan.source(clip.footage_id)
                pictures = kept_pictures(
                    workspace, _seen(clip, source), partial(_pictures, container, clip, source, check)
                )
                rows.append(_row(number, clip, source, subjects.get(clip.scene_id, ()), pictures))
    stacked(rows, _GAP).save(target, format="JPEG", quality=82, optimize=True)


def _seen(clip: FootageClip, source: FootageSource) -> str:
    """What is taken depends on the stretch of the source alone, and not on what is drawn over it."""
    drawn_by = code_digest("previews", "looking_through.py", "upright.py")
    return json.dumps([source.sha256, clip.in_seconds, clip.frames, bool(clip.path), drawn_by])


def _moments(clip: FootageClip) -> list[Moment]:
    """Of the source: one at each end of the clip and the others between, each with its share of the clip around it."""
    count, last = min(clip.frames, _MOVING if clip.path else _STANDING), clip.frames - 1
    edges = [clip.in_seconds + last * number / count / FPS for number in range(count + 1)]
    places = [clip.in_seconds + last * number / max(1, count - 1) / FPS for number in range(count)]
    return [Moment(at, *around) for at, around in zip(places, pairwise(edges), strict=True)]


def _size(source: FootageSource) -> tuple[int, int]:
    share = _LONG_EDGE / max(source.width, source.height)
    return max(2, round(source.width * share)), max(2, round(source.height * share))


def _pictures(
    container: Callable[[str], Any], clip: FootageClip, source: FootageSource, check: Callable[[], None]
) -> dict[int, Any]:
    """By the frame of the clip that each shows."""
    found = look(container(clip.footage_id), _moments(clip), check)
    shown = {round((time - clip.in_seconds) * FPS): frame for time, frame in found.values()}
    return {number: upright(shown[number], *_size(source)) for number in sorted(shown)}


def _row(
    number: int,
    clip: FootageClip,
    source: FootageSource,
    subjects: Sequence[SubjectSample],
    pictures: Mapping[int, Any],
) -> Any:
    from PIL import Image

    drawn = [_drawn(picture, clip, source, subjects, frame) for frame, picture in pictures.items()]
    row = in_a_row(drawn or [Image.new("RGB", _size(source))], _GAP)
    reason = "set by hand" if clip.crop_override else clip.crop_reason
    text = f"{number}   {clip.start / FPS:.2f} s   {clip.footage_id}   {reason}"
    labelled = Image.new(
        "RGB", (max(row.width, _MOVING * (_LONG_EDGE + _GAP) - _GAP), row.height + _LINE), (24, 24, 28)
    )
    labelled.paste(row, (0, _LINE))
    for line in lines(text, _PIXELS, labelled.width, 1):
        write(labelled, 0, _LINE - 6, line, _PIXELS, FAINT)
    return labelled


def _drawn(
    picture: Any, clip: FootageClip, source: FootageSource, subjects: Sequence[SubjectSample], frame: int
) -> Any:
    from PIL import ImageDraw

    across, down = picture.width / source.width, picture.height / source.height
    view = shown_at(clip, frame)
    box = [round(each) for each in (view.left * across, view.top * down, view.right * across, view.bottom * down)]
    drawn = picture.point(lambda value: round(value * _OUTSIDE))
    drawn.paste(picture.crop(box), box[:2])
    canvas = ImageDraw.Draw(drawn)
    for sample in _near(subjects, clip.in_seconds + frame / FPS):
        left, top = sample.box.x * picture.width, sample.box.y * picture.height
        corners = (left, top, left + sample.box.width * picture.width, top + sample.box.height * picture.height)
        canvas.rectangle(corners, outline=_COLOURS[sample.kind], width=2)
    canvas.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), outline=(255, 255, 255), width=2)
    return drawn


def _near(subjects: Sequence[SubjectSample], seconds: float) -> list[SubjectSample]:
    """What was seen at the moment nearest to this one."""
    nearest = min((abs(sample.at_seconds - seconds) for sample in subjects), default=_NEAR_SECONDS)
    return [s for s in subjects if abs(s.at_seconds - seconds) <= nearest + 1e-6 and nearest < _NEAR_SECONDS]
