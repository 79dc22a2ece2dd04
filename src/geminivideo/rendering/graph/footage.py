"""Footage in a graph: read from its source, then cropped, coloured and scaled."""

import math

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import filters
from geminivideo.rendering.graph import source_reading
from geminivideo.rendering.graph.builder import Builder
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import Fill
from geminivideo.rendering.segments.model import Piece
from geminivideo.rendering.source_facts import SourceFacts

_UNEVEN_SPARE_SECONDS = 0.5  # read past the end of a span, so that uneven frame rates still fill it
_UNEVEN_RUN_UP = 15  # frames read before a piece of a source whose pictures stand unevenly long
_LAST_SURE_SECONDS = 0.3  # the end of a file, in which there may be no more picture although its length says so
_HD_PIXELS = 1920 * 1088


def is_large(source: FootageSource) -> bool:
    """Larger than HD: one opened at the same time for every clip would need gigabytes."""
    return source.width * source.height > _HD_PIXELS


def decoded(builder: Builder, clip: FootageClip, piece: Piece) -> str:
    """The pictures of a piece as its source has them."""
    source = builder.plan.source(clip.footage_id)
    facts = builder.materials.facts[clip.footage_id]
    sought = clip.in_seconds + piece.first / FPS
    run_up = max(_run_up(piece, sought, source, facts), source_reading.run_up(facts, sought))
    spare = _UNEVEN_SPARE_SECONDS if facts.frame_seconds is None else 2 * facts.frame_seconds + 1 / FPS
    label = builder.read(
        builder.materials.sources[clip.footage_id],
        # One thread decodes HD several times faster than it is encoded; further ones only hold more pictures in memory.
        *("-f", facts.demuxer, "-threads", "2" if is_large(source) else "1"),
        *("-ss", f"{sought - run_up / FPS:.6f}"),
        *("-t", f"{(run_up + piece.frames) / FPS + spare:.4f}"),
    )
    return builder.chain(label, ",".join([filters.steady(piece.frames, run_up), *source_reading.prepared(facts)]))


def dressed(builder: Builder, clip: FootageClip, pictures: str, first_frame: int, size: FrameSize) -> str:
    """Pictures of a source from the clip's frame `first_frame` on, cropped, coloured and scaled to `size`."""
    facts = builder.materials.facts[clip.footage_id]
    if stands_on_blur(clip):
        return _on_blur(builder, clip, pictures, facts)
    look = filters.covering(size, clip, facts, first_frame=first_frame, lut=builder.has_lut)
    return builder.chain(pictures, f"{look},{filters.uniform()}")


def stands_on_blur(clip: FootageClip) -> bool:
    return clip.fill is Fill.BLURRED and clip.crop_override is None


def _run_up(piece: Piece, sought: float, source: FootageSource, facts: SourceFacts) -> int:
    """Frames to read before a piece that does not begin its clip, so that both parts count from the same picture.

    Seeking drops the picture that still stands at the place sought, so a later part of a clip is reached from before
    it; and one past the end of its file from the last pictures that are there.
    """
    needed = _UNEVEN_RUN_UP if facts.frame_seconds is None else math.ceil(facts.frame_seconds * FPS) + 1
    beyond = sought - (source.duration_seconds - _LAST_SURE_SECONDS)
    return min(piece.first, max(needed, int(beyond * FPS) + 1))


def _on_blur(builder: Builder, clip: FootageClip, timed: str, facts: SourceFacts) -> str:
    """The whole picture, standing on a blurred copy of itself."""
    front, ground = builder.fork(timed, f"{filters.whole(clip, facts, lut=builder.has_lut)},")
    ground = builder.chain(ground, filters.blurred_ground(builder.frame))
    front = builder.chain(front, filters.fitted(builder.frame))
    return builder.chain(f"{ground}][{front}", f"overlay=(W-w)/2:(H-h)/2,{filters.uniform()}")
