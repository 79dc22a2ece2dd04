"""The gateway of an installation, from its settings."""

from collections.abc import Awaitable, Callable, Mapping
from random import SystemRandom

from pydantic import SecretStr

from geminivideo.core.clock import Clock
from geminivideo.core.language_models.access import Access, accesses, why_silent
from geminivideo.core.language_models.asking import Manners
from geminivideo.core.language_models.budget import Allowance, Budget, Spending
from geminivideo.core.language_models.endpoint import Endpoint
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.language_models.model import Provider
from geminivideo.core.language_models.prices import Prices
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.language_models.vertex_account import VertexAccount
from geminivideo.core.language_models.wire.anthropic import AnthropicMessages
from geminivideo.core.language_models.wire.base import WireFormat
from geminivideo.core.language_models.wire.gemini import GeminiContent
from geminivideo.core.language_models.wire.openai import OpenAiChat
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.settings import Settings

BreakerOf = Callable[[str], CircuitBreaker]


def open_language_models(
    settings: Settings, clock: Clock, breaker: BreakerOf | None = None, manners: Manners | None = None
) -> LanguageModels:
    """`breaker` gives the one of a name, where state is shared."""
    found = accesses(settings)
    silent = {name: why for name, role in settings.llm_roles.items() if (why := why_silent(role, found))}
    making = _Making(settings, clock, breaker)
    live = {name: role for name, role in settings.llm_roles.items() if name not in silent}
    return LanguageModels(
        settings.llm_roles,
        {name: making.endpoint(role, found[role.provider]) for name, role in live.items()},
        silent,
        clock,
        prices=Prices(settings.llm_prices),
        at_once=settings.llm_concurrency,
        manners=manners or Manners(draw=SystemRandom().random),
    )


def campaign_budget(settings: Settings, spent: Mapping[str, Spending] | None = None) -> Budget:
    """`spent` is what earlier attempts at the campaign used, by role."""
    roles = {name: Allowance(role.campaign_tokens, role.campaign_micros) for name, role in settings.llm_roles.items()}
    return Budget(tokens=settings.llm_campaign_tokens, cost=settings.llm_campaign_micros, spent=spent, roles=roles)


class _Making:
    """Roles with the same provider at the same address share an endpoint, and so its breaker."""

    def __init__(self, settings: Settings, clock: Clock, breaker: BreakerOf | None) -> None:
        self._settings = settings
        self._clock = clock
        self._breaker = breaker
        self._made: dict[str, Endpoint] = {}

    def endpoint(self, role: RoleSettings, access: Access) -> Endpoint:
        own = role.base_url if role.base_url != access.base_url else None
        name = f"llm-{role.provider}" + (f" at {own}" if own else "")
        if name not in self._made:
            wire, breaker = self._wire(role, access), self._breaker(name) if self._breaker else None
            self._made[name] = Endpoint(name, wire, self._key(role.provider, access), self._clock, breaker)
        return self._made[name]

    def _wire(self, role: RoleSettings, access: Access) -> WireFormat:
        url, settings = role.base_url or access.base_url, self._settings
        if role.provider is Provider.VERTEX:
            return GeminiContent.of_vertex(url, settings.vertex_project or "", settings.vertex_region)
        if role.provider is Provider.GEMINI:
            return GeminiContent.of_ai_studio(url or "")
        if role.provider is Provider.ANTHROPIC:
            return AnthropicMessages(url or "")
        older = role.provider is Provider.OPENAI_COMPATIBLE
        return OpenAiChat(url or "", "max_tokens" if older else "max_completion_tokens")

    def _key(self, provider: Provider, access: Access) -> Callable[[], Awaitable[SecretStr]]:
        if provider is Provider.VERTEX and self._settings.vertex_credentials:
            return VertexAccount(self._settings.vertex_credentials).token

        async def key() -> SecretStr:
            return access.key or SecretStr("")

        return key
