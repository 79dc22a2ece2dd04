"""The ad on one page: a picture of each clip with what it is and why it was chosen."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.previews.lettering import FAINT, GROUND, INK, in_a_row, lines, stacked, write
from geminivideo.rendering.previews.telling import telling_frame

LONG_EDGE = 400
_COLUMNS = 5
_GAP = 12
_PIXELS = 14
_LINE = 19
_DESCENDERS = 6
_REASON_LINES = 5
_NARROWEST = 225


def draw_contact_sheet(plan: EditPlan, pictures: Mapping[int, Any], target: Path) -> None:
    tiles = [
        _tile(number, clip, pictures[telling_frame(plan, clip)]) for number, clip in enumerate(plan.clips, start=1)
    ]
    rows = [in_a_row(tiles[first : first + _COLUMNS], _GAP) for first in range(0, len(tiles), _COLUMNS)]
    stacked(rows, _GAP).save(target, format="JPEG", quality=85, optimize=True)


def _tile(number: int, clip: Clip, picture: Any) -> Any:
    from PIL import Image

    width = max(_NARROWEST, picture.width)
    texts = _texts(number, clip, width)
    tile = Image.new("RGB", (width, picture.height + (2 + _REASON_LINES) * _LINE + _DESCENDERS), GROUND)
    tile.paste(picture, ((width - picture.width) // 2, 0))
    for row, text in enumerate(texts, start=1):
        write(tile, 0, picture.height + row * _LINE, text, _PIXELS, INK if row == 1 else FAINT)
    return tile


def _texts(number: int, clip: Clip, width: int) -> Sequence[str]:
    span = f"{number}  {clip.start / FPS:.2f} - {clip.end / FPS:.2f} s"
    what = f"{_name(clip)}, {clip.transition.value}"
    return [span, *lines(what, _PIXELS, width, 1), *lines(clip.reason, _PIXELS, width, _REASON_LINES)]


def _name(clip: Clip) -> str:
    if isinstance(clip, FootageClip):
        return clip.footage_id
    return clip.asset_id if isinstance(clip, StillClip) else clip.kind.replace("_", " ")
