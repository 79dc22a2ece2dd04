"""The still clips of a plan as files that the filter graph reads, kept by their content."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.graph.materials import Materials
from geminivideo.rendering.graph.model import File
from geminivideo.rendering.keyframes.warping import Writer
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.library.opening import OpenAsset
from geminivideo.rendering.materials import file_of
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.drawing import draw_still
from geminivideo.rendering.stills.opening import open_still
from geminivideo.rendering.workspace import Workspace

_FILTERS = ("filters.py", "colour/filters.py")
_UNSEEN = {"asset_id", "start", "scene", "reason", "crop_reason", "grade_reason", "transition", "transition_frames"}


def make_stills(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    frame: FrameSize,
    materials: Materials,
    workspace: Workspace,
    open_asset: OpenAsset,
    check: Callable[[], None],
) -> Materials:
    """Raises what `open_asset` raises, as for a picture that was removed since the plan was made."""
    made = {}
    for index, clip in enumerate(plan.clips):
        if isinstance(clip, StillClip):
            frames = clip.frames + plan.tail(index)
            still = _Still(ffmpeg, clip, frames, frame, plan.palette.base, materials.lut)
            made[index] = still.made(workspace, open_asset, check)
    return replace(materials, keyframed={**materials.keyframed, **made})


class _Still:
    def __init__(
        self, ffmpeg: Ffmpeg, clip: StillClip, frames: int, frame: FrameSize, base: str, lut: File | None
    ) -> None:
        self._ffmpeg = ffmpeg
        self._clip = clip
        self._frames = frames
        self._frame = frame
        self._base = base
        self._lut = lut

    def made(self, workspace: Workspace, open_asset: OpenAsset, check: Callable[[], None]) -> File:
        clip = self._clip

        def make(target: Path) -> None:
            with workspace.scratch() as scratch, open_asset(self._ref()) as path:
                self._draw(path, scratch, target, check)

        return file_of(workspace.produce("still", self._inputs(clip), ".mp4", make, shared=True, check=check))

    def _draw(self, picture: Path, scratch: Path, target: Path, check: Callable[[], None]) -> None:
        lut, frame = self._lut.path if self._lut else None, self._frame
        opened = open_still(self._ffmpeg, self._clip, picture, frame, self._base, scratch, check, lut)
        with Writer(target, frame) as writer:
            for drawn in draw_still(self._clip, self._frames, opened, frame, self._base):
                check()
                writer.write(drawn)

    def _ref(self) -> AssetRef:
        return AssetRef(asset_id=self._clip.asset_id, sha256=self._clip.sha256)

    def _inputs(self, clip: StillClip) -> str:
        looks = clip.model_dump(mode="json", exclude=_UNSEEN)
        made_by = [self._ffmpeg.version, self._ffmpeg.build, code_digest("stills", "keyframes", *_FILTERS)]
        lut = self._lut and self._lut.content
        return json.dumps([looks, self._frames, lut, self._frame.width, self._frame.height, self._base, made_by])
