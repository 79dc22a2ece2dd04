"""Who asks Google's services: a service account, or a user who once agreed. Read from a file, without asking Google."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

_TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105 - where tokens are given out
_LARGEST_FILE = 64 * 1024
_USER_FIELDS = ("client_id", "client_secret", "refresh_token")

CredentialsKind = Literal["service_account", "authorized_user"]


class UnusableCredentialsError(Exception):
    """Why a file is none that this program can use; never what stands in it."""


@dataclass(frozen=True, slots=True)
class GoogleCredentials:
    """`name` says in words fit for advice who asks; `credentials` are google-auth's, without a token yet."""

    kind: CredentialsKind
    name: str
    credentials: Any


def read_google_credentials(path: Path, scope: str) -> GoogleCredentials:
    """Raises:
    UnusableCredentialsError: when the file is none of the two kinds, or damaged.
    """
    info = _read(path)
    makers: Mapping[str, Callable[[Mapping[str, Any], str], GoogleCredentials]] = {
        "service_account": _service_account,
        "authorized_user": _authorized_user,
    }
    kind = str(info.get("type") or ("authorized_user" if "refresh_token" in info else ""))
    if kind not in makers:
        raise UnusableCredentialsError(_what_else(info))
    try:
        return makers[kind](info, scope)
    except (ValueError, TypeError, KeyError, AttributeError):  # a parser's words could hold the key
        raise UnusableCredentialsError(f"a field of its {kind} is missing or damaged") from None


def _service_account(info: Mapping[str, Any], scope: str) -> GoogleCredentials:
    from google.oauth2.service_account import Credentials

    credentials: Any = Credentials
    made = credentials.from_service_account_info(dict(info), scopes=[scope])
    return GoogleCredentials("service_account", str(info["client_email"]), made)


def _authorized_user(info: Mapping[str, Any], scope: str) -> GoogleCredentials:
    """Built by hand: google-auth's own reader of such files does not heed their `token_uri`."""
    from google.oauth2.credentials import Credentials

    if any(not isinstance(info.get(name), str) or not info[name] for name in _USER_FIELDS):
        raise ValueError("incomplete")
    credentials: Any = Credentials
    given = {name: info[name] for name in _USER_FIELDS}
    made = credentials(None, token_uri=str(info.get("token_uri") or _TOKEN_ADDRESS), scopes=[scope], **given)
    return GoogleCredentials("authorized_user", str(info.get("account") or "the Google user who agreed"), made)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            info = json.loads(file.read(_LARGEST_FILE))
    except OSError as error:
        raise UnusableCredentialsError(f"it cannot be read: {error.strerror}") from error
    except ValueError:  # whose own words hold the file
        raise UnusableCredentialsError("it is not JSON") from None
    if not isinstance(info, dict):
        raise UnusableCredentialsError("it is not a JSON object")
    return info


def _what_else(info: Mapping[str, Any]) -> str:
    if "installed" in info or "web" in info:
        return "it names an OAuth client only; a user has to sign in with it once, which gives a refresh_token"
    return "its type is neither service_account nor authorized_user"
