"""What is no usable video is refused, and nothing of it stays: no file, no row, no folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from tests.app.answers import files, problem, rows
from tests.app.builders import BRIEF
from tests.app.conftest import MakeContainer, OpenClient

UPLOAD = "/api/video/upload"
FORM = {"content-type": "multipart/form-data; boundary=x"}
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://169.254.169.254/latest/meta-data\n#EXT-X-ENDLIST\n"


@pytest.fixture(autouse=True)
def nothing_is_left(untouched: Container) -> Iterator[None]:
    yield
    assert rows(untouched) == {}
    assert files(untouched.settings.home) == []


def upload(client: TestClient, content: bytes, name: str = "clip.mp4", **fields: str) -> Any:
    return client.post(UPLOAD, files={"video": (name, content)}, data=fields)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"this is a letter, not a video " * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
        PLAYLIST,
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b'<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>',
        b"\0\0\0\x18ftypmp42" + b"\0" * 5000,
    ],
    ids=["empty", "one byte", "text", "png", "m3u8", "concat", "dash", "mp4 head only"],
)
def test_what_is_no_video(shared_client: TestClient, content: bytes) -> None:
    refused = problem(upload(shared_client, content), 415)
    assert "169.254" not in refused["detail"]
    assert "passwd" not in refused["detail"]


def test_a_video_that_was_cut_off(shared_client: TestClient, clip: bytes) -> None:
    problem(upload(shared_client, clip[: len(clip) * 2 // 3]), 415)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"upload_max_bytes": 1000}, "1000 bytes"),
        ({"footage_max_seconds": 0.5}, "at most 0 s"),
        ({"footage_max_pixels": 1000}, "1000 pixels"),
    ],
)
def test_limits(
    make_container: MakeContainer, open_client: OpenClient, home: Path, clip: bytes, settings: dict[str, Any], said: str
) -> None:
    client = open_client(make_container(**settings))
    refused = upload(client, clip)
    assert said in problem(refused, refused.status_code)["detail"]
    assert refused.status_code in {413, 415}
    assert files(home) == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{}", {"content-type": "application/json"}),
        (b"", {}),
        (b"no boundary here", FORM),
        (b'--x\r\ncontent-disposition: form-data; name="video"\r\n\r\nno file name\r\n--x--\r\n', FORM),
        (b'--x\r\ncontent-disposition: form-data; name="other"; filename="a"\r\n\r\n1\r\n--x--\r\n', FORM),
        (b'--x\r\ncontent-disposition: form-data; name="video"; filename="a"\r\n\r\ncut off', FORM),
    ],
)
@pytest.mark.parametrize("content_range", [None, "bytes 0-9/1000"])
def test_what_is_no_form_with_a_video(
    shared_client: TestClient, body: bytes, headers: dict[str, str], content_range: str | None
) -> None:
    extra = {"content-range": content_range} if content_range else {}
    refused = shared_client.post(UPLOAD, content=body, headers={**headers, **extra})
    problem(refused, refused.status_code)
    assert refused.status_code in {415, 422}


def test_a_bad_account(shared_client: TestClient, clip: bytes) -> None:
    assert "account" in problem(upload(shared_client, clip, account_id="../other"), 422)["detail"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"num_variations": "0"}, 422),
        ({"platforms": '["myspace"]'}, 422),
        ({"desires": "[]"}, 422),
        ({"language": "de"}, 422),
        ({"footage_ids": '["footage_unknown"]'}, 404),
    ],
)
def test_a_bad_brief_beside_a_good_video(
    shared_client: TestClient, clip: bytes, change: dict[str, str], status: int
) -> None:
    brief = {name: value if isinstance(value, str) else str(value) for name, value in BRIEF.items()}
    fields = {**brief, "pain_points": "no time", "desires": "get strong", "generate": "true", **change}
    problem(upload(shared_client, clip, **fields), status)
