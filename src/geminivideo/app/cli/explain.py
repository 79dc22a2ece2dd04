"""`geminivideo explain ID`: why something is as it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from geminivideo.app.cli.blueprint_story import tell_blueprint
from geminivideo.app.cli.client import GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.stack import gateway
from geminivideo.core.errors import InvalidInputError, NotFoundError
from geminivideo.core.settings import Settings

_CAMPAIGN = re.compile(r"campaign_[A-Za-z0-9]+")
_BLUEPRINT = re.compile(rf"(?:(?P<campaign>{_CAMPAIGN.pattern})/)?(?P<blueprint>bp_[A-Za-z0-9]+)")
_REMEDY = (
    "name a blueprint as `geminivideo generate` lists it: campaign_01k…/bp_001, or bp_001 with --campaign, "
    "or bp_001 alone for the latest campaign"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: an id, and what it may leave unsaid."""

    given: str
    campaign_id: str | None
    account_id: str


Explain = Callable[[GatewayClient, Output, Question, re.Match[str]], None]


def run_explain(settings: Settings, output: Output, question: Question) -> None:
    explain, match = _by_form(question.given)
    with gateway(settings, output.say) as client:
        explain(client, output, question, match)


def explain_blueprint(client: GatewayClient, output: Output, question: Question, match: re.Match[str]) -> None:
    named, wanted = match["campaign"], question.campaign_id
    if wanted and not _CAMPAIGN.fullmatch(wanted):
        raise NotFoundError(f"{wanted[:80]!r} is not a campaign's id.", next_step=_REMEDY)
    if named and wanted and named != wanted:
        raise InvalidInputError(
            f"{question.given} is of another campaign than {wanted}.",
            next_step="leave --campaign out, or the id before /",
        )
    campaign_id = named or wanted or _latest(client, question.account_id)
    story = client.blueprint(campaign_id, match["blueprint"])
    tell_blueprint(output, story)
    output.result(story)


# An id of another kind is explained by another line here.
_FORMS: Mapping[re.Pattern[str], Explain] = {_BLUEPRINT: explain_blueprint}


def _by_form(given: str) -> tuple[Explain, re.Match[str]]:
    for form, explain in _FORMS.items():
        if match := form.fullmatch(given):
            return explain, match
    raise NotFoundError(f"{given[:80]!r} is not an id of anything that can be explained.", next_step=_REMEDY)


def _latest(client: GatewayClient, account_id: str) -> str:
    found = client.campaigns(account_id, status="completed", limit=1)
    if not found:
        raise NotFoundError(
            f"The account {account_id} has no completed campaign.",
            next_step="make one with `geminivideo generate`, or name another account with --account",
        )
    return str(found[0]["campaign_id"])
