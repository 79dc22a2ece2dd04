"""A window on its path: where it stands at a frame, in numbers for us and as filters for the encoder.

The picture is cut by whole pixels only. To move finer, a slightly larger window that steps by two source pixels is
enlarged, and the rest of the way is cut off it in pixels of the frame: all in 4:2:0, where a plain crop would jump by
two source pixels, which are several in the frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.area import Area
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.framing import CropKey

_STEP = 2  # source pixels by which the coarse window moves: colour planes have half as many


def eased(share: float) -> float:
    """From 0 to 1 with a soft start and end."""
    inside = min(1.0, max(0.0, share))
    return inside * inside * (3 - 2 * inside)


def view_at(clip: FootageClip, frame: float) -> Area:
    """What the clip shows of its source at this frame of its own, in source pixels."""
    window = clip.window
    left, top = float(window.x), float(window.y)
    if clip.path:
        left, top = _along(clip.path, [key.x for key in clip.path], frame), _along(clip.path, _tops(clip), frame)
    return Area(left, top, left + window.width, top + window.height)


def _tops(clip: FootageClip) -> list[int]:
    return [key.y for key in clip.path]


def _along(path: Sequence[CropKey], places: Sequence[int], frame: float) -> float:
    moves = zip(pairwise(path), pairwise(places), strict=True)
    return places[0] + sum(
        (end - begin) * eased((frame - before.frame) / (after.frame - before.frame))
        for (before, after), (begin, end) in moves
    )


@dataclass(frozen=True, slots=True)
class CropChain:
    """Filters around the enlargement of a window to the frame."""

    before: str
    width: int  # that the scaler must make
    height: int
    after: tuple[str, ...] = ()


def crop_chain(clip: FootageClip, frame: FrameSize, *, first_frame: int = 0) -> CropChain:
    """The clip's window; `first_frame` is the clip's own number of the first picture that comes through the filter."""
    window = clip.window
    if not clip.path:
        return CropChain(f"crop={window.width}:{window.height}:{window.x}:{window.y}", frame.width, frame.height)
    across = _axis(clip.path, [key.x for key in clip.path], window.width, frame.width, first_frame)
    down = _axis(clip.path, _tops(clip), window.height, frame.height, first_frame)
    return CropChain(
        f"crop={across.coarse}:{down.coarse}:'{across.step}':'{down.step}'",
        across.enlarged,
        down.enlarged,
        (f"crop={frame.width}:{frame.height}:'{across.rest}':'{down.rest}':exact=1",),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    coarse: int  # source pixels of the coarse window
    step: str  # where it begins
    enlarged: int  # its length once it is enlarged
    rest: str  # where the frame begins in it


def _axis(path: Sequence[CropKey], places: Sequence[int], size: int, frame_size: int, first_frame: int) -> _Axis:
    if len(set(places)) == 1:
        return _Axis(size, str(places[0]), frame_size, "0")
    coarse = size + _STEP
    enlarged = -(-coarse * frame_size // size // 2) * 2  # the next even number, so that nothing is missing at the edge
    place = _expression(path, places, first_frame)
    # The coarse window must end where the window itself ends.
    step = f"min({max(places) - _STEP},{_STEP}*floor(({place})/{_STEP}))"
    rest = f"clip(round((({place})-{step})*{enlarged / coarse:.6f}),0,{enlarged - frame_size})"
    return _Axis(coarse, step, enlarged, rest)


def _expression(path: Sequence[CropKey], places: Sequence[int], first_frame: int) -> str:
    """`_along` as the encoder's filters write it, with `n` for the number of the picture."""
    terms = [str(places[0])]
    for (before, after), (begin, end) in zip(pairwise(path), pairwise(places), strict=True):
        if end != begin:
            share = f"clip((n+{first_frame}-{before.frame})/{after.frame - before.frame},0,1)"
            terms.append(f"({end - begin})*pow({share},2)*(3-2*{share})")
    return "+".join(terms)
