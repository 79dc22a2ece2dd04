"""The settings of language models beside the keys of Gemini and OpenAI, which voices need too."""

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from geminivideo.core.language_models.prices import Price
from geminivideo.core.language_models.roles import RoleSettings, roles_with
from geminivideo.core.web_address import api_key, web_address


class LanguageModelSettings(BaseSettings):
    anthropic_api_key: SecretStr | None = Field(None, description="empty: Claude is not used")
    anthropic_base_url: str = "https://api.anthropic.com"
    openai_compatible_base_url: str | None = Field(
        None, description="of a server that speaks OpenAI's chat completions, such as vLLM's; empty: there is none"
    )
    openai_compatible_api_key: SecretStr | None = Field(None, description="where that server wants one")
    vertex_project: str | None = Field(
        None, pattern=r"^[a-z0-9:.-]{0,100}$", description="empty: Vertex AI is not used"
    )
    vertex_region: str = Field("global", pattern=r"^[a-z0-9-]{1,40}$")
    vertex_credentials: Path | None = Field(
        None, description="JSON file of a service account or an authorized user that may use Vertex AI"
    )
    vertex_base_url: str | None = Field(None, description="empty: Google's for the region")

    llm_roles: Annotated[dict[str, RoleSettings], NoDecode] = Field(
        {}, validate_default=True, description="changes of core/language_models/roles.py: JSON, role -> field -> value"
    )
    llm_prices: dict[str, Price] = Field(
        {}, description="JSON, model -> input, cached, cache_write, output in millionths of a dollar per million tokens"
    )
    llm_concurrency: int = Field(32, ge=1, le=256, description="requests that one process has at a provider at once")
    llm_campaign_tokens: int = Field(2_000_000, ge=0, description="that a campaign may use; then no more is asked")
    llm_campaign_micros: int = Field(
        5_000_000,
        ge=0,
        description="that it may cost, in millionths of a US dollar, as far as prices are known",
    )

    @field_validator("llm_roles", mode="before")
    @classmethod
    def _are_roles(cls, value: object) -> object:
        changes: Any = json.loads(value) if isinstance(value, str) else value
        if not isinstance(changes, dict) or not all(
            isinstance(change, dict | RoleSettings) for change in changes.values()
        ):
            raise ValueError('it has to be like {"judge.gpt": {"model": "…"}}')
        return roles_with({name: _fields(change) for name, change in changes.items()})

    @field_validator("anthropic_api_key", "openai_compatible_api_key")
    @classmethod
    def _is_a_key_of_a_model(cls, key: SecretStr | None) -> SecretStr | None:
        value = api_key(key.get_secret_value()) if key is not None else None
        return SecretStr(value) if value else None

    @field_validator("anthropic_base_url", "openai_compatible_base_url", "vertex_base_url")
    @classmethod
    def _is_an_address_of_a_model(cls, url: str | None) -> str | None:
        return web_address(url) if url else None


def _fields(change: "dict[str, Any] | RoleSettings") -> dict[str, Any]:
    return change.model_dump() if isinstance(change, RoleSettings) else change
