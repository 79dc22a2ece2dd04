"""Filters as text, from numbers of the plan and from what is known of a source. Nothing else is ever put into them."""

from geminivideo.rendering.crop.motion import crop_chain
from geminivideo.rendering.plan import FPS, CropWindow, EditPlan, FootageClip, Grade
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


def steady(frames: int) -> str:
    """Exactly `frames` pictures at the output rate, whatever the source's rate; the last one is held if need be."""
    return f"setpts=PTS-STARTPTS,fps={FPS},tpad=stop_mode=clone:stop={frames},trim=end_frame={frames}"


def covering(plan: EditPlan, clip: FootageClip, facts: SourceFacts, *, first_frame: int = 0) -> str:
    """The window in BT.709 at the frame's size. The grade works on whichever of both pictures has fewer pixels."""
    window, frame = clip.window, plan.platform.frame
    view = crop_chain(clip, frame, first_frame=first_frame)
    scale = f"scale={view.width}:{view.height}:flags=bicubic"
    if window.width * window.height <= plan.width * plan.height:
        parts = [view.before, *to_bt709(facts), grade(clip.grade), scale, *view.after]
    else:
        enlarged = [f"{scale}:{_conversion(facts)}", "format=yuv420p"]
        parts = [view.before, *_tone_map(facts), *enlarged, *view.after, grade(clip.grade)]
    return ",".join(parts)


def whole(clip: FootageClip, facts: SourceFacts) -> str:
    return ",".join([crop(clip.window), *to_bt709(facts), grade(clip.grade), "setsar=1"])


def blurred_ground(plan: EditPlan) -> str:
    """A blurred and darkened copy that fills the frame: made small, which is faster and softer."""
    small = f"{plan.width // _BLUR_SHRINK // 2 * 2}:{plan.height // _BLUR_SHRINK // 2 * 2}"
    fill = f"scale={small}:force_original_aspect_ratio=increase:flags=area,crop={small}"
    return f"{fill},gblur=sigma=4,eq=brightness=-0.12,scale={plan.width}:{plan.height}:flags=bicubic"


def fitted(plan: EditPlan) -> str:
    size = f"{plan.width}:{plan.height}"
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


def grade(wanted: Grade) -> str:
    light = f"eq=contrast={wanted.contrast}:saturation={wanted.saturation}:gamma={wanted.gamma}"
    return f"{light},lutyuv=u=val-{wanted.warmth}:v=val+{wanted.warmth}" if wanted.warmth else light
