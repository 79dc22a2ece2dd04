"""Whether files can be taken from Google Drive, as far as this machine alone can tell."""

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.core.settings import Settings


def check_drive(settings: Settings) -> Finding:
    if settings.drive_credentials is None:
        return Finding("Google Drive", "ok", "off: GEMINIVIDEO_DRIVE_CREDENTIALS is not set")
    from geminivideo.footage.drive.account import load_account

    account = load_account(settings.drive_credentials)
    kind = account.kind.replace("_", " ")
    return Finding("Google Drive", "ok", f"{kind} {account.name}, not tried; it reads what is shared with it")
