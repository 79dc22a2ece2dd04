"""What an upload's form says beside the video: whose it is, and the brief of a campaign to generate from it."""

import json
import re
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from geminivideo.app.api.accounts import account_named
from geminivideo.app.api.multipart import VideoForm
from geminivideo.app.api.schemas.campaigns import CampaignRequest
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import LANGUAGE_TAG

_LIST_FIELDS = ("pain_points", "desires", "platforms", "footage_ids")
_NOT_OF_THE_BRIEF = frozenset({"generate", "spoken_language"})
_TRUE = frozenset({"true", "1", "yes", "on"})


def account_of(form: VideoForm, campaign: CampaignRequest | None) -> str:
    return account_named(campaign.account_id if campaign else form.text("account_id"))


def spoken_language_of(form: VideoForm) -> str | None:
    """What the form says is spoken in the video.

    Raises:
        InvalidInputError: when it is no language tag.
    """
    given = (form.text("spoken_language") or "").strip()
    if given and not re.fullmatch(LANGUAGE_TAG, given):
        raise InvalidInputError(
            f"spoken_language is no language tag: {given[:20]!r}.", next_step="send one such as en, de or pt-BR"
        )
    return given or None


def campaign_request_of(form: VideoForm) -> CampaignRequest | None:
    """The brief that came with the video, when `generate` was asked for.

    Raises:
        RequestValidationError: as for a brief sent to generate-campaign.
    """
    if (form.text("generate") or "").lower() not in _TRUE:
        return None
    fields: dict[str, Any] = {name: values[-1] for name, values in form.fields.items() if name not in _NOT_OF_THE_BRIEF}
    fields |= {name: _as_list(form.fields[name]) for name in _LIST_FIELDS if name in form.fields}
    try:
        return CampaignRequest.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def _as_list(values: list[str]) -> list[Any]:
    """A list is a repeated field, or one field with a JSON array."""
    if len(values) == 1 and values[0].lstrip().startswith("["):
        try:
            parsed = json.loads(values[0])
        except ValueError:
            return values
        return parsed if isinstance(parsed, list) else values
    return values
