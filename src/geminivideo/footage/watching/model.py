"""Files of watched folders, and the rules of what a look at them changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class WatchedState(StrEnum):
    WAITING = "waiting"
    REFUSED = "refused"
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What a look into a folder found. `version` changes whenever the file does; `file_id` outlasts a renaming.

    `problem` says why it cannot be footage, as far as its name and kind show.
    """

    path: str
    account_id: str
    file_id: str
    version: str
    problem: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file as it is remembered. `footage_id` names the import that was begun of it; `is_footage`: it succeeded."""

    path: str
    folder: str
    account_id: str
    file_id: str
    version: str
    unchanged_since: datetime
    footage_id: str | None = None
    problem: dict[str, Any] | None = None
    is_footage: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    written: list[WatchedFile] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)


def compare(folder: str, found: Sequence[FoundFile], known: Sequence[WatchedFile], now: datetime) -> Changes:
    """What has to be remembered differently after a look at a whole folder.

    A file that is unchanged stays as it is, whatever became of it; a changed one starts anew. What is footage is known
    under another name too, and is remembered when it is gone, for it may come back.
    """
    rows, here = {row.path: row for row in known}, {file.path for file in found}
    gone = {_identity(row): row for row in known if row.path not in here and row.is_footage}
    changes = Changes(forgotten=[row.path for row in known if row.path not in here and not row.is_footage])
    for file in found:
        row = rows.get(file.path)
        if row and (row.version, row.account_id) == (file.version, file.account_id):
            continue
        renamed = None if row else gone.pop(_identity(file), None)
        if renamed:
            changes.forgotten.append(renamed.path)
            changes.written.append(replace(renamed, path=file.path))
        else:
            changes.written.append(_first_seen(file, folder, now))
    return changes


def _identity(file: FoundFile | WatchedFile) -> tuple[str, str, str]:
    return file.account_id, file.file_id, file.version


def _first_seen(file: FoundFile, folder: str, now: datetime) -> WatchedFile:
    return WatchedFile(
        path=file.path,
        folder=folder,
        account_id=file.account_id,
        file_id=file.file_id,
        version=file.version,
        unchanged_since=now,
        problem=file.problem,
    )
