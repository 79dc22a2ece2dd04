"""The fields of a still clip that come from its picture."""

from typing import Any

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.stills.framing import frame_still
from geminivideo.rendering.stills.given import Still


def facts_of(still: Still) -> dict[str, Any]:
    picture, ref = still.picture, still.ref
    size = {"width": picture.width, "height": picture.height, "transparent": picture.transparent}
    return {"asset_id": ref.asset_id, "sha256": ref.sha256, **size}


def framed(still: Still, frame: FrameSize, frames: int, turn: int) -> dict[str, Any]:
    framing = frame_still(still.picture, frame, frames, turn)
    return {
        "crop": framing.crop,
        "fill": framing.fill,
        "keyframes": framing.keyframes,
        "crop_reason": framing.reason,
    }
