"""What lies in a watched folder, as far as names and kinds tell."""

import os
from pathlib import Path

import pytest

from geminivideo.core.watch_folder import WatchFolder
from geminivideo.footage.watching.listing import Bounds, Listing, list_folder


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def listed(folder: Path, account: str | None = "acme", **bounds: object) -> Listing:
    return list_folder(WatchFolder(path=folder, account_id=account), Bounds(**bounds))  # type: ignore[arg-type]


def good(listing: Listing) -> list[str]:
    return sorted(Path(file.path).name for file in listing.files if not file.problem)


def causes(listing: Listing) -> dict[str, str]:
    return {Path(file.path).name: file.problem["cause"] for file in listing.files if file.problem}


def test_hidden_and_unfinished_files_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.mp4", "._a.mp4", "a.mp4.part", "b.crdownload", "c.TMP", "d.mp4~", "~$e.mp4", "e.filepart"):
        put(tmp_path / name)
    for place in (".trash", "@eaDir", "#recycle", "Lost+Found"):
        put(tmp_path / place / "x.mp4")
    put(tmp_path / "a.mp4")
    put(tmp_path / "parts.mp4")
    listing = listed(tmp_path)
    assert (good(listing), causes(listing), listing.complete) == (["a.mp4", "parts.mp4"], {}, True)


def test_sub_folders_down_to_the_depth(tmp_path: Path) -> None:
    put(tmp_path / "one" / "two" / "a.mp4")
    put(tmp_path / "one" / "two" / "three" / "b.mp4")
    listing = listed(tmp_path, depth=2)
    assert good(listing) == ["a.mp4"]
    assert "more than 2 folders deep" in causes(listing)["three"]


def test_what_is_no_file_of_its_own_is_named_with_the_reason(tmp_path: Path) -> None:
    target = put(tmp_path / "a.mp4")
    (tmp_path / "link.mp4").symlink_to(target)
    (tmp_path / "around").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / os.fsdecode(b"caf\xe9.mp4")).write_bytes(b"x")
    listing = listed(tmp_path)
    assert good(listing) == ["a.mp4"]
    found = causes(listing)
    assert {name: cause.split()[-1] for name, cause in found.items()} == {
        "link.mp4": "followed.",
        "around": "followed.",
        "pipe.mp4": "file.",
        r"caf\xe9.mp4": "UTF-8.",
    }
    assert all(file.problem["next_step"] for file in listing.files if file.problem)


def test_the_first_sub_folder_names_the_account_where_that_is_wished(tmp_path: Path) -> None:
    for name in ("loose.mp4", "acme/deep/er/a.mp4", "other-2/b.mp4", "no account!/c.mp4"):
        put(tmp_path / name)
    by_subfolder = listed(tmp_path, account=None)
    accounts = {Path(file.path).name: file.account_id for file in by_subfolder.files if not file.problem}
    assert accounts == {"loose.mp4": "default", "a.mp4": "acme", "b.mp4": "other-2"}
    assert "no account" in causes(by_subfolder)["c.mp4"]
    assert {file.account_id for file in listed(tmp_path, account="one").files} == {"one"}


def test_own_folders_are_barred(tmp_path: Path) -> None:
    put(tmp_path / "home" / "objects" / "a.mp4")
    put(tmp_path / "b.mp4")
    assert good(listed(tmp_path, barred=frozenset({tmp_path / "home"}))) == ["b.mp4"]


@pytest.mark.parametrize("name", ["none", "file"])
def test_a_folder_that_is_none_is_a_finding(tmp_path: Path, name: str) -> None:
    put(tmp_path / "file")
    listing = listed(tmp_path / name)
    assert not listing.complete
    assert "cannot be read" in causes(listing)[name]


def test_too_many_files_are_told(tmp_path: Path) -> None:
    for number in range(4):
        put(tmp_path / f"{number}.mp4")
    listing = listed(tmp_path, files=3)
    assert (len(good(listing)), listing.complete) == (3, False)
    assert "more than 3 files" in causes(listing)[tmp_path.name]


def test_a_version_changes_with_size_and_time_alone(tmp_path: Path) -> None:
    path = put(tmp_path / "a.mp4")
    os.utime(path, (1, 1))
    (first,) = listed(tmp_path).files
    path = path.rename(tmp_path / "b.mp4")
    (renamed,) = listed(tmp_path).files
    assert (renamed.version, renamed.file_id) == (first.version, first.file_id)
    os.utime(path, (2, 2))
    (touched,) = listed(tmp_path).files
    put(path, b"longer")
    os.utime(path, (2, 2))
    (longer,) = listed(tmp_path).files
    assert len({first.version, touched.version, longer.version}) == 3
