"""The progress bar: a track, and a filling that slides in under a fixed window, so that its shape is drawn only once.

How far it is depends on where in the ad a picture stands: every segment of an ad that has one does too.
"""

from collections.abc import Iterator

from geminivideo.rendering.area import Area
from geminivideo.rendering.cards import circle
from geminivideo.rendering.graphics.places import bar_area
from geminivideo.rendering.palette import Palette, ink_on
from geminivideo.rendering.plan.graphics import ProgressBar
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text import ass
from geminivideo.rendering.text.ass import Event, duration_ms
from geminivideo.rendering.text.direction import language_reads_right_to_left

_LAYER_TRACK, _LAYER_FILL = 6, 7
_TRACK = 0.5  # opacity


def draw_progress_bar(
    bar: ProgressBar, layout: Layout, palette: Palette, frames: int, language: str
) -> Iterator[Event]:
    """`layout` is the platform's own; the accent runs on a track of the shade it is read on, whatever is below."""
    area = bar_area(layout, bar)
    height, width = area.height, area.width
    track = ass.rounded_box(0, 0, width, height, height / 2)
    corner = f"\\pos({area.left:.0f},{area.top:.0f})"
    yield Event(0, frames, _LAYER_TRACK, ass.shape(track, ink_on(palette.accent), opacity=_TRACK, tags=corner))
    backwards = language_reads_right_to_left(language)
    middle = area.right - height / 2 if backwards else area.left + height / 2
    cap = f"\\pos({middle:.1f},{area.centre_y:.1f})"
    yield Event(0, frames, _LAYER_FILL, ass.shape(circle(height / 2), palette.accent, tags=cap))
    yield Event(0, frames, _LAYER_FILL, _filling(area, palette, frames, backwards=backwards))


def _filling(area: Area, palette: Palette, frames: int, *, backwards: bool) -> str:
    """As long as the track, and wholly in it with the last frame. The window spares the round end where it begins."""
    start = area.left + (1 if backwards else -1) * area.width
    move = f"\\move({start:.0f},{area.top:.0f},{area.left:.0f},{area.top:.0f},0,{duration_ms(frames - 0.5)})"
    end = area.height / 2
    left, right = area.left + (0 if backwards else end), area.right - (end if backwards else 0)
    window = f"\\clip({left:.0f},{area.top:.0f},{right:.0f},{area.bottom:.0f})"
    drawing = ass.rounded_box(0, 0, area.width, area.height, area.height / 2)
    return ass.shape(drawing, palette.accent, tags=move + window)
