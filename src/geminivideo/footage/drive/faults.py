"""What Drive's refusals mean, and what to do about each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from geminivideo.core.errors import ForbiddenError, GeminivideoError, NotFoundError, UnavailableError
from geminivideo.core.retry import PassingError, retry_after_seconds
from geminivideo.footage.drive.account import SETTING, DriveAccount

_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_PASSING_REASONS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "backendError"})
_QUOTA_REASONS = frozenset({"dailyLimitExceeded", "quotaExceeded", "downloadQuotaExceeded"})
_SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_NO_SCOPE = frozenset({"insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_NO_DOWNLOAD = frozenset({"cannotDownloadFile", "fileNotDownloadable"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is no success, with as much of its body as is worth reading."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def reasons(self) -> frozenset[str]:
        """Google's words for why; none where the body is something else."""
        try:
            error = json.loads(self.body)["error"]
            listed = [*error.get("errors", ()), *error.get("details", ())]
            return frozenset(str(each["reason"]) for each in listed if "reason" in each)
        except (ValueError, KeyError, TypeError, AttributeError):
            return frozenset()


class RangeRefusedError(UnavailableError):
    """Drive has no bytes from there on: the file is another one than it was."""


def fault_of(refusal: Refusal, file_id: str, account: DriveAccount, now: datetime) -> Exception:
    """The error to raise; a PassingError around it where another try may help."""
    reasons = refusal.reasons
    if refusal.status == 416:
        return RangeRefusedError(
            f"Google Drive has no bytes of {file_id} from there on.", next_step="import it again: the file has changed"
        )
    if refusal.status in _PASSING_STATUSES or (refusal.status == 403 and reasons & _PASSING_REASONS):
        asked = retry_after_seconds(refusal.headers.get("retry-after", ""), now)
        return PassingError(_busy(refusal.status), asked)
    if refusal.status == 401:
        return UnavailableError(
            f"Google Drive does not accept the access token of {account.name}.",
            next_step=f"check with `geminivideo doctor` what {SETTING} points at, and renew those credentials",
        )
    if refusal.status == 404:
        return NotFoundError(
            f"{account.name} sees no file {file_id} in Google Drive.",
            next_step=f"share the file with {account.name}, or check the link: some need all of it, with resourcekey",
        )
    return _forbidden(file_id, account, reasons) if refusal.status == 403 else _odd(refusal.status)


def _forbidden(file_id: str, account: DriveAccount, reasons: frozenset[str]) -> GeminivideoError:
    if reasons & _NO_SCOPE:
        return ForbiddenError(
            f"{account.name} may not read files with the scope that was granted.",
            next_step="sign in again and agree to the scope drive.readonly",
        )
    if reasons & _SWITCHED_OFF:
        return UnavailableError(
            "The Google Drive API is not enabled in the project of these credentials.",
            next_step="enable it in the Google Cloud console (APIs & services), and import again",
        )
    if reasons & _QUOTA_REASONS:
        return UnavailableError(
            f"Google's daily allowance for {file_id} or for this project is used up.",
            next_step="import it again tomorrow, or make a copy of the file in Drive and import that",
        )
    if "cannotDownloadAbusiveFile" in reasons:
        return ForbiddenError(
            f"Google holds {file_id} for malware or spam, and gives it to nobody without a confirmation.",
            next_step="look at the file in Drive; if it is yours and clean, download it there and upload it here",
        )
    if reasons & _NO_DOWNLOAD:
        return ForbiddenError(
            f"The owner of {file_id} does not allow downloads of it.",
            next_step="ask the owner to let viewers download it (Share > settings), and import it again",
        )
    return ForbiddenError(
        f"{account.name} may not read {file_id}.", next_step=f"share the file with {account.name}, and import it again"
    )


def _busy(status: int) -> UnavailableError:
    return UnavailableError(
        f"Google Drive is busy or in trouble ({status}).", next_step="import it again in a few minutes"
    )


def _odd(status: int) -> UnavailableError:
    return UnavailableError(
        f"Google Drive answered {status}, which this program does not know.",
        next_step="check GEMINIVIDEO_DRIVE_BASE_URL and proxies on the way; import it again",
    )


def silent(error: Exception) -> PassingError:
    return PassingError(
        UnavailableError(
            f"Google Drive does not answer ({type(error).__name__}).",
            next_step="check this machine's network; what has arrived is kept for a day, and a retry goes on there",
        )
    )
