"""Assets as clients see them."""

from geminivideo.app.api.schemas.assets import AssetAnswer, MusicSummary
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.rendering.library.bundled import BundledFont
from geminivideo.rendering.library.model import (
    Asset,
    AssetKind,
    Facts,
    FontFacts,
    LutFacts,
    MusicFacts,
    PictureFacts,
    StillFacts,
)


def asset_answer(asset: Asset, storage: ObjectStorage) -> AssetAnswer:
    return AssetAnswer(
        asset_id=asset.asset_id,
        kind=asset.kind,
        **asset.details.model_dump(),
        version=asset.version,
        replaces=asset.replaces,
        read_only=False,
        sha256=asset.sha256,
        size_bytes=asset.size_bytes,
        facts=_summary(asset.facts),
        url=storage.signed_url(asset.storage_key),
        created_at=asset.created_at,
    )


def bundled_answer(font: BundledFont) -> AssetAnswer:
    return AssetAnswer(
        asset_id=font.asset_id,
        kind=AssetKind.FONT,
        title=font.title,
        licence=font.licence,
        attribution=font.attribution,
        origin="bundled with geminivideo",
        tags=["bundled"],
        version=1,
        replaces=None,
        read_only=True,
        sha256=None,
        size_bytes=None,
        facts=None,
        url=None,
        created_at=None,
    )


def _summary(facts: Facts) -> MusicSummary | LutFacts | FontFacts | StillFacts | PictureFacts:
    """Without the beats, of which there are thousands."""
    if not isinstance(facts, MusicFacts):
        return facts
    return MusicSummary(**facts.model_dump(exclude={"beats"}), beat_count=len(facts.beats))
