"""Only regular files inside the folders are opened, and of all else not even the existence is told."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from geminivideo.core.errors import GeminivideoError, UnsupportedMediaError
from geminivideo.footage.local.jail import Jail, MissingFileError, OutsideFoldersError, open_beneath


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "footage"
    (folder / "acme").mkdir(parents=True)
    (folder / "acme" / "a.mov").write_bytes(b"inside")
    (tmp_path / "secret.txt").write_bytes(b"outside")
    (tmp_path / "footage2").mkdir()
    (tmp_path / "footage2" / "a.mov").write_bytes(b"outside")
    return folder


def read(folder: Path, given: str | Path, *barred: Path) -> bytes:
    with Jail((folder,), "SETTING", barred).opened(str(given)) as file:
        return file.read()


def refusal(folder: Path, given: str | Path, *barred: Path) -> GeminivideoError:
    with pytest.raises(GeminivideoError) as refused:
        read(folder, given, *barred)
    return refused.value


def test_files_inside_are_read_by_any_way_that_leads_to_them(folder: Path) -> None:
    (folder / "link.mov").symlink_to(folder / "acme" / "a.mov")
    (folder / "links").symlink_to(folder / "acme")
    (folder.parent / "way").symlink_to(folder)
    for way in ("acme/a.mov", "acme/../acme/./a.mov", "link.mov", "links/a.mov", "../footage2/../footage/acme/a.mov"):
        assert read(folder, folder / way) == b"inside", way
    assert read(folder, folder.parent / "way" / "acme" / "a.mov") == b"inside"
    assert read(folder.parent / "way", folder / "acme" / "a.mov") == b"inside"


def test_what_is_outside_is_refused_in_the_same_words_whether_it_is_there_or_not(folder: Path) -> None:
    (folder / "out").symlink_to(folder.parent / "secret.txt")
    (folder / "out2").symlink_to(folder.parent / "nothing.txt")
    (folder / "up").symlink_to(folder.parent)
    ways: list[str | Path] = [
        folder / "../secret.txt",
        folder / "../nothing.txt",
        folder / "out",
        folder / "out2",
        folder / "up" / "secret.txt",
        folder.parent / "footage2" / "a.mov",
        folder,
        "acme/a.mov",
        "~/a.mov",
        "",
        "/etc/passwd",
        f"{folder}/a\0.mov",
        f"{folder}/../{'x' * 5000}",
    ]
    told = {str(refusal(folder, way)) for way in ways}
    assert len(told) == 1, told
    assert isinstance(refusal(folder, ways[0]), OutsideFoldersError)
    assert "secret" not in told.pop()


@pytest.mark.parametrize("way", ["/proc/self/environ", "/dev/zero", "/dev/stdin", "/sys/kernel/uevent_seqnum"])
def test_the_kernel_is_no_disk_even_where_everything_is_open(way: str) -> None:
    assert isinstance(refusal(Path("/"), way), OutsideFoldersError)


def test_what_is_no_regular_file_is_refused_at_once(folder: Path) -> None:
    os.mkfifo(folder / "pipe.mov")
    (folder / "link.mov").symlink_to(folder / "pipe.mov")
    (folder / "loop.mov").symlink_to(folder / "loop.mov")
    for name in ("pipe.mov", "link.mov", "loop.mov", "acme"):
        assert isinstance(refusal(folder, folder / name), UnsupportedMediaError)


def test_a_socket_is_refused() -> None:
    with (
        tempfile.TemporaryDirectory() as short,
        socket.socket(socket.AF_UNIX) as listening,
    ):  # its path may have 107 bytes
        listening.bind(f"{short}/a.mov")
        assert isinstance(refusal(Path(short), f"{short}/a.mov"), UnsupportedMediaError)


def test_inside_it_is_told_what_is_not_there(folder: Path) -> None:
    (folder / "loop").symlink_to(folder / "loop")
    for name in ("none.mov", "none/a.mov", "acme/a.mov/b", "loop/a.mov"):
        assert isinstance(refusal(folder, folder / name), MissingFileError), name


def test_the_programs_own_folders_are_barred(folder: Path) -> None:
    assert isinstance(refusal(folder, folder / "acme" / "a.mov", folder / "acme"), OutsideFoldersError)


def test_a_part_that_has_become_a_link_after_the_resolving_is_not_followed(folder: Path) -> None:
    (folder / "swapped").symlink_to(folder.parent / "footage2")
    (folder / "swapped.mov").symlink_to(folder.parent / "secret.txt")
    with pytest.raises(NotADirectoryError):
        open_beneath(folder, ("swapped", "a.mov"))
    with pytest.raises(UnsupportedMediaError):
        open_beneath(folder, ("swapped.mov",))


def test_no_descriptor_is_left_open(folder: Path) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("this system does not list a process's descriptors")
    before = len([*descriptors.iterdir()])
    read(folder, folder / "acme" / "a.mov")
    refusal(folder, folder / "acme" / "none.mov")
    with pytest.raises(NotADirectoryError):
        open_beneath(folder, ("acme", "a.mov", "b"))
    assert len([*descriptors.iterdir()]) == before
