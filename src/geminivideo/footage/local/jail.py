"""Opening files of the user's inside the folders that were set for it, and nothing else.

A path is resolved once. Then the file is opened from the folder downwards, part by part and without following links:
what is changed on the way in between is not found, and nothing outside can be reached.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from geminivideo.core.errors import ForbiddenError, GeminivideoError, NotFoundError, UnsupportedMediaError

# What looks like files there is the kernel speaking.
_NO_DISKS = (Path("/proc"), Path("/sys"), Path("/dev"))
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
_LINK_OR_NO_FOLDER = {errno.ELOOP, errno.ENOTDIR}


class OutsideFoldersError(ForbiddenError):
    title = "Not in a folder that is open for footage"


class MissingFileError(NotFoundError):
    title = "There is no such file"


@dataclass(frozen=True, slots=True)
class Jail:
    """`barred`: folders inside, such as the program's own, whose files are no footage either."""

    folders: tuple[Path, ...]
    setting: str
    barred: tuple[Path, ...] = ()

    @contextmanager
    def opened(self, given: str) -> Iterator[BinaryIO]:
        """The regular file that a path leads to, for reading.

        Raises:
            OutsideFoldersError: when it lies outside, be there something or not.
            MissingFileError, UnsupportedMediaError, ForbiddenError: when it is not there, no file, or closed to us.
        """
        folder, path = self._within(given)
        try:
            descriptor = open_beneath(folder, path.relative_to(folder).parts)
        except OSError as error:
            raise _named(error, path) from error
        with os.fdopen(descriptor, "rb") as file:
            yield file

    def _within(self, given: str) -> tuple[Path, Path]:
        try:
            path = Path(os.path.realpath(given)) if os.path.isabs(given) else None  # noqa: PTH117 - a str, maybe no path
        except (OSError, ValueError):  # NUL, or too long a name
            path = None
        if path is None or _is_in_one_of(path, (*_NO_DISKS, *self.barred)):
            raise self._outside()
        for folder in map(_real, self.folders):
            if path != folder and path.is_relative_to(folder):
                return folder, path
        raise self._outside()

    def _outside(self) -> OutsideFoldersError:
        return OutsideFoldersError(
            f"The path does not lead into one of the folders of {self.setting}.",
            next_step="give the whole path of a file inside one of them, or add its folder to the setting",
        )


def _is_in_one_of(path: Path, folders: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(_real(folder)) for folder in folders)


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


def open_beneath(folder: Path, parts: tuple[str, ...]) -> int:
    here = os.open(folder, _READ | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            deeper = os.open(part, _READ | os.O_DIRECTORY, dir_fd=here)
            os.close(here)
            here = deeper
        return _open_regular(parts[-1], here)
    finally:
        os.close(here)


def _open_regular(name: str, folder: int) -> int:
    """Looked at before it is opened, for opening a device can do things; and after, for it may be another by then."""
    if not S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        raise _no_file()
    descriptor = os.open(name, _READ | os.O_NONBLOCK, dir_fd=folder)  # a pipe would wait for its other end
    if not S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _no_file()
    return descriptor


def _no_file() -> UnsupportedMediaError:
    return UnsupportedMediaError(
        "The path leads to no file, but to a folder, link, pipe, socket or device.",
        next_step="give the path of a video file",
    )


def _named(error: OSError, path: Path) -> GeminivideoError:
    shown = repr(str(path)[:300])
    if isinstance(error, FileNotFoundError) or error.errno in _LINK_OR_NO_FOLDER:
        return MissingFileError(f"There is no file {shown}.", next_step="check the path")
    return ForbiddenError(
        f"{shown} cannot be opened: {error.strerror}.", next_step="let the user that geminivideo runs as read it"
    )
