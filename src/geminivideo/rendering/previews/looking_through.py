"""Small pictures of the finished ad, taken in one pass."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geminivideo.core.errors import ProcessingError
from geminivideo.rendering.plan.frames import FPS


def pictures_at(video: Path, numbers: Sequence[int], long_edge: int, check: Callable[[], None]) -> dict[int, Any]:
    """The picture of each frame number. Frames that no other one needs are skipped, and so is the smoothing of block
    edges, which nobody sees in so small a copy: it is the decoder that costs here. What is taken instead of a skipped
    frame is the next one, a tenth of a second later at most.
    """
    import av

    waiting, found, last = sorted(set(numbers)), {}, None
    with av.open(str(video), format="mov", options={"protocol_whitelist": "file"}) as container:
        decoder = container.streams.video[0].codec_context
        decoder.skip_frame, decoder.options = "NONREF", {"skip_loop_filter": "all"}
        for frame in container.decode(video=0):
            check()
            last = frame
            number = round(float(frame.time or 0) * FPS)
            if waiting and number >= waiting[0]:
                small = _small(frame, long_edge)
                while waiting and number >= waiting[0]:
                    found[waiting.pop(0)] = small
            if not waiting:
                break
        if waiting and last is not None:
            found |= dict.fromkeys(waiting, _small(last, long_edge))
    if not found:
        raise ProcessingError("No picture could be taken from the finished ad.", next_step="retry the job")
    return found


def _small(frame: Any, long_edge: int) -> Any:
    share = long_edge / max(frame.width, frame.height)
    return frame.to_image(width=round(frame.width * share), height=round(frame.height * share))
