"""How well an opening line of the copy deck appeals, whatever the brief will fill into it.

To embed every line with every phrase of a brief would take longer than all the rest of the writing. But most of what
makes one opening more appealing than another is in the line itself: filled with plain phrases, lines stand in much the
same order as filled from a brief (a test holds them to it), and so each line is embedded once in a process.
"""

from collections.abc import Mapping
from functools import cache

from geminivideo.creative.appeal import appeals
from geminivideo.creative.director.grid import Angle, Side
from geminivideo.creative.director.material import read_brief
from geminivideo.creative.director.slots import Slots, fill, slots_for
from geminivideo.creative.model import Brief

_SECONDS = 30


@cache
def usual_appeals(lines: tuple[str, ...]) -> Mapping[str, float]:
    """For each of some English lines; one that the plain phrases cannot fill gets the mean of the others."""
    filled = {line: text for line in lines if (text := fill(line, _plain_slots()))}
    found = dict(zip(filled, appeals(list(filled.values())), strict=True))
    mean = sum(found.values()) / len(found) if found else None
    return found if mean is None else dict.fromkeys(lines, mean) | found


@cache
def _plain_slots() -> Slots:
    brief = Brief(
        product_name="Zen",
        offer="Try it",
        target_avatar="anyone",
        pain_points=("stress",),
        desires=("calm", "more time", "sleep well"),
    )
    return slots_for(read_brief(brief), Angle(Side.PAIN, 0, 0), _SECONDS)
