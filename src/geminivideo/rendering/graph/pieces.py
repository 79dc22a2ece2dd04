"""A piece of any clip as uniform pictures."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import filters
from geminivideo.rendering.graph.builder import Builder
from geminivideo.rendering.graph.cards import backdrop, end_card
from geminivideo.rendering.graph.footage import decoded, dressed
from geminivideo.rendering.graph.model import File
from geminivideo.rendering.plan.clips import CardClip, FootageClip
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.segments.model import Piece


def pictures_of(builder: Builder, piece: Piece, size: FrameSize) -> str:
    clip = builder.plan.clips[piece.clip]
    if isinstance(clip, StillClip) or piece.clip in builder.materials.keyframed:
        return _made(builder, builder.materials.keyframed[piece.clip], piece)
    if isinstance(clip, FootageClip):
        return dressed(builder, clip, decoded(builder, clip, piece), piece.first, size)
    label = backdrop(builder, piece, size)
    if isinstance(clip, CardClip) or builder.materials.end_card is None:
        return _from(builder, label, piece)
    ended = end_card(builder, clip, label, piece.first + piece.frames, builder.materials.end_card)
    return _from(builder, ended, piece)


def _from(builder: Builder, label: str, piece: Piece) -> str:
    return builder.chain(label, f"trim=start_frame={piece.first},setpts=N") if piece.first else label


def _made(builder: Builder, file: File, piece: Piece) -> str:
    label = builder.read(file, "-f", "mov", "-threads", "1")
    cut = f"trim=start_frame={piece.first}:end_frame={piece.first + piece.frames}"
    return builder.chain(label, f"{cut},{filters.uniform()}")
