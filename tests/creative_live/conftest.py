from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from geminivideo.core.checks import Check, go_on
from geminivideo.core.clock import ManualClock
from geminivideo.core.language_models.asking import Manners
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.language_models.opening import open_language_models
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.retry import Backoff
from geminivideo.core.settings import Settings
from geminivideo.core.text_embedding import TextEncoder, load_bundled_encoder
from geminivideo.creative.campaign_models import CampaignModels
from tests.creative_live.answering import playing
from tests.language_models.speaking import Speaking
from tests.language_models.specs import request_schema
from tests.rendering_voice.servers import KEY, Service, served

WIRES = ("gemini", "anthropic", "openai")


@dataclass
class Titans:
    """The three services, each holding requests to its vendor's specification. Nobody waits between two tries."""

    services: dict[str, Service]
    clock: ManualClock
    home: Path
    waited: list[float] = field(default_factory=list)
    opened: list[LanguageModels] = field(default_factory=list)

    def settings(self, roles: dict[str, dict[str, Any]] | None = None, **changes: Any) -> Settings:
        keys = {f"{wire}_api_key": SecretStr(KEY) for wire in WIRES}
        urls = {f"{wire}_base_url": service.url for wire, service in self.services.items()}
        return Settings(_env_file=None, **{"home": self.home, "llm_roles": roles or {}, **keys, **urls, **changes})

    def models(
        self, settings: Settings, breaker: Callable[[str], CircuitBreaker] | None = None, tries: int = 2
    ) -> LanguageModels:
        manners = Manners(Backoff(tries=tries), self.wait)
        self.opened.append(open_language_models(settings, self.clock, breaker, manners))
        return self.opened[-1]

    def live(
        self, budget: Budget | None = None, check: Check = go_on, roles: dict[str, dict[str, Any]] | None = None
    ) -> CampaignModels:
        return CampaignModels(self.models(self.settings(roles)), budget or Budget(), check)

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.fixture
def titans(clock: ManualClock, tmp_path: Path, shared_contracts: Path) -> Iterator[Titans]:
    with ExitStack() as stack:
        services = {
            wire: stack.enter_context(
                served(Service(request_schema(shared_contracts, wire), Speaking(wire, text=playing(wire))))
            )
            for wire in WIRES
        }
        there = Titans(services, clock, tmp_path)
        yield there
        for models in there.opened:
            models.close()


@pytest.fixture(scope="session")
def encoder() -> TextEncoder:
    return load_bundled_encoder()
