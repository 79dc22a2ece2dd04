"""The graph of a whole segment: its pieces one after the other, under the logo and what is written."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import filters
from geminivideo.rendering.graph.builder import LAYER, Builder
from geminivideo.rendering.graph.joins import shown
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import Graph
from geminivideo.rendering.graph.overlaid import MovingPicture
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.model import Segment

CAPTIONS = "captions.ass"


def build(plan: EditPlan, frame: FrameSize, segment: Segment, materials: Materials, lead: int | None) -> Graph:
    """`lead` is how far the clock of the subtitles is ahead of the segment's; None: there are no subtitles."""
    builder = Builder(plan, frame, materials)
    parts = [part for piece in segment.pieces for part in shown(builder, piece)]
    joined = builder.chain("][".join(parts), f"concat=n={len(parts)}") if len(parts) > 1 else parts[0]
    joined = _under_logo(builder, joined, segment)
    written = "" if lead is None else _written(lead)
    finish = f"{written}settb=1/{FPS},setpts=N,format=yuv420p,{filters.BT709},setsar=1"
    return builder.graph(builder.chain(joined, finish))


def _under_logo(builder: Builder, joined: str, segment: Segment) -> str:
    """The last picture, and for one at rest its only one, is held by the overlay itself."""
    logo = builder.materials.logo
    if logo is None:
        return joined
    if isinstance(logo, MovingPicture):
        logo = logo.during(segment.start, segment.end)
    still = builder.chain(builder.read(logo.file, "-f", "png_pipe", "-framerate", str(FPS)), logo.timing + LAYER)
    return builder.chain(f"{joined}][{still}", f"overlay=x={logo.x}:y={logo.y}:eof_action=repeat")


def _written(lead: int) -> str:
    """A tenth of a millisecond late: libass is told whole ones, cut off, and must not be told one less by rounding."""
    return f"settb=1/{FPS * 1000},setpts=(N+{lead})*1000+3,ass=f={CAPTIONS},"
