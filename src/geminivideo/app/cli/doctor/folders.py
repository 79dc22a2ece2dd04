"""The folders of this machine that footage is taken from."""

import os
from pathlib import Path

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.core.settings import Settings
from geminivideo.core.watch_folder import WatchFolder

_REMEDY = "see that it is there, and that the user that geminivideo runs as may read it"


def check_footage_folders(settings: Settings) -> Finding:
    name = "footage folders"
    if not settings.footage_folders:
        return Finding(name, "ok", "off: GEMINIVIDEO_FOOTAGE_FOLDERS is not set")
    bad = [why for folder in settings.footage_folders if (why := _ailment(folder))]
    if bad:
        return Finding(name, "broken", "; ".join(bad), _REMEDY)
    return Finding(name, "ok", f"files may be taken from {', '.join(map(str, settings.footage_folders))}")


def check_watch_folders(settings: Settings) -> Finding:
    name = "watched folders"
    if not settings.watch_folders:
        return Finding(name, "ok", "off: GEMINIVIDEO_WATCH_FOLDERS is not set")
    bad = [why for folder in settings.watch_folders if (why := _ailment(folder.path))]
    if bad:
        return Finding(name, "broken", "; ".join(bad), _REMEDY)
    told = "`geminivideo footage` says what came of their files"
    return Finding(name, "ok", f"{'; '.join(map(_told, settings.watch_folders))}; {told}")


def _told(folder: WatchFolder) -> str:
    account = f"to account {folder.account_id}" if folder.account_id else "to the account that a sub-folder is named by"
    return f"{folder.path} {account}"


def _ailment(folder: Path) -> str | None:
    if not folder.is_dir():
        return f"{folder} is no folder"
    return None if os.access(folder, os.R_OK | os.X_OK) else f"{folder} cannot be read"
