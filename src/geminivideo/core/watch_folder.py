"""Folders of this machine as settings name them: several in one value, apart like those of PATH."""

import os
import re
from pathlib import Path

from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.blueprint import Frozen

_BY_SUBFOLDER = "*"


class WatchFolder(Frozen):
    """A folder whose new files are taken in, for one account, or for the one that the first sub-folder is named by."""

    path: Path
    account_id: str | None

    def account_of(self, inside: Path) -> str | None:
        """Of a file's path within the folder; None when the sub-folder's name can be no account's."""
        if self.account_id:
            return self.account_id
        if len(inside.parts) == 1:
            return DEFAULT_ACCOUNT
        return inside.parts[0] if re.fullmatch(ACCOUNT_PATTERN, inside.parts[0]) else None


def folders_in(value: object) -> object:
    """`/a:/b` as two paths; other values are left to the setting's own check."""
    return [_absolute(item) for item in _items(value)] if isinstance(value, str) else value


def watch_folders_in(value: object) -> object:
    """`/a`, `/b=ACCOUNT` and `/c=*` (an account per sub-folder), apart like those of PATH."""
    return [_watch_folder(item) for item in _items(value)] if isinstance(value, str) else value


def _watch_folder(item: str) -> WatchFolder:
    path, sign, account = item.rpartition("=")
    if not sign:
        return WatchFolder(path=_absolute(item), account_id=DEFAULT_ACCOUNT)
    if account == _BY_SUBFOLDER:
        return WatchFolder(path=_absolute(path), account_id=None)
    if not re.fullmatch(ACCOUNT_PATTERN, account):
        raise ValueError("behind the = stands an account's name, or * for one account per sub-folder")
    return WatchFolder(path=_absolute(path), account_id=account)


def _absolute(item: str) -> Path:
    path = Path(item).expanduser()
    if not path.is_absolute():
        raise ValueError("a folder is named by its whole path, from / on")
    return path


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(os.pathsep) if item.strip()]
