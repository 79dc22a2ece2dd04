"""How a piece comes in: by a cut, or blended with the clip before it."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import filters
from geminivideo.rendering.graph.builder import Builder
from geminivideo.rendering.graph.cards import backdrop
from geminivideo.rendering.graph.footage import decoded, dressed, stands_on_blur
from geminivideo.rendering.graph.pieces import pictures_of
from geminivideo.rendering.plan.clips import CardClip, EndCardClip, FootageClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.model import Piece
from geminivideo.rendering.transitions import XFADES

_WORTH_REDUCING = 0.85  # of the frame's width: blending a little smaller would save nothing
_LEAST_DETAIL = 0.5  # of lights alone, whose fine dither must not be enlarged


def shown(builder: Builder, piece: Piece) -> list[str]:
    """The piece as it is seen: while it comes in, with the clip before it.

    Only those frames are blended, because that is done without subsampled colours; and no larger than they have detail,
    because enlarging once after blending is cheaper than blending what was enlarged.
    """
    clip = builder.plan.clips[piece.clip]
    blend = clip.transition_frames
    if piece.first or not blend:
        return [pictures_of(builder, piece, builder.frame)]
    size = _blending_size(builder, piece.clip)
    before = pictures_of(builder, Piece(piece.clip - 1, builder.plan.clips[piece.clip - 1].frames, blend), size)
    head, body = _parted(builder, piece, blend, size)
    pair = "][".join(builder.chain(label, f"setpts=N,fps={FPS}") for label in (before, head))
    name, _frames = XFADES[clip.transition]
    mixed = f"xfade=transition={name}:duration={blend / FPS:.6f}:offset=0"
    enlarged = "" if size == builder.frame else f",scale={builder.frame.width}:{builder.frame.height}:flags=bicubic"
    return [builder.chain(pair, f"{mixed}{enlarged},{filters.uniform()}"), body]


def _blending_size(builder: Builder, index: int) -> FrameSize:
    """The frame, or as much smaller as both clips of a transition were before they were enlarged to it."""
    frame = builder.frame
    share = max(_detail(builder, index - 1), 0.0 if _is_backdrop(builder, index) else _detail(builder, index))
    if share > _WORTH_REDUCING:
        return frame
    share = max(share, _LEAST_DETAIL)
    return FrameSize(round(frame.width * share / 2) * 2, round(frame.height * share / 2) * 2)


def _detail(builder: Builder, index: int) -> float:
    """How many pixels the clip brings for one of the frame's width."""
    clip = builder.plan.clips[index]
    if isinstance(clip, CardClip):
        return 0.0
    if not isinstance(clip, FootageClip) or index in builder.materials.keyframed or stands_on_blur(clip):
        return 1.0
    return clip.window.width / builder.frame.width


def _is_backdrop(builder: Builder, index: int) -> bool:
    """Whether no more of the clip is seen while it comes in: an end card's panel comes after that."""
    return isinstance(builder.plan.clips[index], CardClip | EndCardClip) and index in builder.materials.backgrounds


def _parted(builder: Builder, piece: Piece, blend: int, size: FrameSize) -> tuple[str, str]:
    """The first `blend` frames of the piece at the given size, and the others at the frame's."""
    clip, rest = builder.plan.clips[piece.clip], Piece(piece.clip, blend, piece.frames - blend)
    if _is_backdrop(builder, piece.clip):
        return backdrop(builder, Piece(piece.clip, 0, blend), size), pictures_of(builder, rest, builder.frame)
    head_cut, body_cut = f"trim=end_frame={blend},setpts=N", f"trim=start_frame={blend},setpts=N"
    if isinstance(clip, FootageClip) and piece.clip not in builder.materials.keyframed:
        head, body = builder.fork(decoded(builder, clip, piece), "")
        head = dressed(builder, clip, builder.chain(head, head_cut), 0, size)
        return head, dressed(builder, clip, builder.chain(body, body_cut), blend, builder.frame)
    head, body = builder.fork(pictures_of(builder, piece, builder.frame), "")
    return builder.chain(head, head_cut), builder.chain(body, body_cut)
