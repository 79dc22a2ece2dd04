"""The caption styles: one table of how each looks. Sizes are for a 1080x1920 frame."""

from dataclasses import dataclass
from enum import StrEnum

from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.rendering.captions.grouping import Measure
from geminivideo.rendering.text.fonts import AnyFont, Font


class Emphasis(StrEnum):
    """What marks the word being spoken."""

    POP = "pop"  # colour and a short jump in size
    BOX = "box"  # a coloured box behind it
    REVEAL = "reveal"  # words still to come are faint
    SWEEP = "sweep"  # colour runs through the word from its first letter
    BUILD = "build"  # words appear one after the other and stay


@dataclass(frozen=True, slots=True)
class Look:
    emphasis: Emphasis
    font: AnyFont
    size: float
    measure: Measure
    max_lines: int
    capitals: bool
    outline: float
    shadow: float
    blur: float
    gap: float
    line_height: float


LOOKS = {
    CaptionStyle.HORMOZI: Look(
        Emphasis.POP, Font.BLACK, 98, Measure(3, 17), 2, True, 0.085, 0.05, 0.006, gap=0.5, line_height=1.16
    ),
    CaptionStyle.MODERN: Look(
        Emphasis.BOX, Font.BLACK, 68, Measure(6, 32), 2, False, 0.0, 0.035, 0.02, gap=0.38, line_height=1.42
    ),
    CaptionStyle.MINIMAL: Look(
        Emphasis.REVEAL, Font.SEMIBOLD, 56, Measure(8, 44), 2, False, 0.085, 0.0, 0.03, gap=0.28, line_height=1.34
    ),
    CaptionStyle.KARAOKE: Look(
        Emphasis.SWEEP, Font.BLACK, 74, Measure(5, 28), 2, False, 0.075, 0.03, 0.006, gap=0.32, line_height=1.26
    ),
}

# The narration as the picture itself, on a card without a headline.
KINETIC = Look(Emphasis.BUILD, Font.CONDENSED, 290, Measure(4, 24), 4, True, 0.0, 0.0, 0.0, gap=0.22, line_height=1.12)
