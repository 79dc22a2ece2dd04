"""Object storage in a folder of this machine, with signed and expiring URLs that the gateway serves."""

import hashlib
import hmac
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from geminivideo.core.clock import Clock
from geminivideo.core.disk import ensure_room, out_of_room_is_named
from geminivideo.core.errors import ForbiddenError, NotFoundError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.base import check_key


class UrlSigner:
    """HMAC-SHA256 over key and expiry, so that a URL cannot be bent to another file or a later day."""

    def __init__(self, secret: bytes, base_url: str, lifetime_seconds: int, clock: Clock) -> None:
        self._secret = secret
        self._base_url = base_url.rstrip("/")
        self._lifetime = lifetime_seconds
        self._clock = clock

    @classmethod
    def for_home(cls, settings: Settings, clock: Clock) -> "UrlSigner":
        secret = load_or_create_secret(settings.home / "url-signing.key")
        return cls(secret, settings.public_url, settings.signed_url_seconds, clock)

    def url(self, key: str) -> str:
        expires = int(self._clock.now().timestamp()) + self._lifetime
        query = urlencode({"expires": expires, "signature": self._signature(key, expires)})
        return f"{self._base_url}/files/{quote(key)}?{query}"

    def check(self, key: str, expires: int, signature: str) -> None:
        genuine = hmac.compare_digest(self._signature(key, expires).encode(), signature.encode())
        if not genuine or expires < self._clock.now().timestamp():
            raise ForbiddenError(
                "The link has expired." if genuine else "The link's signature is not valid.",
                next_step="ask the API for the video again; each answer carries a fresh link",
            )

    def _signature(self, key: str, expires: int) -> str:
        return hmac.new(self._secret, f"{expires}\n{key}".encode(), hashlib.sha256).hexdigest()


class LocalStorage:
    def __init__(self, root: Path, signer: UrlSigner, *, min_free_bytes: int = 0) -> None:
        self._root = root
        self._signer = signer
        self._min_free_bytes = min_free_bytes

    def put(self, key: str, source: Path, *, content_type: str) -> int:  # noqa: ARG002 - a folder keeps no types
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        size = source.stat().st_size
        ensure_room(target.parent, size + self._min_free_bytes)
        partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
        try:
            with out_of_room_is_named(target.parent):
                _copy_durably(source, partial)
                partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return size

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        path = self._path(key)
        if not path.is_file():
            raise NotFoundError(f"The stored file {key} is gone.", next_step="upload or render it again")
        yield path

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def signed_url(self, key: str) -> str:
        return self._signer.url(check_key(key))

    def open_signed(self, key: str, expires: int, signature: str) -> Path:
        """The file behind a signed URL, for the gateway's file route."""
        self._signer.check(check_key(key), expires, signature)
        with self.local_copy(key) as path:
            return path

    def _path(self, key: str) -> Path:
        return self._root / check_key(key)


def load_or_create_secret(path: Path) -> bytes:
    """32 random bytes that survive restarts, readable by their owner only; processes may race for creating it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return path.read_bytes()


def _copy_durably(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 1024 * 1024)
        writer.flush()
        os.fsync(writer.fileno())
