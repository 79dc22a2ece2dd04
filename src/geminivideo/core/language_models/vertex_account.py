"""Who asks Vertex AI: a service account, or a user who once agreed. Tokens stay in memory, and are never logged."""

import asyncio
import threading
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from geminivideo.core.errors import UnavailableError
from geminivideo.core.google_credentials import UnusableCredentialsError, read_google_credentials

SETTING = "GEMINIVIDEO_VERTEX_CREDENTIALS"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_TOKEN_SECONDS = 10


class VertexAccount:
    """Reads its file when it is first asked for a token."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._credentials: Any = None
        self._lock = threading.Lock()

    async def token(self) -> SecretStr:
        """An access token that is valid now.

        Raises:
            UnavailableError: when Google gives out none.
        """
        return await asyncio.to_thread(self.token_now)

    def token_now(self) -> SecretStr:
        """The same for callers without an event loop; blocks while Google gives one out."""
        return SecretStr(self._valid_token())

    def load(self) -> Any:
        """Raises:
        UnavailableError: when the file is none that this program can use.
        """
        try:
            return read_google_credentials(self._path, _SCOPE).credentials
        except UnusableCredentialsError as error:
            raise _unusable(self._path, str(error)) from error

    def _valid_token(self) -> str:
        from google.auth.exceptions import GoogleAuthError
        from google.auth.transport.requests import Request

        with self._lock:
            self._credentials = self._credentials or self.load()
            if not self._credentials.valid:
                try:
                    self._credentials.refresh(partial(Request(), timeout=_TOKEN_SECONDS))
                except GoogleAuthError as error:
                    raise _no_token(type(error).__name__) from None
            return str(self._credentials.token)


def _unusable(path: Path, why: str) -> UnavailableError:
    return UnavailableError(
        f"The credentials for Vertex AI at {path} are not usable: {why}.",
        next_step=f"point {SETTING} at a service account's key file or an authorized user's",
    )


def _no_token(why: str) -> UnavailableError:
    return UnavailableError(
        f"Google gave out no access token for Vertex AI ({why}).",
        next_step=f"check {SETTING}, this machine's clock and its network",
    )
