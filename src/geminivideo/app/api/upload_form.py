"""What an upload's form says beside the video: whose it is, and the brief of a campaign to generate from it."""

import json
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from geminivideo.app.api.accounts import account_named
from geminivideo.app.api.multipart import VideoForm
from geminivideo.app.api.schemas.campaigns import CampaignRequest

_LIST_FIELDS = ("pain_points", "desires", "platforms", "footage_ids")
_TRUE = frozenset({"true", "1", "yes", "on"})


def account_of(form: VideoForm, campaign: CampaignRequest | None) -> str:
    return account_named(campaign.account_id if campaign else form.text("account_id"))


def campaign_request_of(form: VideoForm) -> CampaignRequest | None:
    """The brief that came with the video, when `generate` was asked for.

    Raises:
        RequestValidationError: as for a brief sent to generate-campaign.
    """
    if (form.text("generate") or "").lower() not in _TRUE:
        return None
    fields: dict[str, Any] = {name: values[-1] for name, values in form.fields.items() if name != "generate"}
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
