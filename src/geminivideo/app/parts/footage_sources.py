"""Where footage comes from: uploads, Google Drive, this machine's own disk."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from geminivideo.app.parts.infrastructure import Infrastructure
from geminivideo.flows.footage_import.requests import FootageImports
from geminivideo.flows.footage_watching import FootageWatching, WatchSettings, folder_name
from geminivideo.footage.drive.source import DriveSettings, DriveSource
from geminivideo.footage.local.jail import Jail
from geminivideo.footage.local.source import LocalSource
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from geminivideo.footage.watching.listing import Bounds


class FootageSourceParts(Infrastructure):
    @cached_property
    def upload_spool(self) -> UploadSpool:
        limits = UploadLimits(self.settings.upload_max_bytes, keep_free_bytes=self.settings.min_free_bytes)
        return UploadSpool(self.settings.home / "uploads", limits, self.clock)

    @cached_property
    def footage_imports(self) -> FootageImports:
        return FootageImports(self.clock, self.ids)

    @cached_property
    def drive(self) -> DriveSource:
        settings = DriveSettings(self.settings.drive_credentials, self.settings.drive_base_url)
        return DriveSource(settings, self.upload_spool, self.clock)

    @cached_property
    def local_source(self) -> LocalSource:
        own = (self.settings.home, *self._storage_folder)
        watched = tuple(folder.path for folder in self.settings.watch_folders)
        return LocalSource(
            Jail(self.settings.footage_folders, "GEMINIVIDEO_FOOTAGE_FOLDERS", own),
            Jail(watched, "GEMINIVIDEO_WATCH_FOLDERS", own),
            self.upload_spool,
            self.clock,
        )

    @cached_property
    def footage_watching(self) -> FootageWatching:
        """A folder that is set twice is watched as it is set first; one inside another is watched for itself."""
        folders = {folder_name(folder): folder for folder in reversed(self.settings.watch_folders)}
        apart = (folder_name(folder) for folder in self.settings.watch_folders)
        own = (self.settings.home, *self._storage_folder)
        barred = {Path(name) for name in apart} | {path.resolve() for path in own}
        settings = WatchSettings(
            tuple(folders.values()),
            timedelta(seconds=self.settings.watch_settle_seconds),
            Bounds(depth=self.settings.watch_depth, barred=frozenset(barred)),
        )
        return FootageWatching(self.database, self.clock, self.local_source, self.footage_imports, settings)

    @property
    def _storage_folder(self) -> tuple[Path, ...]:
        url = urlsplit(self.settings.storage_location)
        return (Path(unquote(url.path)),) if url.scheme == "file" else ()
