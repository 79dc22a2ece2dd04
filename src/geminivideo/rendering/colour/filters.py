"""What a grade and a colour table are as filters: numbers of the plan and one file name of ours."""

from geminivideo.rendering.plan.framing import Grade

LUT_FILE = "look.cube"
# A table works on RGB. Both ways are told the matrix and the range: where they are guessed, yellow turns.
_WITH_LUT = (
    "scale=in_color_matrix=bt709:in_range=tv:out_range=pc:flags=bicubic,format=gbrp",
    f"lut3d=file={LUT_FILE}:interp=tetrahedral",
    "scale=in_range=pc:out_color_matrix=bt709:out_range=tv:flags=bicubic,format=yuv420p",
)


def coloured(wanted: Grade, *, lut: bool) -> list[str]:
    """The filters that colour a picture in BT.709, studio range; best put where it has fewest pixels."""
    return [grade(wanted), *(_WITH_LUT if lut else ())]


def grade(wanted: Grade) -> str:
    """One look-up for each plane: all that a grade changes is a function of one value."""
    light = f"pow(clip({wanted.contrast}*(val/255-0.5)+0.5,0,1),1/{wanted.gamma})"
    if wanted.fade:
        light = f"({wanted.fade}+(1-{wanted.fade})*{light})"
    colour = f"(val-128)*{wanted.saturation}+128.5"
    blue, red = wanted.tint - wanted.warmth, wanted.tint + wanted.warmth
    return f"lutyuv=y='256*{light}':u='{colour}+{blue}':v='{colour}+{red}'"
