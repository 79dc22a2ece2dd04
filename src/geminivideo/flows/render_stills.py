"""From the asset ids of a request or a plan to the stills that an account may show."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geminivideo.core.errors import NotFoundError
from geminivideo.rendering.library import store
from geminivideo.rendering.library.model import Asset, AssetKind, AssetRef, PictureFacts, StillFacts
from geminivideo.rendering.stills.framing import Picture
from geminivideo.rendering.stills.given import Still


def still_of(session: Session, account_id: str, asset_id: str) -> Still:
    """A picture of the account.

    Raises:
        NotFoundError: when there is none, or it was removed or is another account's.
        ConflictError: for an asset of another kind.
    """
    return _still(store.of_account(session, account_id, asset_id, AssetKind.STILL))


def stills_of(session: Session, account_id: str, asset_ids: Sequence[str]) -> tuple[Still, ...]:
    """All of them, or what `still_of` raises: asked when a render is queued."""
    return tuple(still_of(session, account_id, asset_id) for asset_id in dict.fromkeys(asset_ids))


def stills_left(
    session: Session, account_id: str, asset_ids: Sequence[str]
) -> tuple[tuple[Still, ...], tuple[str, ...]]:
    """Those that are still there, and a note for each that was removed since: an ad is not held up by it."""
    stills: list[Still] = []
    notes: list[str] = []
    for asset_id in dict.fromkeys(asset_ids):
        try:
            stills.append(still_of(session, account_id, asset_id))
        except NotFoundError:
            notes.append(f"the picture {asset_id} was removed: the ad is without it")
    return tuple(stills), tuple(notes)


def _still(asset: Asset) -> Still:
    facts = asset.facts
    assert isinstance(facts, PictureFacts)  # noqa: S101 - its kind says so
    subject = facts.subject if isinstance(facts, StillFacts) else None
    picture = Picture(facts.width, facts.height, facts.transparent, subject)
    words = " ".join((asset.details.title, *asset.details.tags))
    return Still(AssetRef(asset_id=asset.asset_id, sha256=asset.sha256), picture, words)
