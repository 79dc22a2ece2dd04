"""A signed link opens one file until it expires, and nothing else ever."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.clock import ManualClock
from tests.app.answers import problem
from tests.app.conftest import MakeContainer

CONTENT = bytes(range(256)) * 8
KEY = "campaigns/campaign_1/job_1/ad.mp4"
Bend = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def container(make_container: MakeContainer, clock: ManualClock) -> Container:
    return make_container(clock)


@pytest.fixture
def link(container: Container, tmp_path: Path) -> str:
    source = tmp_path / "ad.mp4"
    source.write_bytes(CONTENT)
    container.storage.put(KEY, source, content_type="video/mp4")
    container.storage.put("campaigns/campaign_1/job_1/plan.json", source, content_type="application/json")
    return container.storage.signed_url(KEY)


def test_a_link_opens_its_file(client: TestClient, link: str) -> None:
    whole, head = client.get(link), client.head(link)
    assert (whole.status_code, whole.content) == (200, CONTENT)
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "2048")


def test_a_link_expires(client: TestClient, container: Container, clock: ManualClock, link: str) -> None:
    clock.advance(container.settings.signed_url_seconds - 1)
    assert client.get(link).status_code == 200
    clock.advance(2)
    assert "expired" in problem(client.get(link), 403)["detail"]


@pytest.mark.parametrize(
    "bend",
    [
        lambda query: query | {"expires": str(int(query["expires"]) + 1)},
        lambda query: query | {"expires": "9" * 18},
        lambda query: query | {"signature": query["signature"][:-1]},
        lambda query: query | {"signature": query["signature"][::-1]},
        lambda query: query | {"signature": ""},
        lambda query: query | {"signature": "ü" * 8},
    ],
)
def test_a_bent_link_opens_nothing(client: TestClient, link: str, bend: Bend) -> None:
    parts = urlsplit(link)
    query = bend({name: values[0] for name, values in parse_qs(parts.query).items()})
    assert "signature" in problem(client.get(f"{parts.path}?{urlencode(query)}"), 403)["detail"]


@pytest.mark.parametrize("query", ["", "expires=soon&signature=x", "expires=1", f"expires=1&signature={'x' * 65}"])
def test_a_link_without_its_parts_opens_nothing(client: TestClient, link: str, query: str) -> None:
    problem(client.get(f"{urlsplit(link).path}?{query}"), 422)


def test_a_signature_is_good_for_its_own_file_only(client: TestClient, link: str) -> None:
    problem(client.get(link.replace("ad.mp4", "plan.json")), 403)


@pytest.mark.parametrize(
    "path",
    ["../url-signing.key", "%2e%2e/url-signing.key", "..%2f..%2fetc/passwd", "%2Fetc%2Fpasswd", "a%00b", "a/./b", ""],
)
def test_paths_cannot_leave_the_storage(client: TestClient, link: str, path: str) -> None:
    answer = client.get(f"/files/{path}?{urlsplit(link).query}")
    problem(answer, answer.status_code)
    assert answer.status_code in {403, 404, 422}


def test_a_file_that_is_gone(client: TestClient, container: Container, link: str) -> None:
    container.storage.delete(KEY)
    assert "upload or render it again" in problem(client.get(link), 404)["next_step"]


@pytest.mark.parametrize(
    ("asked", "begin", "end"), [("0-99", 0, 100), ("100-", 100, 2048), ("-48", 2000, 2048), ("2000-9999", 2000, 2048)]
)
def test_ranges(client: TestClient, link: str, asked: str, begin: int, end: int) -> None:
    part = client.get(link, headers={"range": f"bytes={asked}"})
    assert (part.status_code, part.content) == (206, CONTENT[begin:end])
    assert part.headers["content-range"] == f"bytes {begin}-{end - 1}/2048"


def test_a_range_beyond_the_file_tells_its_size(client: TestClient, link: str) -> None:
    refused = client.get(link, headers={"range": "bytes=5000-"})
    problem(refused, 416)
    assert refused.headers["content-range"] == "bytes */2048"


@pytest.mark.parametrize("asked", ["bytes=9-2", "items=0-1", "nonsense"])
def test_a_malformed_range(client: TestClient, link: str, asked: str) -> None:
    problem(client.get(link, headers={"range": asked}), 400)
