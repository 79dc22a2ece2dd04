"""The protocol both storages fulfil, and the rules for keys."""

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from geminivideo.core.errors import InvalidInputError

_KEY = re.compile(r"[a-z0-9_-][a-z0-9_.-]*(/[a-z0-9_-][a-z0-9_.-]*)*")


class ObjectStorage(Protocol):
    """Whole objects under keys like `campaigns/campaign_01k/ad.mp4`; a write is visible entirely or not at all."""

    def put(self, key: str, source: Path, *, content_type: str) -> int:
        """Store the file under the key, replacing what was there, and give its size in bytes.

        Raises:
            StorageFullError: when there is no room; nothing is left behind.
        """
        ...

    def local_copy(self, key: str) -> AbstractContextManager[Path]:
        """The object as a file on this machine for as long as the context lasts. It must not be changed.

        Raises:
            NotFoundError: when there is no such object.
        """
        ...

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """Remove the object; removing what is not there is no error."""
        ...

    def signed_url(self, key: str) -> str:
        """An address that opens this object, and nothing else, until it expires."""
        ...


def check_key(key: str) -> str:
    """Keys are made by this program; one that does not look so is a bug or an attack."""
    if len(key) > 512 or not _KEY.fullmatch(key):
        raise InvalidInputError(f"{key[:80]!r} is not an object key.", next_step="use the URL as the API gave it")
    return key
