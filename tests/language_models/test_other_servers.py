"""Vertex AI with a token of Google's, and servers that speak as OpenAI does."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from geminivideo.core.errors import UnavailableError
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.vertex_account import VertexAccount
from tests.language_models.conftest import Live
from tests.rendering_voice.servers import KEY, Reply, Request, Service, served

USER = {"type": "authorized_user", "client_id": "c", "client_secret": "client-secret-1", "refresh_token": "refresh-1"}
MODELS = "/v1/projects/shop-1/locations/europe-west4/publishers/google/models/gemini-3.8-flash:generateContent"


def give_token(_service: Service, _request: Request) -> Reply:
    return Reply(body=json.dumps({"access_token": KEY, "expires_in": 3_599, "token_type": "Bearer"}).encode())


@pytest.fixture
def google() -> Iterator[Service]:
    with ExitStack() as stack:
        yield stack.enter_context(served(Service({}, give_token)))


def service_account() -> dict[str, Any]:
    key = rsa.generate_private_key(65_537, 2_048)
    kind, coding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    pem = key.private_bytes(coding, kind, serialization.NoEncryption()).decode()
    return {"type": "service_account", "client_email": "ads@shop-1.example", "private_key": pem, "private_key_id": "1"}


@pytest.mark.parametrize("account", [USER, service_account()], ids=["user", "service account"])
def test_vertex(serve: Callable[..., Live], google: Service, account: dict[str, Any], budget: Budget) -> None:
    live = serve("gemini")
    live.service.answer.header = ("authorization", "Bearer ")  # type: ignore[attr-defined]
    path = live.home / "vertex.json"
    path.write_text(json.dumps({**account, "token_uri": f"{google.url}/token"}))
    models = live.models(
        role={"provider": "vertex"},
        vertex_project="shop-1",
        vertex_region="europe-west4",
        vertex_credentials=path,
        vertex_base_url=live.service.url,
    )
    for _ in range(2):
        assert models.ask(live.question(), budget).answer.score == 88
    assert [request.path for request in live.service.seen] == [MODELS] * 2
    assert len(google.seen) == 1, "the token is kept while it is valid"


def test_vertex_without_a_token(serve: Callable[..., Live], google: Service, budget: Budget) -> None:
    live, path = serve("gemini"), serve("gemini").home / "vertex.json"
    path.write_text(json.dumps({**USER, "token_uri": f"{google.url}/token"}))
    google.plan = [Reply(400, b'{"error": "invalid_grant", "error_description": "refresh-1 is revoked"}')]
    models = live.models(role={"provider": "vertex"}, vertex_project="shop-1", vertex_credentials=path)
    with pytest.raises(UnavailableError, match="RefreshError") as error:
        models.ask(live.question(), budget)
    assert "refresh-1" not in str(error.value)


@pytest.mark.parametrize("content", ["", "[]", '{"type": "service_account"}', '{"installed": {}}', None])
def test_credentials_that_cannot_be_used(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "vertex.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UnavailableError, match="not usable") as error:
        VertexAccount(path).load()
    assert "GEMINIVIDEO_VERTEX_CREDENTIALS" in error.value.next_step


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
def test_a_server_of_ones_own_needs_no_key_and_knows_the_older_name(
    serve: Callable[..., Live], budget: Budget, ending: str
) -> None:
    live = serve("openai")
    live.service.answer.header = None  # type: ignore[attr-defined]
    role = {"provider": "openai_compatible", "model": "qwen", "base_url": live.service.url + ending}
    reply = live.models(role=role).ask(live.question(), budget)
    assert reply.cost is None
    assert reply.answer.score == 88
    request = live.service.seen[0]
    assert request.body["max_tokens"] == 4_096
    assert request.path == "/v1/chat/completions"
    assert "authorization" not in request.headers


def test_a_server_that_does_not_count(serve: Callable[..., Live], budget: Budget) -> None:
    live = serve("openai")
    answer = {
        "choices": [{"message": {"content": '{"score": 1, "critique": ""}'}, "finish_reason": "stop"}],
        "usage": None,
    }
    live.service.plan = [Reply(body=json.dumps(answer).encode())]
    reply = live.models().ask(live.question(), budget)
    assert reply.usage.total == 0
    assert reply.model == "gpt-5.4-mini"
