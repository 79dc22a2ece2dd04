"""The streaming form reader gives back exactly what was sent, however the network cuts it."""

import itertools
from collections.abc import Sequence

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from geminivideo.app.api.multipart import VideoForm
from geminivideo.core.errors import InvalidInputError


def encode(content: bytes, fields: dict[str, str], filename: str = "clip.mp4") -> tuple[bytes, str]:
    request = httpx.Request("POST", "http://x/", data=fields, files={"video": (filename, content)})
    return request.read(), request.headers["content-type"]


def form(body: bytes, content_type: str, cuts: Sequence[int] = ()) -> VideoForm:
    edges = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    parts = [body[a:b] for a, b in itertools.pairwise(edges)]

    async def receive() -> dict[str, object]:
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", content_type.encode())]}
    return VideoForm(Request(scope, receive))


def read(target: VideoForm) -> bytes:
    async def collect() -> bytes:
        return b"".join([chunk async for chunk in target.chunks()])

    return anyio.run(collect)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=3000), st.lists(st.integers(0, 4000), max_size=6))
def test_content_and_fields_survive_any_cut(content: bytes, cuts: list[int]) -> None:
    body, kind = encode(content, {"account_id": "agency", "product_name": "Ünïcode {braces}"})
    target = form(body, kind, cuts)
    assert read(target) == content
    assert target.filename == "clip.mp4"
    assert target.text("account_id") == "agency"
    assert target.text("product_name") == "Ünïcode {braces}"


def test_large_content_comes_in_pieces() -> None:
    body, kind = encode(b"v" * (5 * 1024 * 1024), {})
    target = form(body, kind, range(0, 6 * 1024 * 1024, 65536))

    async def sizes() -> list[int]:
        return [len(chunk) async for chunk in target.chunks()]

    pieces = anyio.run(sizes)
    assert sum(pieces) == 5 * 1024 * 1024
    assert max(pieces) < 1.2 * 1024 * 1024


def test_file_names_are_passed_on_as_they_are() -> None:
    body, kind = encode(b"x", {}, filename="../../etc/passwd;$(reboot).mp4")
    target = form(body, kind)
    read(target)
    assert target.filename == "../../etc/passwd;$(reboot).mp4"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
        (b"no boundary here", "multipart/form-data; boundary=x"),
        (
            b'--x\r\ncontent-disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\ncontent-disposition: form-data; name="other"\r\n\r\n' + b"1" * 20_000 + b"\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_bad_forms_are_named(body: bytes, kind: str) -> None:
    with pytest.raises(InvalidInputError):
        read(form(body, kind))


FILE = b'--x\r\ncontent-disposition: form-data; name="%s"; filename="a.mp4"\r\n\r\nvideo\r\n'


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (FILE % b"video" + FILE % b"video", "more than one file"),
        (FILE % b"file", "a part named 'file', not `video`"),
        (b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n' * 200, "more than 128 parts"),
    ],
)
def test_a_form_holds_one_file_and_not_endless_fields(body: bytes, cause: str) -> None:
    with pytest.raises(InvalidInputError, match=cause):
        read(form(body + b"--x--\r\n", "multipart/form-data; boundary=x"))
