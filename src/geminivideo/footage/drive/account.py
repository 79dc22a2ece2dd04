"""Who reads from Drive: a service account, or a user who once agreed. Tokens stay in memory, and are never logged."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from geminivideo.core.errors import UnavailableError
from geminivideo.core.retry import PassingError
from geminivideo.footage.drive.transport import request

SETTING = "GEMINIVIDEO_DRIVE_CREDENTIALS"
SCOPE = "https://www.googleapis.com/auth/drive.readonly"
_TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105 - where tokens are given out
_LARGEST_FILE = 64 * 1024
_USER_FIELDS = ("client_id", "client_secret", "refresh_token")

AccountKind = Literal["service_account", "authorized_user"]


class DriveAccount:
    """`name` is what files have to be shared with, in words fit for an error's advice."""

    def __init__(self, kind: AccountKind, name: str, credentials: Any) -> None:
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
    info = _read(path)
    makers: Mapping[str, Callable[[Mapping[str, Any]], DriveAccount]] = {
        "service_account": _service_account,
        "authorized_user": _authorized_user,
    }
    kind = str(info.get("type") or ("authorized_user" if "refresh_token" in info else ""))
    if kind not in makers:
        raise _unusable(path, _what_else(info))
    try:
        return makers[kind](info)
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # a parser's words could hold the key
        raise _unusable(path, f"a field of its {kind} is missing or damaged") from error


def _service_account(info: Mapping[str, Any]) -> DriveAccount:
    from google.oauth2.service_account import Credentials

    credentials: Any = Credentials
    made = credentials.from_service_account_info(dict(info), scopes=[SCOPE])
    return DriveAccount("service_account", str(info["client_email"]), made)


def _authorized_user(info: Mapping[str, Any]) -> DriveAccount:
    from google.oauth2.credentials import Credentials

    if any(not isinstance(info.get(name), str) or not info[name] for name in _USER_FIELDS):
        raise ValueError("incomplete")
    credentials: Any = Credentials
    given = {name: info[name] for name in _USER_FIELDS}
    made = credentials(None, token_uri=str(info.get("token_uri") or _TOKEN_ADDRESS), scopes=[SCOPE], **given)
    return DriveAccount("authorized_user", str(info.get("account") or "the Google user who agreed"), made)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            info = json.loads(file.read(_LARGEST_FILE))
    except OSError as error:
        raise _unusable(path, f"it cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _unusable(path, "it is not JSON") from error
    if not isinstance(info, dict):
        raise _unusable(path, "it is not a JSON object")
    return info


def _what_else(info: Mapping[str, Any]) -> str:
    if "installed" in info or "web" in info:
        return "it names an OAuth client only; a user has to sign in with it once, which gives a refresh_token"
    return "its type is neither service_account nor authorized_user"


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
