"""Links as people copy them; and those that lead elsewhere."""

import pytest

from geminivideo.core.errors import InvalidInputError
from geminivideo.footage.drive.links import DriveLink, is_drive_link, parse_link
from tests.footage.drive.server import FILE_ID


@pytest.mark.parametrize(
    "given",
    [
        FILE_ID,
        f"  {FILE_ID}\n",
        f"https://drive.google.com/file/d/{FILE_ID}/view",
        f"https://drive.google.com/file/d/{FILE_ID}/view?usp=sharing",
        f"https://drive.google.com/file/d/{FILE_ID}/view?usp=drive_link#t=3",
        f"https://drive.google.com/file/d/{FILE_ID}",
        f"https://drive.google.com/file/d/{FILE_ID}/preview",
        f"https://drive.google.com/file/u/1/d/{FILE_ID}/edit",
        f"https://drive.google.com/a/example.com/file/d/{FILE_ID}/view",
        f"https://drive.google.com/open?id={FILE_ID}",
        f"https://drive.google.com/open?id={FILE_ID}&authuser=0",
        f"https://drive.google.com/uc?id={FILE_ID}&export=download",
        f"https://drive.google.com/uc?export=download&id={FILE_ID}",
        f"https://drive.google.com/d/{FILE_ID}",
        f"https://docs.google.com/file/d/{FILE_ID}/edit",
        f"https://docs.google.com/uc?id={FILE_ID}",
        f"https://drive.usercontent.google.com/download?id={FILE_ID}&export=download",
        f"http://drive.google.com/file/d/{FILE_ID}/view",
        f"drive.google.com/file/d/{FILE_ID}/view",
        f"HTTPS://Drive.Google.com/file/d/{FILE_ID}/view",
    ],
)
def test_a_link_gives_its_id(given: str) -> None:
    assert parse_link(given) == DriveLink(FILE_ID)


def test_a_resource_key_comes_along_unless_it_could_break_a_header() -> None:
    link = f"https://drive.google.com/file/d/{FILE_ID}/view?resourcekey="
    assert parse_link(f"{link}0-AbC_d").resource_key == "0-AbC_d"
    assert parse_link(f"{link}0%0D%0Ax-evil:1").resource_key is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (f"https://drive.google.com/drive/folders/{FILE_ID}", "folder"),
        (f"https://drive.google.com/drive/u/0/folders/{FILE_ID}?usp=sharing", "folder"),
        ("https://drive.google.com/drive/my-drive", "folder"),
        (f"https://docs.google.com/document/d/{FILE_ID}/edit", "editors"),
        (f"https://docs.google.com/presentation/d/{FILE_ID}/edit#slide=1", "editors"),
        (f"https://docs.google.com/videos/d/{FILE_ID}/play", "editors"),
    ],
)
def test_what_is_no_file_is_told_apart(given: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        parse_link(given)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        "http://169.254.169.254/latest/meta-data",
        f"http://127.0.0.1/file/d/{FILE_ID}/view",
        f"https://drive.google.com.evil.example/file/d/{FILE_ID}/view",
        f"https://evil.example/file/d/{FILE_ID}/view?https://drive.google.com",
        f"https://drive.google.com@evil.example/file/d/{FILE_ID}/view",
        f"https://drive.google.com\\@evil.example/file/d/{FILE_ID}/view",
        f"file://drive.google.com/file/d/{FILE_ID}/view",
        f"gopher://drive.google.com/file/d/{FILE_ID}/view",
        "https://drive.google.com/file/d/..%2f..%2fetc/view",
        "https://drive.google.com/file/d/a/view",
        "https://drive.google.com/open?id=../../v2/files",
        "https://drive.google.com/",
        "https://[::1/file/d/x",
        "../../../etc/passwd",
        "x" * 100_000,
        "\x00" * 20,
    ],
)
def test_anything_else_is_refused_with_what_a_link_looks_like(given: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_link(given)
    assert "drive.google.com/file/d/" in refused.value.next_step
    assert len(refused.value.cause) < 400


def test_files_on_this_machine_are_no_links() -> None:
    assert not any(map(is_drive_link, ["gym.mp4", "./drive.google.com.mp4", "/mnt/a.mov", "https://example.com/a.mp4"]))
    assert is_drive_link("https://drive.google.com/drive/folders/x")
