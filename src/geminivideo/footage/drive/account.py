"""Who reads from Drive: a service account, or a user who once agreed. Tokens stay in memory, and are never logged."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geminivideo.core.errors import UnavailableError
from geminivideo.core.google_credentials import CredentialsKind, UnusableCredentialsError, read_google_credentials
from geminivideo.core.retry import PassingError
from geminivideo.footage.drive.transport import request

SETTING = "GEMINIVIDEO_DRIVE_CREDENTIALS"
SCOPE = "https://www.googleapis.com/auth/drive.readonly"


class DriveAccount:
    """`name` is what files have to be shared with, in words fit for an error's advice."""

    def __init__(self, kind: CredentialsKind, name: str, credentials: Any) -> None:
        self.kind = kind
        self.name = name
        self._credentials = credentials

    def token(self, *, renewed: bool = False) -> str:
        """An access token that is valid now; blocks while Google gives one out.

        Raises:
            PassingError: when Google does not answer.
            UnavailableError: when it does not accept the credentials.
        """
        from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError

        if renewed or not self._credentials.valid:
            try:
                self._credentials.refresh(request)
            except TransportError as error:
                raise PassingError(_no_answer(type(error.__cause__ or error).__name__)) from error
            except RefreshError as error:
                if error.retryable:
                    raise PassingError(_no_answer("an error of its own")) from error
                raise self._refused(_code(error)) from error
            except (GoogleAuthError, ValueError) as error:
                raise self._refused(type(error).__name__) from error
        return str(self._credentials.token)

    def _refused(self, why: str) -> UnavailableError:
        if self.kind == "service_account":
            return UnavailableError(
                f"Google does not accept the key of {self.name} ({why}).",
                next_step=f"make a new key of it and point {SETTING} at that; check this machine's clock",
            )
        return UnavailableError(
            f"Google does not accept the refresh token of {self.name} ({why}): it expired, was revoked, or was given"
            " without the scope drive.readonly.",
            next_step=f"sign in again with the scope drive.readonly, and write the new token to {SETTING}'s file",
        )


def load_account(path: Path | None) -> DriveAccount:
    """Read and understand the credentials, without asking Google.

    Raises:
        UnavailableError: when there are none, or the file is none that this program can use.
    """
    if path is None:
        raise UnavailableError("There are no credentials for Google Drive.", next_step=f"set {SETTING}; see README.md")
    try:
        found = read_google_credentials(path, SCOPE)
    except UnusableCredentialsError as error:
        raise _unusable(path, str(error)) from error
    return DriveAccount(found.kind, found.name, found.credentials)


def _unusable(path: Path, why: str) -> UnavailableError:
    return UnavailableError(
        f"The Google Drive credentials at {path} are not usable: {why}.",
        next_step=f"point {SETTING} at a service account's key file or an authorized user's; README.md says how",
    )


def _no_answer(why: str) -> UnavailableError:
    return UnavailableError(
        f"Google gave out no access token ({why}).", next_step="check this machine's network, and import again later"
    )


def _code(error: Exception) -> str:
    """OAuth's word for it; nothing else of the answer is repeated, for it may hold what was sent."""
    answer = error.args[1] if len(error.args) > 1 else None
    code = str(answer.get("error", "")) if isinstance(answer, Mapping) else ""
    return code[:40] if code.replace("_", "").isalpha() else "refused"
