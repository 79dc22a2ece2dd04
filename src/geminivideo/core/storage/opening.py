"""The choice of a storage by its URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from geminivideo.core.clock import Clock
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.base import ObjectStorage


def open_storage(settings: Settings, clock: Clock) -> ObjectStorage:
    """The storage that `GEMINIVIDEO_STORAGE_URL` names: `file:///folder` or `gs://bucket/prefix`."""
    return open_storage_at(settings.storage_location, settings, clock)


def open_storage_at(location: str, settings: Settings, clock: Clock) -> ObjectStorage:
    """The one at another such address."""
    url = urlsplit(location)
    if url.scheme == "file":
        from geminivideo.core.storage.local import LocalStorage, UrlSigner

        signer = UrlSigner.for_home(settings, clock)
        return LocalStorage(Path(unquote(url.path)), signer, min_free_bytes=settings.min_free_bytes)
    if url.scheme == "gs" and url.netloc:
        from geminivideo.core.storage.gcs import GcsStorage

        return GcsStorage.connect(url.netloc, url.path.strip("/"), settings)
    raise InvalidInputError(
        f"GEMINIVIDEO_STORAGE_URL is {location!r}.",
        next_step="use file:///some/folder or gs://bucket/prefix",
    )
