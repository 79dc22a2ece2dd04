"""Filters as text, from numbers of the plan and from what is known of a source. Nothing else is ever put into them."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.colour.filters import coloured
from geminivideo.rendering.crop.motion import crop_chain
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import CropWindow
from geminivideo.rendering.source_facts import SourceFacts

BT709 = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"
_TONE_MAP = (
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
)
_BLUR_SHRINK = 12


def uniform() -> str:
    """What every clip is in the end: one pixel format, one set of colour tags, one time base."""
    return f"format=yuv420p,{BT709},setsar=1,settb=1/{FPS},setpts=N"


def steady(frames: int, run_up: int = 0) -> str:
    """Exactly `frames` pictures at the output rate after the first `run_up`, whatever the source's rate.

    Time zero is the place that was sought; the last picture is held if need be.
    """
    last = run_up + frames
    held = f"tpad=stop_mode=clone:stop={last}"
    return f"fps={FPS}:start_time=0,{held},trim=start_frame={run_up}:end_frame={last},setpts=N"


def covering(
    frame: FrameSize, clip: FootageClip, facts: SourceFacts, *, first_frame: int = 0, lut: bool = False
) -> str:
    """The window in BT.709 at the frame's size. Colour is worked on whichever of both pictures has fewer pixels.

    `first_frame` is the clip's own number of the first picture that comes through.
    """
    window = clip.window
    view = crop_chain(clip, frame, first_frame=first_frame)
    scale = f"scale={view.width}:{view.height}:flags=bicubic"
    if window.width * window.height <= frame.width * frame.height:
        parts = [view.before, *to_bt709(facts), *coloured(clip.grade, lut=lut), scale, *view.after]
    else:
        enlarged = [f"{scale}:{_conversion(facts)}", "format=yuv420p"]
        parts = [view.before, *_tone_map(facts), *enlarged, *view.after, *coloured(clip.grade, lut=lut)]
    return ",".join(parts)


def whole(clip: FootageClip, facts: SourceFacts, *, lut: bool = False) -> str:
    return ",".join([crop(clip.window), *to_bt709(facts), *coloured(clip.grade, lut=lut), "setsar=1"])


def blurred_ground(frame: FrameSize) -> str:
    """A blurred and darkened copy that fills the frame: made small, which is faster and softer."""
    small = f"{frame.width // _BLUR_SHRINK // 2 * 2}:{frame.height // _BLUR_SHRINK // 2 * 2}"
    fill = f"scale={small}:force_original_aspect_ratio=increase:flags=area,crop={small}"
    return f"{fill},gblur=sigma=4,eq=brightness=-0.12,scale={frame.width}:{frame.height}:flags=bicubic"


def fitted(frame: FrameSize) -> str:
    size = f"{frame.width}:{frame.height}"
    return f"scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic"


def crop(window: CropWindow) -> str:
    return f"crop={window.width}:{window.height}:{window.x}:{window.y}"


def to_bt709(facts: SourceFacts) -> list[str]:
    if facts.is_plain:
        return ["format=yuv420p"]
    return [*_tone_map(facts), f"scale=flags=bicubic:{_conversion(facts)}", "format=yuv420p"]


def _tone_map(facts: SourceFacts) -> list[str]:
    return [_TONE_MAP] if facts.hdr else []


def _conversion(facts: SourceFacts) -> str:
    matrix, full = ("bt709", False) if facts.hdr else (facts.matrix, facts.full_range)
    return f"in_color_matrix={matrix}:in_range={'pc' if full else 'tv'}:out_color_matrix=bt709:out_range=tv"
