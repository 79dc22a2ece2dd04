"""Pictures at even distances beside each other, as players show them over their time line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.previews.lettering import in_a_row

_PICTURES = 12
_HEIGHT = 200


def strip_frames(plan: EditPlan) -> list[int]:
    return [round((number + 0.5) * plan.frames / _PICTURES) for number in range(_PICTURES)]


def strip_frames_around(plan: EditPlan) -> dict[int, range]:
    """With the stretch of the ad that each picture of the strip stands for."""
    reach = plan.frames // _PICTURES // 2
    return {frame: range(max(0, frame - reach), min(plan.frames, frame + reach + 1)) for frame in strip_frames(plan)}


def draw_strip(plan: EditPlan, pictures: Mapping[int, Any], target: Path) -> None:
    tiles = [pictures[frame] for frame in strip_frames(plan)]
    width = round(tiles[0].width * _HEIGHT / tiles[0].height)
    small = [tile.resize((width, _HEIGHT)) for tile in tiles]
    in_a_row(small, 0).save(target, format="JPEG", quality=82, optimize=True)
