"""Clips with keyframes, made before the ad: every picture is taken out of the source finer than pixels.

No filter of the encoder does this both smoothly and cheaply: they zoom in steps of whole pixels, or cost as much as the
encode itself. So only clips with keyframes pay for it.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import filters
from geminivideo.rendering.area import Area
from geminivideo.rendering.colour.filters import LUT_FILE, coloured
from geminivideo.rendering.crop.motion import view_at
from geminivideo.rendering.graph import source_reading
from geminivideo.rendering.keyframes.track import shown_at, state_at
from geminivideo.rendering.palette import rgb
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.framing import CropWindow
from geminivideo.rendering.source_facts import SourceFacts

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]

_SPARE_SECONDS = 0.5
_CRF = "8"  # hardly compressed: it is encoded again


def warp_clip(
    ffmpeg: Ffmpeg,
    clip: FootageClip,
    frames: int,
    source: Sequence[str],
    facts: SourceFacts,
    frame: FrameSize,
    base: str,
    scratch: Path,
    target: Path,
    check: Callable[[], None],
    lut: Path | None = None,
) -> None:
    """Write `frames` pictures of the frame's size. `source` are the options that open the file, `-i` included; `base`
    is the colour that shows through where the clip is not opaque.
    """
    if lut is not None:
        (scratch / LUT_FILE).symlink_to(lut.absolute())
    region = region_of(clip, frames)
    looked_at = scratch / "looked-at.mp4"
    _cut(ffmpeg, clip, frames, region, source, facts, looked_at, check, lut=lut is not None)
    with Writer(target, frame) as writer:
        for number, picture in enumerate(_pictures(looked_at)):
            check()
            shown = shown_at(clip, number)
            part = Area(*(edge - corner for edge, corner in zip(_edges(shown), (region.x, region.y) * 2, strict=True)))
            writer.write(faded(warped(picture, part, frame), base, state_at(clip, number).opacity))


def region_of(clip: FootageClip, frames: int) -> CropWindow:
    """All that the clip ever looks at, before it zooms."""
    numbers = [0, *(key.frame for key in clip.path), frames]
    views = [view_at(clip, number) for number in numbers]
    left, top = int(min(view.left for view in views)), int(min(view.top for view in views))
    right, bottom = int(max(view.right for view in views)), int(max(view.bottom for view in views))
    return CropWindow(x=left, y=top, width=right - left, height=bottom - top)


def warped(picture: Planes, part: Area, frame: FrameSize) -> Planes:
    """The part of a 4:2:0 picture, in its luma pixels, at the frame's size."""
    across, down = part.width / frame.width, part.height / frame.height
    half = FrameSize(frame.width // 2, frame.height // 2)
    # Colour stands with every second column of luma, but between two of its rows.
    left, top = part.left / 2 + (across - 1) / 4, part.top / 2 + (down - 1) / 2
    luma = _warp(picture[0], frame, across, down, part.left + (across - 1) / 2, part.top + (down - 1) / 2)
    return luma, _warp(picture[1], half, across, down, left, top), _warp(picture[2], half, across, down, left, top)


def _warp(plane: Plane, size: FrameSize, across: float, down: float, left: float, top: float) -> Plane:
    import cv2

    matrix = np.array([[across, 0, left], [0, down, top]])
    # Where the source has more pixels than the frame, their mean, else cubic.
    if across > 1:
        shrunk = (round(plane.shape[1] / across), round(plane.shape[0] / down))
        x, y = plane.shape[1] / shrunk[0], plane.shape[0] / shrunk[1]
        plane = np.asarray(cv2.resize(plane, shrunk, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = np.array([[across / x, 0, (left + 0.5) / x - 0.5], [0, down / y, (top + 0.5) / y - 0.5]])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    size_ = (size.width, size.height)
    return np.asarray(cv2.warpAffine(plane, matrix, size_, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def faded(picture: Planes, base: str, opacity: float) -> Planes:
    """The picture over a plain colour."""
    if opacity >= 1:
        return picture
    red, green, blue = (channel / 255 for channel in rgb(base))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    colour = (16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748)
    y, u, v = (
        np.rint(plane * opacity + ground * (1 - opacity)).astype(np.uint8)
        for plane, ground in zip(picture, colour, strict=True)
    )
    return y, u, v


def _edges(area: Area) -> tuple[float, float, float, float]:
    return area.left, area.top, area.right, area.bottom


def _cut(
    ffmpeg: Ffmpeg,
    clip: FootageClip,
    frames: int,
    region: CropWindow,
    source: Sequence[str],
    facts: SourceFacts,
    target: Path,
    check: Callable[[], None],
    *,
    lut: bool,
) -> None:
    """The region in BT.709 with its colours worked on, without loss."""
    colours = [*filters.to_bt709(facts), *coloured(clip.grade, lut=lut)]
    run_up = source_reading.run_up(facts, clip.in_seconds)
    chain = [filters.steady(frames, run_up), *source_reading.prepared(facts), filters.crop(region), *colours]
    arguments = [
        *("-v", "warning", "-y", "-protocol_whitelist", "file,pipe"),
        *("-ss", f"{clip.in_seconds - run_up / FPS:.4f}", "-t", f"{(run_up + frames) / FPS + _SPARE_SECONDS:.4f}"),
        *(*source, "-an"),
        *("-vf", f"{','.join(chain)},{filters.uniform()}", "-frames:v", str(frames)),
        *("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-threads", "1", "-f", "mp4", target.name),
    ]
    ffmpeg.run(arguments, check=check, cwd=target.parent)


def _pictures(path: Path) -> Iterator[Planes]:
    import av

    with av.open(str(path), format="mov", options={"protocol_whitelist": "file"}) as container:
        for frame in container.decode(video=0):
            packed = np.asarray(frame.to_ndarray(), np.uint8)
            width, height = frame.width, frame.height
            chroma = packed[height:].reshape(2, height // 2, width // 2)
            yield packed[:height], chroma[0], chroma[1]


class Writer:
    def __init__(self, target: Path, frame: FrameSize) -> None:
        import av

        self._container = av.open(str(target), "w", format="mp4")
        options = {"crf": _CRF, "preset": "ultrafast", "threads": "1"}
        self._stream: Any = self._container.add_stream("libx264", rate=FPS, options=options)
        self._stream.width, self._stream.height, self._stream.pix_fmt = frame.width, frame.height, "yuv420p"

    def write(self, picture: Planes) -> None:
        import av

        width = picture[0].shape[1]
        # Flat first: of a frame of 360x450 each colour plane fills 112.5 of its rows.
        packed = np.concatenate([plane.reshape(-1) for plane in picture]).reshape(-1, width)
        self._container.mux(self._stream.encode(av.VideoFrame.from_ndarray(packed, format="yuv420p")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._container.mux(self._stream.encode())
        self._container.close()
