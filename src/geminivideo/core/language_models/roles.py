"""Which model plays which role: the defaults, in one place. `GEMINIVIDEO_LLM_ROLES` changes fields of them.

The models were the current ones of November 2026; each is a setting.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from geminivideo.core.language_models.model import Provider
from geminivideo.core.web_address import web_address

Thinking = Literal["off", "low", "medium", "high"]


class RoleSettings(BaseModel):
    """`timeout_seconds` is for one request, `deadline_seconds` for all of one question: retries and pauses too.

    `temperature` and `thinking` are sent only where they are set: several models refuse the one or the other. The
    limits on a campaign are the role's own, beside those that hold for all roles together.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    provider: Provider
    model: str = Field(min_length=1, max_length=200)
    base_url: Annotated[str, BeforeValidator(web_address)] | None = None
    timeout_seconds: float = Field(60.0, gt=0, le=600)
    deadline_seconds: float = Field(150.0, gt=0, le=1800)
    concurrency: int = Field(16, ge=1, le=256)
    max_output_tokens: int = Field(4_096, ge=16, le=200_000)
    temperature: float | None = Field(None, ge=0, le=2)
    thinking: Thinking | None = None
    campaign_tokens: int | None = Field(None, ge=0, description="that the role may use for a campaign")
    campaign_micros: int | None = Field(None, ge=0, description="that it may cost, in millionths of a US dollar")


DEFAULT_ROLES: Mapping[str, RoleSettings] = {
    "director": RoleSettings(
        provider=Provider.GEMINI,
        model="gemini-3.1-pro-preview",
        timeout_seconds=180,
        deadline_seconds=400,
        max_output_tokens=32_768,
    ),
    # One question for each ad of a campaign that is not approved yet.
    "rewriter": RoleSettings(
        provider=Provider.GEMINI, model="gemini-3.8-flash", max_output_tokens=8_192, concurrency=32
    ),
    "judge.gemini": RoleSettings(provider=Provider.GEMINI, model="gemini-3.8-flash"),
    "judge.claude": RoleSettings(provider=Provider.ANTHROPIC, model="claude-sonnet-5", max_output_tokens=2_048),
    "judge.gpt": RoleSettings(provider=Provider.OPENAI, model="gpt-5.4-mini"),
}


def roles_with(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, RoleSettings]:
    """The defaults with `changes`; a role that has no default has to say its provider and model.

    Raises:
        ValueError: for what cannot be meant.
    """
    roles = dict(DEFAULT_ROLES)
    for name, change in changes.items():
        before = roles[name].model_dump() if name in roles else {}
        roles[name] = RoleSettings.model_validate({**before, **change})
    return roles
