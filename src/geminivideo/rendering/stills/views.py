"""What a still clip shows at each of its frames, in pixels of its picture."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.area import Area
from geminivideo.rendering.keyframes.track import inside, state_at
from geminivideo.rendering.plan.framing import CropWindow, Fill
from geminivideo.rendering.plan.still_clip import StillClip


def shown_at(clip: StillClip, at: float, frame: FrameSize) -> Area:
    """An area of the frame's shape. Around a picture that stands whole it reaches beyond the crop, else never."""
    crop, state = clip.crop, state_at(clip, at)
    window = Area(crop.x, crop.y, crop.x + crop.width, crop.y + crop.height)
    if clip.fill is Fill.BLURRED:
        window = around(crop, frame)
        return inside(window, window.width / state.zoom, window.height / state.zoom, state)
    widest = covering(crop, frame)
    return inside(window, widest.width / state.zoom, widest.height / state.zoom, state)


def covering(crop: CropWindow, frame: FrameSize) -> Area:
    """The largest area of the frame's shape in the middle of a crop."""
    share = min(crop.width / frame.width, crop.height / frame.height)
    return _in_the_middle(crop, share * frame.width, share * frame.height)


def around(crop: CropWindow, frame: FrameSize) -> Area:
    """The smallest area of the frame's shape that holds a crop."""
    share = max(crop.width / frame.width, crop.height / frame.height)
    return _in_the_middle(crop, share * frame.width, share * frame.height)


def _in_the_middle(crop: CropWindow, width: float, height: float) -> Area:
    left, top = crop.x + (crop.width - width) / 2, crop.y + (crop.height - height) / 2
    return Area(left, top, left + width, top + height)
