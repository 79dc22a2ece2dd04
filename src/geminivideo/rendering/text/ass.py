"""Subtitle events for everything that is drawn over the picture, and the file that libass reads.

Events count in frames. A subtitle file counts in hundredths of a second, three to a frame; every time is put half a
frame early, in the middle between two pictures, so that rounding can never move an event to the wrong one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.palette import rgb
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.escape import ass_literal
from geminivideo.rendering.text.fitting import Placed
from geminivideo.rendering.text.fonts import AnyFont, Font

_STYLE = "Plain"
# A word that springs up where it stands, in three frames.
POP_IN = "\\alpha&HFF&\\fscx70\\fscy70\\t(0,100,\\alpha&H00&\\fscx100\\fscy100)"


@dataclass(frozen=True, slots=True)
class Event:
    """`text` is finished: tags of ours, and foreign text only through `literal`."""

    start: int
    end: int
    layer: int
    text: str


@dataclass(frozen=True, slots=True)
class Ink:
    """How letters are drawn. Colours `#RRGGBB`, lengths in em, opacity 0-1."""

    font: AnyFont
    colour: str
    outline_colour: str = "#000000"
    outline: float = 0.0
    shadow: float = 0.0
    blur: float = 0.0
    opacity: float = 1.0


def milliseconds(frame: int) -> int:
    """The subtitle time at which something must be set to appear with `frame`."""
    return max(0, round((frame - 0.5) * 100 / FPS)) * 10


def duration_ms(frames: float) -> int:
    """For animations inside an event, which count from its start."""
    return round(frames * 1000 / FPS)


def colour(value: str) -> str:
    """As subtitle tags write it: blue, green, red."""
    red, green, blue = rgb(value)
    return f"&H{blue:02X}{green:02X}{red:02X}&"


def alpha(opacity: float) -> str:
    return f"&H{round(255 * (1 - opacity)):02X}&"


def word(placed: Placed, ink: Ink, *, tags: str = "", dx: float = 0.0, dy: float = 0.0) -> str:
    """One word at its place, each part of it in the font that has its letters; `tags` may animate it."""
    parts = fonts.runs(placed.text, ink.font)
    ascent = max(fonts.face(part.font).ascent for part in parts) * placed.em
    descent = max(fonts.face(part.font).descent for part in parts) * placed.em
    middle = placed.baseline + (descent - ascent) / 2  # of the line box that libass centres on a position
    position = f"\\an5\\pos({placed.centre_x + dx:.1f},{middle + dy:.1f})"
    drawn = "".join(_part(part.text, part.font, placed.em) for part in parts)
    return f"{{{position}{_ink_tags(ink, placed.em)}{tags}}}{drawn}"


def _part(text: str, font: AnyFont, em: float) -> str:
    face = fonts.face(font)
    return f"{{\\fn{face.family}\\fs{em * face.line:.1f}}}{ass_literal(text)}"


def _ink_tags(ink: Ink, em: float) -> str:
    tags = f"\\1c{colour(ink.colour)}\\3c{colour(ink.outline_colour)}\\bord{ink.outline * em:.1f}"
    tags += f"\\shad{ink.shadow * em:.1f}\\blur{ink.blur * em:.1f}"
    return tags + (f"\\1a{alpha(ink.opacity)}" if ink.opacity < 1 else "")


def shape(drawing: str, fill: str, *, opacity: float = 1.0, tags: str = "", blur: float = 0.0) -> str:
    """A filled drawing whose coordinates count from the position in `tags`, or from the frame's corner."""
    position = "" if "\\pos" in tags or "\\move" in tags else "\\pos(0,0)"
    look = f"\\an7{position}\\bord0\\shad0\\blur{blur:.1f}\\1c{colour(fill)}\\1a{alpha(opacity)}"
    return f"{{{look}{tags}\\p1}}{drawing}{{\\p0}}"


def rounded_box(left: float, top: float, right: float, bottom: float, radius: float) -> str:
    """Drawing commands of a rectangle with round corners."""
    radius = max(0.0, min(radius, (right - left) / 2, (bottom - top) / 2))
    bend = radius * 0.4477  # what a cubic curve leaves to the corner of a quarter circle
    return (
        f"m {left + radius:.1f} {top:.1f} l {right - radius:.1f} {top:.1f} "
        f"b {right - bend:.1f} {top:.1f} {right:.1f} {top + bend:.1f} {right:.1f} {top + radius:.1f} "
        f"l {right:.1f} {bottom - radius:.1f} "
        f"b {right:.1f} {bottom - bend:.1f} {right - bend:.1f} {bottom:.1f} {right - radius:.1f} {bottom:.1f} "
        f"l {left + radius:.1f} {bottom:.1f} "
        f"b {left + bend:.1f} {bottom:.1f} {left:.1f} {bottom - bend:.1f} {left:.1f} {bottom - radius:.1f} "
        f"l {left:.1f} {top + radius:.1f} "
        f"b {left:.1f} {top + bend:.1f} {left + bend:.1f} {top:.1f} {left + radius:.1f} {top:.1f}"
    )


def word_box(placed: Placed, font: AnyFont, fill: str, *, opacity: float = 1.0, tags: str = "") -> str:
    """A rounded box behind a word, as far above its capitals as below the baseline; it scales around its middle."""
    cap = fonts.face(font).cap_height * placed.em
    half_width, half_height = placed.width / 2 + 0.2 * placed.em, cap / 2 + 0.28 * placed.em
    drawing = rounded_box(-half_width, -half_height, half_width, half_height, 0.24 * placed.em)
    position = f"\\pos({placed.centre_x:.1f},{placed.baseline - cap / 2:.1f})"
    return shape(drawing, fill, opacity=opacity, tags=position + tags)


def document(events: Iterable[Event], frame: FrameSize) -> str:
    """The whole file. Events are sorted, so that equal input gives equal bytes."""
    from pysubs2 import SSAEvent, SSAFile

    file = SSAFile()
    file.info.update(_header(frame))
    file.styles = {_STYLE: _plain_style()}
    ordered: Sequence[Event] = sorted(events, key=lambda event: (event.start, event.layer, event.end, event.text))
    file.events = [
        SSAEvent(
            start=milliseconds(event.start),
            end=milliseconds(event.end),
            layer=event.layer,
            style=_STYLE,
            text=event.text,
        )
        for event in ordered
    ]
    return str(file.to_string("ass"))


def _header(frame: FrameSize) -> dict[str, str]:
    return {
        "PlayResX": str(frame.width),
        "PlayResY": str(frame.height),
        "WrapStyle": "2",  # lines break only where we break them
        "ScaledBorderAndShadow": "yes",
        "YCbCr Matrix": "TV.709",
    }


def _plain_style() -> Any:
    """Encoding -1 lets libass find the direction of each text by itself."""
    from pysubs2 import Alignment, SSAStyle

    return SSAStyle(
        fontname=fonts.face(Font.BLACK).family,
        fontsize=40.0,
        bold=False,
        outline=0.0,
        shadow=0.0,
        alignment=Alignment.MIDDLE_CENTER,
        marginl=0,
        marginr=0,
        marginv=0,
        encoding=-1,
    )
