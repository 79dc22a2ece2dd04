"""From the ids in a render request to what the renderer needs of the account's library, and to the video's credits."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.rendering.library import store
from geminivideo.rendering.library.credits import Credit, assets_in, credits_of
from geminivideo.rendering.library.model import AssetKind, AssetRef, MusicFacts
from geminivideo.rendering.library.opening import OpenAsset
from geminivideo.rendering.music_choice import Track
from geminivideo.rendering.plan import EditPlan
from geminivideo.rendering.styling import Styling


def styling_of(session: Session, account_id: str, options: Mapping[str, Any]) -> Styling:
    """What the ids of a request stand for; asked when it is queued, and again when it is rendered.

    Raises:
        NotFoundError: for what the account does not have.
        ConflictError: for an asset of another kind.
    """
    return Styling(track=_track(session, account_id, options.get("audio_id")))


def open_assets(database: Database, storage: ObjectStorage, account_id: str) -> OpenAsset:
    """Opens an account's assets for a render, whatever a plan from outside may name."""

    @contextmanager
    def opened(ref: AssetRef) -> Iterator[Path]:
        with database.transaction() as session:
            asset = store.get(session, ref.asset_id)
        if asset.account_id != account_id or asset.sha256 != ref.sha256:
            raise ConflictError(
                f"{ref.asset_id} is not the file that the plan was made with.",
                next_step="make the plan again with an asset that GET /api/assets lists",
            )
        with storage.local_copy(asset.storage_key) as path:
            yield path

    return opened


def credits_for(session: Session, plan: EditPlan) -> tuple[Credit, ...]:
    return credits_of(store.named(session, [ref.asset_id for ref in assets_in(plan)]))


def _track(session: Session, account_id: str, audio_id: str | None) -> Track | None:
    if audio_id is None:
        return None
    asset = store.of_account(session, account_id, audio_id, AssetKind.MUSIC)
    facts = asset.facts
    assert isinstance(facts, MusicFacts)  # noqa: S101 - its kind says so
    return Track(AssetRef(asset_id=asset.asset_id, sha256=asset.sha256), facts.seconds, facts.beats)
