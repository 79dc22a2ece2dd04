from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from geminivideo.core.clock import ManualClock
from geminivideo.core.language_models.asking import Manners
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.language_models.model import Data, Question
from geminivideo.core.language_models.opening import open_language_models
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.retry import Backoff
from geminivideo.core.settings import Settings
from tests.language_models.speaking import Speaking
from tests.language_models.specs import request_schema
from tests.rendering_voice.servers import KEY, Service, served

WIRES = ("gemini", "anthropic", "openai")
JUDGES = {"gemini": "judge.gemini", "anthropic": "judge.claude", "openai": "judge.gpt"}
SYSTEM = "You judge hooks.\n\tÄ – byte for byte."


class Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    score: int = Field(ge=0, le=100)
    critique: str


@dataclass
class Live:
    """One service and the gateway to it. `waited` holds the pauses between tries, which nobody waits for."""

    wire: str
    service: Service
    clock: ManualClock
    home: Path
    waited: list[float] = field(default_factory=list)
    opened: list[LanguageModels] = field(default_factory=list)

    @property
    def role(self) -> str:
        return JUDGES[self.wire]

    def settings(self, roles: dict[str, dict[str, Any]] | None = None, **changes: Any) -> Settings:
        keys = {f"{name}_api_key": SecretStr(KEY) for name in WIRES}
        urls = {f"{name}_base_url": self.service.url for name in WIRES}
        values = {"home": self.home, "llm_roles": roles or {}, **keys, **urls, **changes}
        return Settings(_env_file=None, **values)

    def models(
        self,
        *,
        tries: int = 4,
        breaker: Callable[[str], CircuitBreaker] | None = None,
        draw: Callable[[], float] = lambda: 0.0,
        role: dict[str, Any] | None = None,
        **settings: Any,
    ) -> LanguageModels:
        manners = Manners(Backoff(tries=tries, jitter=0.5), self.wait, draw)
        chosen = self.settings({self.role: role} if role else None, **settings)
        self.opened.append(open_language_models(chosen, self.clock, breaker, manners))
        return self.opened[-1]

    def close(self) -> None:
        for models in self.opened:
            models.close()

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def question(self, blueprint: Any = "Lose 5 kg", system: str = SYSTEM) -> Question[Verdict]:
        data = (Data("blueprint", {"hook": blueprint}), Data("brief", {"offer": "Trial week"}, stable=True))
        return Question(self.role, system, Verdict, data, task="Judge the blueprint.")


@pytest.fixture
def serve(clock: ManualClock, tmp_path: Path, shared_contracts: Path) -> Iterator[Callable[..., Live]]:
    with ExitStack() as stack:

        def one(wire: str, seconds: float = 0.0) -> Live:
            service = Service(request_schema(shared_contracts, wire), Speaking(wire, seconds))
            live = Live(wire, stack.enter_context(served(service)), clock, tmp_path)
            stack.callback(live.close)
            return live

        yield one


@pytest.fixture(params=WIRES)
def live(request: pytest.FixtureRequest, serve: Callable[..., Live]) -> Live:
    return serve(request.param)


@pytest.fixture
def budget() -> Budget:
    return Budget()
