"""What lies in a watched folder, without opening any of it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from stat import S_ISLNK, S_ISREG

from geminivideo.core.accounts import DEFAULT_ACCOUNT
from geminivideo.core.watch_folder import WatchFolder
from geminivideo.footage.watching.model import FoundFile

# Of browsers, transfer programs and synchronisers, while a file is not whole.
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp", ".opdownload", "~")
# What storage devices and systems put beside the user's files.
_NOT_THE_USERS = frozenset({"@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found"})
_NO_ACCOUNT = (
    "The name of its first folder can be no account's.",
    "rename the folder: up to 64 letters, digits, dots, dashes, underlines",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`barred` folders are passed over."""

    depth: int = 5
    files: int = 50_000
    barred: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """`complete` is False when files of the folder may be missing in it."""

    files: Sequence[FoundFile]
    complete: bool


def list_folder(folder: WatchFolder, bounds: Bounds) -> Listing:
    """Every file that may be footage, and every one that cannot be, with the reason. Links are not followed.

    Hidden and unfinished files are passed over in silence. A folder that cannot be read is found as a problem itself.
    """
    walk = _Walk(folder, Path(os.path.realpath(folder.path)), bounds)
    try:
        found = list(islice(walk.files(), bounds.files))
    except OSError as error:
        return Listing([walk.unread(folder.path, error)], complete=False)
    if len(found) < bounds.files:
        return Listing(found, complete=True)
    cause = f"The folder holds more than {bounds.files} files; the others are not looked at."
    return Listing([*found, walk.refused(folder.path, cause, "take folders out of it")], complete=False)


class _Walk:
    def __init__(self, folder: WatchFolder, root: Path, bounds: Bounds) -> None:
        self._folder = folder
        self._root = root
        self._bounds = bounds

    def files(self) -> Iterator[FoundFile]:
        """In no particular order.

        Raises:
            OSError: when the folder itself cannot be read; of its sub-folders it is a finding.
        """
        yield from self._within(self._root, 0)

    def _within(self, at: Path, depth: int) -> Iterator[FoundFile]:
        with os.scandir(at) as entries:
            here = [entry for entry in entries if not _is_passed_over(entry.name)]
        account = self._folder.account_of(at.relative_to(self._root) / "any file")
        for entry in here:
            if entry.is_dir(follow_symlinks=False):
                yield from self._deeper(Path(entry.path), depth + 1)
            elif found := self._file(entry, account):
                yield found

    def _deeper(self, at: Path, depth: int) -> Iterator[FoundFile]:
        if at in self._bounds.barred:
            return
        if depth > self._bounds.depth:
            cause = f"The folder lies more than {self._bounds.depth} folders deep; it is not looked into."
            yield self.refused(at, cause, "move it up, or raise GEMINIVIDEO_WATCH_DEPTH")
            return
        try:
            yield from self._within(at, depth)
        except OSError as error:
            yield self.unread(at, error)

    def _file(self, entry: "os.DirEntry[str]", account: str | None) -> FoundFile | None:
        try:
            stat = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # it has just been moved away
            return None
        wrong = _wrong(entry.path, stat.st_mode)
        if wrong or account is None:
            return self.refused(Path(entry.path), *(wrong or _NO_ACCOUNT))
        version = f"{stat.st_size}-{stat.st_mtime_ns}"
        return FoundFile(entry.path, account, f"{stat.st_dev}-{stat.st_ino}", version)

    def unread(self, path: Path, error: OSError) -> FoundFile:
        remedy = "see that it is there and that the user that geminivideo runs as may read it"
        return self.refused(path, f"The folder cannot be read: {error.strerror}.", remedy)

    def refused(self, path: Path, cause: str, next_step: str) -> FoundFile:
        """Its version is the reason, so that it starts anew as soon as the reason is gone."""
        shown = os.fsencode(path).decode("utf-8", "backslashreplace")
        account = self._folder.account_id or DEFAULT_ACCOUNT
        return FoundFile(shown, account, "", cause, {"cause": cause, "next_step": next_step})


def _wrong(path: str, mode: int) -> tuple[str, str] | None:
    """Cause and next step."""
    if S_ISLNK(mode):
        return "It is a link, and links are not followed.", "put the file itself here"
    if not S_ISREG(mode):
        return "It is a pipe, socket or device, not a file.", "move it away"
    if not _is_text(path):
        return "Its name is not in UTF-8.", "rename it"
    if not os.access(path, os.R_OK):
        return "It cannot be read.", "let the user that geminivideo runs as read it"
    return None


def _is_passed_over(name: str) -> bool:
    lower = name.lower()
    return lower.startswith((".", "~$")) or lower.endswith(_PARTIAL) or lower in _NOT_THE_USERS


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
