"""Which roles a live language model plays. Asking costs money: whether a key is valid is told by its first use."""

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.core.clock import SystemClock
from geminivideo.core.language_models.access import accesses, why_silent
from geminivideo.core.language_models.model import Provider
from geminivideo.core.language_models.prices import Prices
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.settings import Settings


def check_model_providers(settings: Settings) -> Finding:
    """Reads the credentials of Vertex AI, where they are set."""
    found = accesses(settings)
    if found[Provider.VERTEX].missing is None and settings.vertex_credentials:
        from geminivideo.core.language_models.vertex_account import VertexAccount

        VertexAccount(settings.vertex_credentials).load()
    said = [
        f"{name}: {access.missing} is not set" if access.missing else f"{name}: set, not tried"
        for name, access in found.items()
    ]
    return Finding("language models", "ok", "; ".join(said))


def check_model_roles(settings: Settings) -> Finding:
    found = accesses(settings)
    said = [_told(name, role, why_silent(role, found), settings) for name, role in settings.llm_roles.items()]
    return Finding("roles of language models", "ok", "; ".join(said))


def _told(name: str, role: RoleSettings, silent: str | None, settings: Settings) -> str:
    if silent:
        return f"{name}: off, {silent}"
    price = Prices(settings.llm_prices).price(role.model, SystemClock().now().date())
    return f"{name}: {role.model} of {role.provider}" + ("" if price else ", price unknown")
