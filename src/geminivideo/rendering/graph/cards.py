"""Cards in a graph: lights enlarged to the frame, and the moving parts of an end card."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import background, filters
from geminivideo.rendering.graph.builder import LAYER, Builder
from geminivideo.rendering.graph.materials import EndCardFiles
from geminivideo.rendering.plan.clips import EndCardClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.model import Piece


def backdrop(builder: Builder, piece: Piece, size: FrameSize) -> str:
    small = background.size(builder.plan.platform.frame)
    label = builder.read(
        builder.materials.backgrounds[piece.clip],
        *("-f", "rawvideo", "-pixel_format", background.PIXEL_FORMAT),
        *("-video_size", f"{small.width}x{small.height}", "-framerate", str(FPS)),
    )
    enlarge = f"scale={size.width}:{size.height}:flags=bicubic:sws_dither=bayer"
    cut = f"trim=end_frame={piece.first + piece.frames}"
    return builder.chain(label, f"{cut},{filters.BT709},{enlarge},{filters.uniform()}")


def end_card(builder: Builder, clip: EndCardClip, ground: str, frames: int, files: EndCardFiles) -> str:
    """The panel slides up and fades in; the button springs after it and then breathes."""
    hold = f"loop=loop=-1:size=1:start=0,trim=end_frame={frames},setpts=N/{FPS}/TB"
    begin = clip.transition_frames / FPS
    rise = f"pow(max(0,1-max(0,t-{begin:.4f})/0.4),3)"
    panel = builder.chain(
        builder.read(files.panel, "-f", "png_pipe", "-framerate", str(FPS)),
        f"{LAYER},{hold},fade=t=in:st={begin:.4f}:d=0.3:alpha=1",
    )
    pressed = begin + 0.45
    beat = f"1+0.035*sin(2*PI*1.1*(t-{pressed:.4f}))*gte(t,{pressed + 0.3:.4f})"
    button = builder.chain(
        builder.read(files.button, "-f", "png_pipe", "-framerate", str(FPS)),
        f"{LAYER},{hold},fade=t=in:st={pressed:.4f}:d=0.15:alpha=1,"
        f"scale=w='2*trunc(iw*({beat})/2)':h='2*trunc(ih*({beat})/2)':eval=frame:flags=bilinear",
    )
    distance = round(0.04 * builder.frame.height)
    with_panel = builder.chain(f"{ground}][{panel}", f"overlay=x={files.panel_x}:y='{files.panel_y}+{distance}*{rise}'")
    place = f"overlay=x='{files.button_x}-w/2':y='{files.button_y}-h/2'"
    return builder.chain(f"{with_panel}][{button}", f"{place},{filters.uniform()}")
