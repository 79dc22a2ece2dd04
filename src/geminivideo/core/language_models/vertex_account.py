"""Who asks Vertex AI: a service account, or a user who once agreed. Tokens stay in memory, and are never logged."""

import asyncio
import json
import threading
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from geminivideo.core.errors import UnavailableError

SETTING = "GEMINIVIDEO_VERTEX_CREDENTIALS"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105 - where tokens are given out
_LARGEST_FILE = 64 * 1024
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
        return SecretStr(await asyncio.to_thread(self._valid_token))

    def load(self) -> Any:
        """Raises:
        UnavailableError: when the file is none that this program can use.
        """
        try:
            with self._path.open("rb") as file:
                return _credentials(json.loads(file.read(_LARGEST_FILE)))
        except OSError as error:
            raise _unusable(self._path, f"it cannot be read: {error.strerror}") from error
        except (ValueError, TypeError, KeyError, AttributeError):  # a parser's words could hold the key
            pass
        raise _unusable(self._path, "it is no service account's key and no authorized user's file, or is damaged")

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


def _credentials(info: Any) -> Any:
    from google.oauth2 import credentials, service_account

    users: Any = credentials.Credentials
    accounts: Any = service_account.Credentials
    if info["type"] == "authorized_user":
        given = {name: info[name] for name in ("client_id", "client_secret", "refresh_token")}
        return users(None, token_uri=str(info.get("token_uri") or _TOKEN_ADDRESS), scopes=[_SCOPE], **given)
    return accounts.from_service_account_info(info, scopes=[_SCOPE])


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
