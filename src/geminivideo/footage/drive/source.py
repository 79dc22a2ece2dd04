"""Google Drive as a source of footage."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geminivideo.core.clock import Clock
from geminivideo.core.interruptible import run_interruptibly
from geminivideo.footage.drive.account import DriveAccount, load_account
from geminivideo.footage.drive.client import DriveClient, open_http
from geminivideo.footage.drive.download import DriveDownload, Patience
from geminivideo.footage.drive.links import DriveLink
from geminivideo.footage.imports.model import Fetched, Watch
from geminivideo.footage.uploads import UploadSpool

KIND = "drive"
_STAGE = "downloading from Google Drive"


@dataclass(frozen=True, slots=True)
class DriveSettings:
    credentials: Path | None
    base_url: str


class DriveSource:
    def __init__(
        self, settings: DriveSettings, spool: UploadSpool, clock: Clock, patience: Patience | None = None
    ) -> None:
        self._settings = settings
        self._spool = spool
        self._clock = clock
        self._patience = patience or Patience()

    def describe(self, link: DriveLink) -> dict[str, Any]:
        """The link as a row keeps it.

        Raises:
            UnavailableError: when there are no usable credentials to follow it with.
        """
        load_account(self._settings.credentials)
        return {"kind": KIND, "file_id": link.file_id, "resource_key": link.resource_key}

    def fetch(self, source: Mapping[str, Any], upload_id: str, watch: Watch) -> Fetched:
        """The whole file in the spool, from where an earlier try left off.

        Raises:
            GeminivideoError: with cause and next step, and whatever `watch` raises.
        """
        account = load_account(self._settings.credentials)
        link = DriveLink(str(source["file_id"]), source.get("resource_key"))

        def on_received(received: int, size: int) -> None:
            watch.report(_STAGE, received / size)

        return run_interruptibly(self._fetch(account, link, upload_id, on_received), watch.check)

    async def _fetch(self, account: DriveAccount, link: DriveLink, upload_id: str, on_received: Any) -> Fetched:
        async with open_http() as http:
            client = DriveClient(http, self._settings.base_url, account, self._clock)
            return await DriveDownload(client, self._spool, upload_id, on_received, self._patience).run(link)
