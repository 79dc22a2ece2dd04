"""Which file a link means. Only its id and its resource key leave this module, never an address."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from geminivideo.core.errors import InvalidInputError

ID_PATTERN = r"^[A-Za-z0-9_-]{10,128}$"
_ID = re.compile(ID_PATTERN)
_KEY = re.compile(r"[A-Za-z0-9_-]{1,128}")
_HOSTS = frozenset({"drive.google.com", "docs.google.com", "drive.usercontent.google.com"})
_IN_PATH = re.compile(r"/(?:file/(?:u/\d+/)?)?d/([^/]+)")
_FOLDER = re.compile(r"/(?:folders|drive/(?:u/\d+/)?(?:folders|my-drive|shared-with-me|shared-drives))\b|/folderview\b")
_EDITOR = re.compile(r"/(document|spreadsheets|presentation|forms|drawings|videos)/")
_LONGEST = 2048
_GOOD_LINK = "use a link like https://drive.google.com/file/d/ID/view (Share > Copy link), or the file's id"


@dataclass(frozen=True, slots=True)
class DriveLink:
    """`resource_key` is the second half of the secret in links to some files that are shared by link."""

    file_id: str
    resource_key: str | None = None


def is_drive_link(given: str) -> bool:
    """Whether somebody means Google Drive by it, well-formed or not."""
    return _split(given).hostname in _HOSTS


def parse_link(given: str) -> DriveLink:
    """The file that an id or a share link names.

    Raises:
        InvalidInputError: for a folder, a document of Google's editors, or what is no link to a file in Drive.
    """
    given = given.strip()
    if _ID.fullmatch(given):
        return DriveLink(given)
    parts = _split(given)
    if parts.hostname not in _HOSTS or parts.scheme not in {"http", "https"}:
        raise InvalidInputError(f"{given[:80]!r} is no link to a file in Google Drive.", next_step=_GOOD_LINK)
    _refuse_others(parts)
    query = parse_qs(parts.query)
    found = _IN_PATH.search(parts.path)
    file_id = found[1] if found else query.get("id", [""])[0]
    if not _ID.fullmatch(file_id):
        raise InvalidInputError(f"The Google Drive link {given[:80]!r} holds no file id.", next_step=_GOOD_LINK)
    key = query.get("resourcekey", [""])[0]
    return DriveLink(file_id, key if _KEY.fullmatch(key) else None)


def _refuse_others(parts: SplitResult) -> None:
    if _FOLDER.search(parts.path):
        raise InvalidInputError(
            "The link leads to a folder in Google Drive, not to a video.",
            next_step="open the folder and copy the link of one video in it; import them one by one",
        )
    if _EDITOR.search(parts.path):
        raise InvalidInputError(
            "The link leads to a document of Google's editors, not to a video file.",
            next_step="download it as an MP4 where its editor can do that, and upload the file",
        )


def _split(given: str) -> SplitResult:
    given = given.strip()[:_LONGEST]
    if given.startswith(tuple(f"{host}/" for host in _HOSTS)):
        given = f"https://{given}"
    try:
        return urlsplit(given)
    except ValueError:  # such as an unclosed bracket where an IPv6 address would stand
        return SplitResult("", "", "", "", "")
