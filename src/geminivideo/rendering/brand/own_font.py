"""The brand's font where libass and Pillow find it; without its file the ad is set in the bundled one."""

import shutil
from pathlib import Path

from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.library.opening import OpenAsset
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.fonts import OwnFont
from geminivideo.rendering.workspace import Workspace


def own_font(plan: EditPlan) -> OwnFont | None:
    return OwnFont(plan.font.family, plan.font.sha256) if plan.font else None


def font_folder_of(workspace: Workspace) -> Path:
    return workspace.folder.absolute() / "own-fonts"


def with_own_font(plan: EditPlan, workspace: Workspace, open_asset: OpenAsset) -> EditPlan:
    """The plan as it can be set: the font's file is in place, or the plan goes without it and says so."""
    font = own_font(plan)
    if plan.font is None or font is None:
        return plan
    try:
        path = workspace.produce("font", font.sha256, ".ttf", lambda target: _copy(plan, open_asset, target))
    except (NotFoundError, ConflictError) as error:
        note = f"the font {plan.font.asset_id} is missing ({error.cause}): texts are set in the bundled one"
        return plan.model_copy(update={"font": None, "notes": (*plan.notes, note)})
    folder = font_folder_of(workspace)
    folder.mkdir(exist_ok=True)
    shutil.copyfile(path, folder / path.name)
    fonts.install(font, folder / path.name)
    return plan


def _copy(plan: EditPlan, open_asset: OpenAsset, target: Path) -> None:
    if plan.font is not None:
        with open_asset(AssetRef(asset_id=plan.font.asset_id, sha256=plan.font.sha256)) as path:
            shutil.copyfile(path, target)
