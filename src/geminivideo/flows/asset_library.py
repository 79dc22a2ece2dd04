"""A sent file -> judged and written anew -> stored -> in the account's library; and out of it again."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import ForbiddenError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.rendering.library import store
from geminivideo.rendering.library.bundled import bundled_font
from geminivideo.rendering.library.intake import Admission, admit
from geminivideo.rendering.library.model import STORED_AS, Asset, AssetDetails, AssetKind


@dataclass(frozen=True, slots=True)
class AssetArrival:
    """A complete file and what its sender says about it. `replaces` names the version before."""

    path: Path
    kind: AssetKind
    account_id: str
    details: AssetDetails
    replaces: str | None = None


class AssetLibrary:
    def __init__(
        self, database: Database, storage: ObjectStorage, clock: Clock, ids: IdSource, work_folder: Path
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._work_folder = work_folder

    def take_in(self, arrival: AssetArrival) -> Asset:
        """Judge and keep a file.

        Raises:
            UnsupportedAssetError: when it is not a whole file of its kind within the limits.
            NotFoundError, ConflictError: when it replaces what it cannot replace, or is there with other details.
            StorageFullError: when there is no room.
        """
        with self._database.transaction() as session:
            version = _next_version(session, arrival)
        self._work_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._work_folder) as folder:
            admission = admit(arrival.kind, arrival.path, Path(folder) / "clean")
            asset = self._asset(arrival, admission, version)
            self._storage.put(asset.storage_key, admission.path, content_type=STORED_AS[asset.kind][1])
        return self._registered(asset)

    def remove(self, asset_id: str) -> None:
        """Take an asset and its file out of the library. Videos made with it stay, with their credits.

        Raises:
            ForbiddenError: for a font that the program carries.
        """
        if bundled_font(asset_id):
            raise ForbiddenError(f"{asset_id} is a part of the program.", next_step="leave it; no ad has to use it")
        with self._database.transaction() as session:
            asset = store.remove(session, asset_id, self._clock.now())
        self._storage.delete(asset.storage_key)

    def _asset(self, arrival: AssetArrival, admission: Admission, version: int) -> Asset:
        return Asset(
            asset_id=self._ids.new("asset"),
            account_id=arrival.account_id,
            kind=arrival.kind,
            details=arrival.details,
            sha256=admission.sha256,
            original_sha256=admission.original_sha256,
            size_bytes=admission.size_bytes,
            version=version,
            replaces=arrival.replaces,
            facts=admission.facts,
            created_at=self._clock.now(),
        )

    def _registered(self, asset: Asset) -> Asset:
        """What is not entered under its own id leaves no file behind."""
        kept = ""
        try:
            with self._database.transaction() as session:
                entered = store.create(session, asset)
            kept = entered.asset_id
            return entered
        finally:
            if kept != asset.asset_id:
                self._storage.delete(asset.storage_key)


def _next_version(session: Session, arrival: AssetArrival) -> int:
    if arrival.replaces is None:
        return 1
    return store.of_account(session, arrival.account_id, arrival.replaces, arrival.kind).version + 1
