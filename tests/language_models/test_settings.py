"""Roles, keys and prices as settings; what `geminivideo doctor` says of them; schemas."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field, SecretStr, ValidationError
from redis import Redis

from geminivideo.app.cli.doctor.language_models import check_model_providers, check_model_roles
from geminivideo.app.container import Container
from geminivideo.core.clock import ManualClock
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.errors import UnavailableError
from geminivideo.core.language_models.budget import Budget, Spending
from geminivideo.core.language_models.faults import BudgetSpentError
from geminivideo.core.language_models.model import Provider, Question, Usage
from geminivideo.core.language_models.opening import campaign_budget, open_language_models
from geminivideo.core.language_models.prices import Price, Prices
from geminivideo.core.language_models.roles import DEFAULT_ROLES
from geminivideo.core.language_models.schemas import strict_schema
from geminivideo.core.settings import Settings
from tests.language_models.conftest import Live, Verdict
from tests.rendering_voice.servers import KEY


def settings(**changes: Any) -> Settings:
    return Settings(_env_file=None, **changes)


def test_a_role_is_changed_field_by_field(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = {"judge.gpt": {"model": "gpt-5.5"}, "poet": {"provider": "anthropic", "model": "claude-opus-5"}}
    monkeypatch.setenv("GEMINIVIDEO_LLM_ROLES", json.dumps(changes))
    roles = settings().llm_roles
    assert roles["judge.gpt"] == DEFAULT_ROLES["judge.gpt"].model_copy(update={"model": "gpt-5.5"})
    assert roles["poet"].provider is Provider.ANTHROPIC
    assert roles["director"] == DEFAULT_ROLES["director"]


@pytest.mark.parametrize(
    "value",
    [
        "{",
        "[]",
        '{"director": 3}',
        '{"director": {"modle": "x"}}',
        '{"poet": {"model": "x"}}',
        '{"director": {"provider": "siri"}}',
        '{"director": {"base_url": "https://user:topsecret@host"}}',
        '{"director": {"timeout_seconds": 0}}',
    ],
)
def test_roles_that_cannot_be_meant(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GEMINIVIDEO_LLM_ROLES", value)
    with pytest.raises(ValidationError, match="llm_roles") as error:
        settings()
    assert "topsecret" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("anthropic_api_key", "two words"),
        ("openai_compatible_base_url", "host:8000"),
        ("vertex_project", "shop/../x"),
        ("vertex_region", "eu.evil.example/"),
    ],
)
def test_a_setting_that_cannot_be_meant(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name) as error:
        settings(**{name: value})
    assert value not in str(error.value)


def test_without_keys_nothing_is_asked_and_the_reason_is_told(clock: ManualClock) -> None:
    models = open_language_models(settings(), clock)
    assert not any(models.is_live(role) for role in DEFAULT_ROLES)
    with pytest.raises(UnavailableError, match="GEMINIVIDEO_ANTHROPIC_API_KEY is not set"):
        models.ask(Question("judge.claude", "Judge.", Verdict), Budget())
    with pytest.raises(UnavailableError, match="no such role"):
        models.ask(Question("judge.nobody", "Judge.", Verdict), Budget())
    models.close()


def test_the_doctor_tells_which_roles_are_live() -> None:
    roles = {"poet": {"provider": "openai_compatible", "model": "m", "base_url": "http://127.0.0.1:1"}}
    chosen = settings(gemini_api_key=SecretStr(KEY), llm_roles=roles, vertex_project="shop-1")
    keys, told = check_model_providers(chosen), check_model_roles(chosen)
    assert "gemini: set, not tried" in keys.detail
    assert "anthropic: GEMINIVIDEO_ANTHROPIC_API_KEY is not set" in keys.detail
    assert "vertex: GEMINIVIDEO_VERTEX_CREDENTIALS is not set" in keys.detail
    assert "judge.gemini: gemini-3.8-flash of gemini;" in told.detail
    assert "judge.gpt: off, GEMINIVIDEO_OPENAI_API_KEY is not set" in told.detail
    assert "poet: m of openai_compatible, price unknown" in told.detail
    assert KEY not in keys.detail + told.detail


def test_the_doctor_reads_the_credentials_of_vertex(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="not usable"):
        check_model_providers(settings(vertex_project="shop-1", vertex_credentials=tmp_path / "none.json"))


def test_the_container_opens_the_gateway_through_shared_breakers(
    serve: Callable[..., Live], redis: "Redis", valkey: EmbeddedValkey, budget: Budget
) -> None:
    live = serve("openai")
    container = Container(live.settings().model_copy(update={"redis_url": SecretStr(valkey.url)}), live.clock)
    redis.hset("geminivideo:breaker:llm-openai", "opened_at", str(live.clock.now().timestamp()))
    with pytest.raises(UnavailableError, match="left alone"):
        container.language_models.ask(live.question(), budget)
    live.clock.advance(31)
    assert container.language_models.ask(live.question(), budget).answer.score == 88
    container.language_models.close()


def test_a_campaign_has_the_budget_of_the_settings() -> None:
    chosen = settings(llm_campaign_tokens=100, llm_campaign_micros=50)
    spent = {"director": Spending(Usage(40, 20), 40, 1), "judge.gpt": Spending(Usage(20, 10), 5, 1)}
    with campaign_budget(chosen, spent).room(10, 5):
        pass
    for tokens, cost in ((11, 0), (0, 6)):
        with pytest.raises(BudgetSpentError), campaign_budget(chosen, spent).room(tokens, cost):
            pass


def test_a_role_may_have_a_budget_of_its_own() -> None:
    chosen = settings(llm_roles={"judge.gpt": {"campaign_tokens": 100, "campaign_micros": 50}})
    budget = campaign_budget(chosen, {"judge.gpt": Spending(Usage(60, 30), 45, 1)})
    with budget.room(11, 6, "judge.claude") as room:
        room.settle(Usage(1, 2), None)
    with (
        budget.room(10, 5, "judge.gpt"),
        pytest.raises(BudgetSpentError, match="90 of 100 tokens") as error,
        budget.room(1, 0, "judge.gpt"),
    ):
        pass
    assert "campaign_tokens of the role judge.gpt" in error.value.next_step
    with pytest.raises(BudgetSpentError, match=r"the role judge\.gpt"), budget.room(1, 6, "judge.gpt"):
        pass
    assert budget.used == {"judge.claude": Spending(Usage(1, 2), 0, 1, 1)}
    assert budget.by_role["judge.gpt"].cost == 45
    assert budget.spent == Spending(Usage(61, 32), 45, 2, 1)


def test_prices_of_a_day_of_a_snapshot_and_of_ones_own() -> None:
    day = date(2026, 11, 30)
    prices = Prices({"gpt-5.4-mini": Price(input=1, output=2), "home-made": Price(input=0, output=0)})
    now, later = prices.price("gemini-3.8-flash", day), prices.price("gemini-3.8-flash", date(2027, 1, 1))
    assert now
    assert later
    assert later.input == 2 * now.input
    assert prices.price("claude-haiku-4-5-20251001", day) == prices.price("claude-haiku-4-5", day)
    assert prices.price("gpt-5.4-mini-2026-03-17", day) == Price(input=1, output=2)
    assert prices.price("home-made", day)
    assert prices.price("gpt-9", day) is None
    assert Price(input=750_000, output=3_750_000).of(Usage(1, 0)) == 1, "rounded up"


@pytest.mark.parametrize("role", DEFAULT_ROLES)
def test_every_default_model_has_a_price(role: str) -> None:
    assert Prices({}).price(DEFAULT_ROLES[role].model, datetime(2026, 11, 30, tzinfo=UTC).date())


class Scene(BaseModel):
    seconds: float = Field(gt=0, le=60, description="length")
    shot: Literal["close", "wide"] | None = None


class Draft(BaseModel):
    """A draft."""

    scenes: list[Scene] = Field(min_length=1, max_length=3)
    hook: str = Field("none", max_length=80, pattern="^[A-Z]")


def test_a_schema_is_strict_all_the_way_down() -> None:
    schema = strict_schema(Draft)
    Draft202012Validator.check_schema(schema)
    scene = schema["$defs"]["Scene"]
    for part in (schema, scene):
        assert part["required"] == list(part["properties"])
        assert part["additionalProperties"] is False
    assert scene["properties"]["seconds"] == {"type": "number", "description": "length (at most 60, more than 0)"}
    assert schema["properties"]["hook"] == {
        "type": "string",
        "description": "at most 80 characters, matches ^[A-Z]",
    }
    assert schema["properties"]["scenes"]["items"] == {"$ref": "#/$defs/Scene"}
    assert not {"default", "title", "minItems", "maximum"} & set(json.dumps(schema).replace('"', " ").split())


class Free(BaseModel):
    scores: dict[str, int]


class Pair(BaseModel):
    both: tuple[int, str]


@pytest.mark.parametrize("kind", [Free, Pair])
def test_what_no_provider_can_be_held_to(kind: type[BaseModel]) -> None:
    with pytest.raises(TypeError, match="structured output"):
        strict_schema(kind)
