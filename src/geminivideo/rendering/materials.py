"""The files that segments are made of, with what stands for their content."""

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering import end_card, overlay
from geminivideo.rendering.background import write_background
from geminivideo.rendering.brand.logo import draw_logo
from geminivideo.rendering.brand.logo_film import LogoBox, draw_film, key_of
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.graph.materials import EndCardFiles, Materials
from geminivideo.rendering.graph.model import File
from geminivideo.rendering.graph.overlaid import MovingPicture, Overlaid
from geminivideo.rendering.keyframes.layers import Pose, pose_at
from geminivideo.rendering.known_sources import facts_of
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.library.opening import OpenAsset, no_assets
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan_layout import layout_during
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.workspace import Workspace

OpenSource = Callable[[FootageSource], AbstractContextManager[Path]]


def gather(
    plan: EditPlan,
    frame: FrameSize,
    workspace: Workspace,
    open_source: OpenSource,
    stack: ExitStack,
    check: Callable[[], None],
    open_asset: OpenAsset = no_assets,
) -> Materials:
    """Everything the graphs need; source files stay open as long as `stack` does."""
    sources = {}
    for source in plan.sources:
        check()
        sources[source.footage_id] = File(stack.enter_context(open_source(source)), source.sha256)
    return Materials(
        sources=sources,
        facts={footage_id: facts_of(file.path, file.content, workspace) for footage_id, file in sources.items()},
        backgrounds=_backgrounds(plan, workspace, check),
        end_card=_end_card(plan, frame, workspace),
        logo=_logo(plan, frame, workspace, open_asset),
        lut=_lut(plan, open_asset, stack),
    )


def _backgrounds(plan: EditPlan, workspace: Workspace, check: Callable[[], None]) -> dict[int, File]:
    made: dict[int, File] = {}
    for index, clip in enumerate(plan.clips):
        if not isinstance(clip, CardClip | EndCardClip):
            continue
        check()
        frames, seed = clip.frames + plan.tail(index), _seed(plan, index)

        def write(target: Path, frames: int = frames, seed: list[int] = seed) -> None:
            write_background(target, plan.palette, plan.platform.frame, frames, seed)

        inputs = json.dumps([plan.palette.model_dump(), plan.platform, frames, seed, code_digest("background.py")])
        made[index] = file_of(workspace.produce("background", inputs, ".yuv", write, shared=True))
    return made


def _seed(plan: EditPlan, index: int) -> list[int]:
    """The palette, the kind of card and which of its kind it is: ads of one product move alike and share pictures."""
    kind = plan.clips[index].kind
    before = sum(clip.kind == kind for clip in plan.clips[:index])
    return [zlib.crc32(f"{plan.palette.model_dump_json()} {kind}".encode()), before]


def _end_card(plan: EditPlan, frame: FrameSize, workspace: Workspace) -> EndCardFiles | None:
    card = next((clip for clip in plan.clips if isinstance(clip, EndCardClip)), None)
    if card is None:
        return None
    layout = layout_during(plan, card)
    captioned = any(caption.end > card.start for caption, _look, _area in overlay.captions(plan, layout))
    layout = layout.drawn_at(frame)
    placed = end_card.arrange(card, layout, captioned=captioned)
    texts = [card.product_name, card.offer, card.call_to_action, captioned]
    drawn_by = code_digest("end_card.py", "text", "safe_area.py", "palette.py")
    size = (frame.width, frame.height)
    inputs = json.dumps([texts, plan.palette.model_dump(), plan.platform, size, _drawn(layout), drawn_by])

    def made(name: str, draw: Callable[[Path, end_card.EndCardLayout, Layout, Palette], None]) -> File:
        path = workspace.produce(
            name, inputs, ".png", lambda target: draw(target, placed, layout, plan.palette), shared=True
        )
        return file_of(path)

    panel, button, box = made("panel", end_card.draw_panel), made("button", end_card.draw_button), placed.button
    x, y = end_card.panel_place(panel.path)
    return EndCardFiles(panel, x, y, button, box.x + box.width // 2, box.y + box.height // 2)


def _lut(plan: EditPlan, open_asset: OpenAsset, stack: ExitStack) -> File | None:
    if plan.lut is None:
        return None
    ref = AssetRef(asset_id=plan.lut.asset_id, sha256=plan.lut.sha256)
    return File(stack.enter_context(open_asset(ref)), ref.sha256)


def _drawn(layout: Layout) -> list[object]:
    places = [layout.strip, layout.head, layout.safe.top, layout.safe.bottom]
    return [*places, layout.own_font.sha256 if layout.own_font else None]


def _logo(
    plan: EditPlan, frame: FrameSize, workspace: Workspace, open_asset: OpenAsset
) -> Overlaid | MovingPicture | None:
    """The logo's picture at the size that it has in this frame; even places keep colours and brightness together."""
    mark = plan.logo
    if mark is None:
        return None
    scale = frame.height / plan.height
    x, y, width, height = (max(2, round(n * scale / 2) * 2) for n in (mark.x, mark.y, mark.width, mark.height))
    if mark.keyframes:
        return _moving_logo(mark, LogoBox(x, y, width, height, frame), workspace, open_asset)

    def draw(target: Path) -> None:
        with open_asset(AssetRef(asset_id=mark.asset_id, sha256=mark.sha256)) as path:
            draw_logo(path, (width, height), target)

    return Overlaid(file_of(workspace.produce("logo", f"{mark.sha256} {width} {height}", ".png", draw)), x, y)


def _moving_logo(mark: LogoMark, box: LogoBox, workspace: Workspace, open_asset: OpenAsset) -> MovingPicture:
    first, last = mark.keyframes[0].frame, mark.keyframes[-1].frame

    def film(states: Sequence[Pose]) -> File:
        def draw(target: Path) -> None:
            with open_asset(AssetRef(asset_id=mark.asset_id, sha256=mark.sha256)) as path:
                draw_film(path, box, states, target)

        return file_of(workspace.produce("logo-film", key_of(mark.sha256, box, states), ".png", draw))

    def still(pose: Pose) -> Overlaid:
        return Overlaid(film([pose]), *box.place(pose, box.canvas([pose])))

    shown = [pose_at(mark.keyframes, frame) for frame in range(first, last + 1)]
    places = tuple(box.place(pose, box.canvas(shown)) for pose in shown)
    return MovingPicture(still(shown[0]), still(shown[-1]), film(shown), first, places)


def file_of(path: Path) -> File:
    """A file of ours is known by its bytes alone."""
    with path.open("rb") as file:
        return File(path, hashlib.file_digest(file, "sha256").hexdigest())
