"""Object storage in a Google Cloud Storage bucket; credentials come from the environment as Google's tools do."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from geminivideo.core.errors import NotFoundError, UnavailableError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.base import check_key


class GcsStorage:
    def __init__(self, bucket: Any, prefix: str, scratch: Path, lifetime_seconds: int) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._scratch = scratch
        self._lifetime = timedelta(seconds=lifetime_seconds)

    @classmethod
    def connect(cls, bucket: str, prefix: str, settings: Settings) -> "GcsStorage":
        # Google's client takes a second to import, and only installations with a bucket need it.
        from google.auth.credentials import AnonymousCredentials
        from google.auth.exceptions import DefaultCredentialsError
        from google.cloud.storage import Client

        try:
            emulated = os.environ.get("STORAGE_EMULATOR_HOST")
            anonymous: Any = AnonymousCredentials
            client = Client(project="emulated", credentials=anonymous()) if emulated else Client()
        except DefaultCredentialsError as error:
            raise UnavailableError(
                "There are no Google Cloud credentials on this machine.",
                next_step="set GOOGLE_APPLICATION_CREDENTIALS to a service account's key file",
            ) from error
        return cls(client.bucket(bucket), prefix, settings.home / "cache" / "objects", settings.signed_url_seconds)

    def put(self, key: str, source: Path, *, content_type: str) -> int:
        # An object in a bucket appears only when its upload is complete; the checksum is verified by the server.
        self._blob(key).upload_from_filename(str(source), content_type=content_type, checksum="crc32c")
        return source.stat().st_size

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        from google.api_core.exceptions import NotFound

        self._scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            path = Path(folder) / Path(key).name
            try:
                self._blob(key).download_to_filename(str(path))
            except NotFound as error:
                message = f"The stored file {key} is gone."
                raise NotFoundError(message, next_step="upload or render it again") from error
            yield path

    def exists(self, key: str) -> bool:
        return bool(self._blob(key).exists())

    def delete(self, key: str) -> None:
        from google.api_core.exceptions import NotFound

        try:
            self._blob(key).delete()
        except NotFound:
            return

    def signed_url(self, key: str) -> str:
        try:
            return str(self._blob(key).generate_signed_url(version="v4", expiration=self._lifetime, method="GET"))
        except AttributeError as error:  # what Google's client raises for credentials that cannot sign
            raise UnavailableError(
                "These Google credentials cannot sign URLs.",
                next_step="use a service account's key file in GOOGLE_APPLICATION_CREDENTIALS",
            ) from error

    def _blob(self, key: str) -> Any:
        return self._bucket.blob(self._prefix + check_key(key))
