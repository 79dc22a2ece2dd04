"""What libass draws of a plan's marks, over black, at the size of a preview."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.text import ass, fonts
from geminivideo.rendering.text.ass import Event
from tests.rendering.pictures import Picture, frame_at

PART = 3  # a preview has a third of the frame's width and height

Draw = Callable[[Iterable[Event], FrameSize, int], Picture]


def drawer(ffmpeg: Ffmpeg, folder: Path) -> Draw:
    (folder / "fonts.conf").write_text(fonts.fontconfig(folder / "cache", with_system_fonts=False))

    def draw(events: Iterable[Event], frame: FrameSize, number: int) -> Picture:
        """Frame `number` of the ad."""
        (folder / "text.ass").write_text(ass.document(events, frame), "utf-8")
        size = f"{frame.width // PART}x{frame.height // PART}"
        at = f"settb=1/30000,setpts=(N+{number})*1000+3"
        ffmpeg.run(
            [
                *("-v", "error", "-y", "-f", "lavfi", "-i", f"color=c=black:s={size}:r=30", "-vf"),
                f"setparams=colorspace=bt709:range=tv,format=yuv444p,{at},ass=f=text.ass",
                *("-frames:v", "1", "-c:v", "ffv1", "out.mkv"),
            ],
            cwd=folder,
            environment={"FONTCONFIG_FILE": str(folder / "fonts.conf")},
        )
        return frame_at(folder / "out.mkv", 0)

    return draw


def seen(picture: Picture, least: int = 24) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of all that is not black, in pixels of the whole frame."""
    bright: NDArray[np.bool_] = picture.max(axis=2) > least
    rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    if not len(rows):
        return None
    edges = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    left, top, right, bottom = (int(edge) * PART for edge in edges)
    return left, top, right, bottom
