"""Captions as files beside the video: the same words in the same groups, for players and for editors."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geminivideo.rendering.captions.placing import place_captions
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.safe_area import Layout, layout_for
from geminivideo.rendering.text.escape import ass_literal, clean
from geminivideo.rendering.text.fonts import Font, face

# Between "<", "{" or a backslash and what follows, it stops a player from reading a tag. It is invisible, and `clean`
# removes it.
_WORD_JOINER = "\u2060"
_COMMANDS = re.compile(r"([<{\\])")


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption's text during frames start..end."""

    start: int
    end: int
    text: str


def cues(plan: EditPlan) -> list[Cue]:
    """Every word that is heard or was set by hand, whether it is drawn over the picture or not."""
    return [
        Cue(placed.caption.start, placed.caption.end, " ".join(word.text for word in placed.caption.words))
        for placed in place_captions(plan, layout_for(plan.platform))
    ]


def srt(found: Sequence[Cue]) -> str:
    blocks = [
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{_plain(cue.text)}\n"
        for number, cue in enumerate(found, start=1)
    ]
    return "\n".join(blocks)


def vtt(found: Sequence[Cue]) -> str:
    blocks = [f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{_entities(cue.text)}\n" for cue in found]
    return "\n".join(["WEBVTT\n", *blocks])


def ass(found: Sequence[Cue], plan: EditPlan) -> str:
    """Plain lines in one style, for editors: what is burned in is animated word by word."""
    from pysubs2 import SSAEvent, SSAFile

    layout = layout_for(plan.platform)
    file = SSAFile()
    file.info.update({"PlayResX": str(plan.width), "PlayResY": str(plan.height), "ScaledBorderAndShadow": "yes"})
    file.styles = {"Caption": _style(layout)}
    file.events = [
        SSAEvent(start=milliseconds(cue.start), end=milliseconds(cue.end), style="Caption", text=ass_literal(cue.text))
        for cue in found
    ]
    return str(file.to_string("ass"))


def files(plan: EditPlan) -> Iterator[tuple[str, str, str]]:
    """(ending, content type, text) of each file; none for an ad in which nothing is said."""
    found = cues(plan)
    if found:
        yield "srt", "application/x-subrip", srt(found)
        yield "vtt", "text/vtt", vtt(found)
        yield "ass", "text/x-ssa", ass(found, plan)


def milliseconds(frame: int) -> int:
    return round(frame * 1000 / FPS)


def _time(frame: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds(frame), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{thousandths:03}"


def _plain(text: str) -> str:
    """SRT knows no escape, and players obey tags of two other formats in it."""
    shown = clean(text).replace("-->", f"--{_WORD_JOINER}>")
    return _COMMANDS.sub(rf"\1{_WORD_JOINER}", shown)


def _entities(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _style(layout: Layout) -> Any:
    from pysubs2 import Alignment, Color, SSAStyle

    side = round(layout.safe.left)
    return SSAStyle(
        fontname=face(Font.SEMIBOLD).family,
        fontsize=round(54 * layout.unit),
        primarycolor=Color(255, 255, 255),
        outlinecolor=Color(0, 0, 0),
        outline=round(4 * layout.unit, 1),
        shadow=0.0,
        alignment=Alignment.BOTTOM_CENTER,
        marginl=side,
        marginr=side,
        marginv=round(layout.frame.height - layout.safe.bottom),
        encoding=-1,
    )
