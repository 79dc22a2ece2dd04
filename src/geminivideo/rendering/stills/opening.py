"""A picture of the library as the planes that its clip is drawn from: of the size at which it is seen closest.

It is made larger or smaller only once; what a calm move leaves to each frame is nearly a pixel to a pixel.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import filters
from geminivideo.rendering.area import Area
from geminivideo.rendering.colour.filters import LUT_FILE, coloured
from geminivideo.rendering.keyframes.warping import Planes
from geminivideo.rendering.palette import rgb
from geminivideo.rendering.plan.framing import CropWindow, Fill
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.views import covering, shown_at

Rgb = NDArray[np.uint8]

_MOST_PIXELS, _LONGEST_SIDE = 16_000_000, 16_000
_TO_BT709 = "scale=in_range=pc:out_color_matrix=bt709:out_range=tv:out_h_chr_pos=0:flags=bicubic,format=yuv420p"
_RIM = 16  # pixels repeated around the planes, for what the pixels of the frame at an edge reach beyond it
_MARGIN = 4  # source pixels around what is shown, for the filter's reach


@dataclass(frozen=True, slots=True)
class Opened:
    """`planes` hold the region of the picture, with a rim around it; `ground` fills the frame behind one that stands
    whole.
    """

    planes: Planes
    region: CropWindow
    ground: Planes | None

    def part(self, shown: Area) -> Area:
        """An area of the picture in pixels of the planes."""
        height, width = (side - 2 * _RIM for side in self.planes[0].shape)
        across, down = width / self.region.width, height / self.region.height
        left, top = (shown.left - self.region.x) * across + _RIM, (shown.top - self.region.y) * down + _RIM
        return Area(left, top, left + shown.width * across, top + shown.height * down)


def open_still(
    ffmpeg: Ffmpeg,
    clip: StillClip,
    picture: Path,
    frame: FrameSize,
    base: str,
    scratch: Path,
    check: Callable[[], None],
    lut: Path | None = None,
) -> Opened:
    """`base` shows through what is transparent; a colour table is not put over that."""
    table = lut is not None and not clip.transparent
    if lut is not None and table:
        (scratch / LUT_FILE).symlink_to(lut.absolute())
    views = [shown_at(clip, number, frame) for number in range(clip.frames)]
    region = clip.crop if clip.fill is Fill.BLURRED else _region(clip, views)
    image = _flat(picture, base)
    size = _size(region, min(view.width for view in views), frame)
    colours = [_TO_BT709, *coloured(clip.grade, lut=table)]
    planes = _rimmed(_planes(ffmpeg, _cut(image, region, size), colours, size, scratch, check))
    if clip.fill is not Fill.BLURRED:
        return Opened(planes, region, None)
    ground = _ground(clip, image, base, frame)
    blurred = [*colours, filters.blurred_ground(frame)] if not clip.transparent else colours
    return Opened(planes, region, _planes(ffmpeg, ground, blurred, frame, scratch, check))


def _rimmed(planes: Planes) -> Planes:
    luma, blue, red = (
        np.pad(plane, rim, mode="edge") for plane, rim in zip(planes, (_RIM, _RIM // 2, _RIM // 2), strict=True)
    )
    return luma, blue, red


def _region(clip: StillClip, views: list[Area]) -> CropWindow:
    """All that the clip looks at, by even pixels."""
    crop = clip.crop
    left = max(crop.x, math.floor(min(view.left for view in views) / 2 - _MARGIN) * 2)
    top = max(crop.y, math.floor(min(view.top for view in views) / 2 - _MARGIN) * 2)
    right = min(crop.x + crop.width, math.ceil(max(view.right for view in views) / 2 + _MARGIN) * 2)
    bottom = min(crop.y + crop.height, math.ceil(max(view.bottom for view in views) / 2 + _MARGIN) * 2)
    return CropWindow(x=left, y=top, width=right - left, height=bottom - top)


def _size(region: CropWindow, closest: float, frame: FrameSize) -> FrameSize:
    """Of the region such that `closest` of its pixels are the frame's width; less where that would be huge."""
    share = frame.width / closest
    share = min(share, math.sqrt(_MOST_PIXELS / (region.width * region.height)))
    share = min(share, _LONGEST_SIDE / max(region.width, region.height))
    return FrameSize(*(max(2, round(side * share / 2) * 2) for side in (region.width, region.height)))


def _flat(path: Path, base: str) -> Any:
    """The picture without transparency. The library wrote it: PNG, and not larger than it accepts."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=("PNG",)) as opened:
        if opened.mode != "RGBA":
            return opened.convert("RGB")
        ground = Image.new("RGB", opened.size, rgb(base))
        ground.paste(opened, mask=opened.getchannel("A"))
        return ground


def _cut(image: Any, region: CropWindow, size: FrameSize) -> Rgb:
    box = (region.x, region.y, region.x + region.width, region.y + region.height)
    return _resized(image, box, size)


def _resized(image: Any, box: tuple[float, float, float, float], size: FrameSize) -> Rgb:
    from PIL import Image

    return np.asarray(image.resize((size.width, size.height), Image.Resampling.LANCZOS, box), np.uint8)


def _ground(clip: StillClip, image: Any, base: str, frame: FrameSize) -> Rgb:
    if clip.transparent:
        return np.full((frame.height, frame.width, 3), rgb(base), np.uint8)
    area = covering(clip.crop, frame)
    edges = (max(0.0, area.left), max(0.0, area.top), min(image.width, area.right), min(image.height, area.bottom))
    return _resized(image, edges, frame)


def _planes(
    ffmpeg: Ffmpeg, pixels: Rgb, chain: list[str], size: FrameSize, scratch: Path, check: Callable[[], None]
) -> Planes:
    """Colours are worked on by the same filters as those of footage."""
    before, after = scratch / "pixels.rgb", scratch / "planes.yuv"
    before.write_bytes(pixels.tobytes())
    arguments = [
        *("-v", "warning", "-y", "-protocol_whitelist", "file,pipe", "-threads", "1"),
        *("-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{pixels.shape[1]}x{pixels.shape[0]}"),
        *("-i", before.name, "-vf", f"{','.join(chain)},format=yuv420p", "-frames:v", "1", "-f", "rawvideo"),
        after.name,
    ]
    ffmpeg.run(arguments, check=check, cwd=scratch)
    luma, chroma = size.width * size.height, size.width * size.height // 4
    found = np.fromfile(after, np.uint8)
    halves = found[luma:].reshape(2, size.height // 2, size.width // 2)
    assert len(found) == luma + 2 * chroma  # noqa: S101 - the scaler was told this size
    return found[:luma].reshape(size.height, size.width), halves[0], halves[1]
