"""Stills and still clips that tests share."""

from typing import Any

from geminivideo.core.footage_scene import Box
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.plan.framing import CropWindow
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.framing import Picture
from geminivideo.rendering.stills.given import Still


def still_clip(width: int = 360, height: int = 640, frames: int = 30, **changed: Any) -> StillClip:
    crop = CropWindow(x=0, y=0, width=width // 2 * 2, height=height // 2 * 2)
    values = {"scene": 0, "start": 0, "frames": frames, "asset_id": "asset_1", "sha256": "ab", "crop": crop}
    return StillClip(**{**values, "width": width, "height": height, **changed})


def still(words: str = "coffee bag", asset_id: str = "asset_1", subject: Box | None = None, **changed: Any) -> Still:
    picture = Picture(**{"width": 1200, "height": 1600, "transparent": False, "subject": subject, **changed})
    return Still(AssetRef(asset_id=asset_id, sha256="ab"), picture, words)
