"""The lower third: a name and a line beside a stroke of the accent, at the side where reading begins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from geminivideo.rendering.area import Area
from geminivideo.rendering.brand.colours import contrast
from geminivideo.rendering.keyframes.layers import Pose, Stance, poses, stance
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan.graphics import LowerThird
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text import ass
from geminivideo.rendering.text.ass import Event, Ink, duration_ms
from geminivideo.rendering.text.direction import language_reads_right_to_left
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.text.fitting import Fitted, Placed, Setting, fit, place
from geminivideo.rendering.text.fonts import AnyFont, Font

_LAYER_PANEL, _LAYER_STROKE, _LAYER_WORD = 15, 16, 17
# In pixels of a 1080x1920 design.
_NAME, _LINE = 54.0, 37.0
_STROKE, _SIDE, _ROOM, _BETWEEN = 12.0, 30.0, 20.0, 2.0
_CORNER = 12.0
_WIDEST = 0.86  # of the safe area
_LINE_HEIGHT = 1.32  # Arabic letters reach further down
_PANEL = 0.9  # opacity
_READABLE = 4.5  # WCAG's contrast for texts
_COMES, _GOES = 9, 5  # frames


@dataclass(frozen=True, slots=True)
class Arranged:
    panel: Area
    stroke: Area
    name: list[Placed]
    line: list[Placed]
    backwards: bool


def arrange(mark: LowerThird, layout: Layout, language: str) -> Arranged:
    """It stands on the lower edge of the place for low titles, just above the captions."""
    unit, room = layout.unit, layout.low_title
    backwards = language_reads_right_to_left(language)
    around = (_STROKE + 2 * _SIDE) * unit
    width = _WIDEST * room.width - around
    name = _fit(mark.name, layout.face(Font.BLACK), _NAME * unit, width)
    line = _fit(mark.line, layout.face(Font.SEMIBOLD), _LINE * unit, width)
    between = _BETWEEN * unit if line.lines else 0.0
    height = name.height + line.height + between + 2 * _ROOM * unit
    across = max(name.width, line.width) + around
    left = room.right - across if backwards else room.left
    panel = Area(left, room.bottom - height, left + across, room.bottom)
    name_y = panel.top + _ROOM * unit + name.height / 2
    line_y = panel.bottom - _ROOM * unit - line.height / 2
    edge = panel.right - (_STROKE + _SIDE) * unit if backwards else panel.left + (_STROKE + _SIDE) * unit
    return Arranged(
        panel=panel,
        stroke=_stroke(panel, unit, backwards=backwards),
        name=_from_edge(name, edge, name_y, backwards=backwards),
        line=_from_edge(line, edge, line_y, backwards=backwards),
        backwards=backwards,
    )


def draw_lower_third(mark: LowerThird, layout: Layout, palette: Palette, language: str) -> Iterator[Event]:
    placed = arrange(mark, layout, language)
    if not mark.keyframes:
        usual = stance(Pose(), layout.frame, placed.panel)
        yield from _drawn(placed, layout, palette, (mark.start, mark.end), usual, wipe=_wipe(placed))
        return
    for first, end, pose in poses(mark.keyframes, mark.frames):
        here = stance(pose, layout.frame, placed.panel)
        yield from _drawn(placed, layout, palette, (mark.start + first, mark.start + end), here)


def _drawn(
    placed: Arranged, layout: Layout, palette: Palette, span: tuple[int, int], here: Stance, wipe: str = ""
) -> Iterator[Event]:
    panel, stroke, shown = here.area(placed.panel), here.area(placed.stroke), here.opacity
    box = ass.rounded_box(*_sides(panel), _CORNER * layout.unit * here.zoom)
    yield Event(*span, _LAYER_PANEL, ass.shape(box, palette.base, opacity=_PANEL * shown, tags=wipe))
    mark = ass.rounded_box(*_sides(stroke), stroke.width / 2)
    yield Event(*span, _LAYER_STROKE, ass.shape(mark, palette.accent, opacity=shown, tags=wipe))
    for words, font, colour in (
        (placed.name, layout.face(Font.BLACK), palette.text),
        (placed.line, layout.face(Font.SEMIBOLD), _quiet(palette)),
    ):
        for piece in words:
            text = ass.word(here.placed(piece), Ink(font, colour, opacity=shown), tags=wipe)
            yield Event(*span, _LAYER_WORD, text)


def _quiet(palette: Palette) -> str:
    """The second line's colour: the accent where it can be read at that size."""
    return palette.accent if contrast(palette.accent, palette.base) >= _READABLE else palette.text


def _wipe(placed: Arranged) -> str:
    """Uncovered from the stroke on; at the end it fades."""
    left, top, right, bottom = (round(value) for value in _sides(placed.panel))
    start = f"{right},{top},{right},{bottom}" if placed.backwards else f"{left},{top},{left},{bottom}"
    opened = f"\\t(0,{duration_ms(_COMES)},0.5,\\clip({left - 1},{top - 1},{right + 1},{bottom + 1}))"
    return f"\\clip({start}){opened}\\fad(0,{duration_ms(_GOES)})"


def _sides(area: Area) -> tuple[float, float, float, float]:
    return area.left, area.top, area.right, area.bottom


def _stroke(panel: Area, unit: float, *, backwards: bool) -> Area:
    inset, width = 12 * unit, _STROKE * unit
    left = panel.right - inset - width if backwards else panel.left + inset
    return Area(left, panel.top + inset, left + width, panel.bottom - inset)


def _fit(text: str, font: AnyFont, em: float, width: float) -> Fitted:
    height = 2 * em * _LINE_HEIGHT
    setting = Setting(font, em, em * 0.62, width, height, max_lines=2, line_height=_LINE_HEIGHT, fewer_lines=True)
    return fit(clean(text).split(), setting)


def _from_edge(fitted: Fitted, edge: float, middle: float, *, backwards: bool) -> list[Placed]:
    """Lines that begin at one edge instead of around a middle."""
    placed = place(fitted, 0.0, middle)
    moved: list[Placed] = []
    for line in fitted.lines:
        half = fitted.line_width(line) / 2
        shift = edge - half if backwards else edge + half
        words = placed[len(moved) : len(moved) + len(line)]
        moved += [replace(word, centre_x=word.centre_x + shift) for word in words]
    return moved
