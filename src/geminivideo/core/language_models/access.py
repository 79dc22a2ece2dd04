"""What each role has to reach its model, as far as the settings tell; no network."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from geminivideo.core.language_models.model import Provider
from geminivideo.core.language_models.roles import RoleSettings
from geminivideo.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Access:
    """`missing` is the setting without which the provider cannot be used."""

    base_url: str | None
    key: SecretStr | None
    missing: str | None


def accesses(of: Settings) -> dict[Provider, Access]:
    return {
        Provider.GEMINI: _by_key(of.gemini_base_url, of.gemini_api_key, "GEMINI_API_KEY"),
        Provider.ANTHROPIC: _by_key(of.anthropic_base_url, of.anthropic_api_key, "ANTHROPIC_API_KEY"),
        Provider.OPENAI: _by_key(of.openai_base_url, of.openai_api_key, "OPENAI_API_KEY"),
        Provider.OPENAI_COMPATIBLE: Access(
            of.openai_compatible_base_url,
            of.openai_compatible_api_key,
            None if of.openai_compatible_base_url else "GEMINIVIDEO_OPENAI_COMPATIBLE_BASE_URL",
        ),
        Provider.VERTEX: Access(of.vertex_base_url, None, _missing_of_vertex(of)),
    }


def why_silent(role: RoleSettings, found: Mapping[Provider, Access]) -> str | None:
    """None for a role that is live."""
    access = found[role.provider]
    if role.provider is Provider.OPENAI_COMPATIBLE and role.base_url:
        return None
    return f"{access.missing} is not set" if access.missing else None


def _by_key(base_url: str, key: SecretStr | None, setting: str) -> Access:
    return Access(base_url, key, None if key else f"GEMINIVIDEO_{setting}")


def _missing_of_vertex(of: Settings) -> str | None:
    if not of.vertex_project:
        return "GEMINIVIDEO_VERTEX_PROJECT"
    return None if of.vertex_credentials else "GEMINIVIDEO_VERTEX_CREDENTIALS"
