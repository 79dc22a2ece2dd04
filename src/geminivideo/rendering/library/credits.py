"""Which assets a plan uses, and the credits that go with its video."""

from collections.abc import Iterable

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.library.model import Asset, AssetKind, AssetRef
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import TrackSettings
from geminivideo.rendering.plan.still_clip import StillClip


class Credit(Frozen):
    """An asset in a video, as it has to be named."""

    asset_id: str
    kind: AssetKind
    title: str
    version: int
    licence: str
    attribution: str


def assets_in(plan: EditPlan) -> list[AssetRef]:
    found: list[AssetRef] = []
    if isinstance(plan.music, TrackSettings):
        found.append(AssetRef(asset_id=plan.music.asset_id, sha256=plan.music.sha256))
    found += [AssetRef(asset_id=mark.asset_id, sha256=mark.sha256) for mark in (plan.logo, plan.font, plan.lut) if mark]
    stills = [clip for clip in plan.clips if isinstance(clip, StillClip)]
    found += [AssetRef(asset_id=clip.asset_id, sha256=clip.sha256) for clip in stills]
    return list({ref.asset_id: ref for ref in found}.values())


def credits_of(assets: Iterable[Asset]) -> tuple[Credit, ...]:
    return tuple(
        Credit(
            asset_id=asset.asset_id,
            kind=asset.kind,
            title=asset.details.title,
            version=asset.version,
            licence=asset.details.licence,
            attribution=asset.details.attribution,
        )
        for asset in assets
    )
