"""The prediction models and which of them answer."""

from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings
from geminivideo.core.accounts import DEFAULT_ACCOUNT

ModelId = Annotated[
    str, typer.Argument(metavar="MODEL", help="Such as roas-v3, or roas-acme-v2 of one account.", show_default=False)
]
Reason = Annotated[str | None, typer.Option(help="Why; it stays with the model.", show_default=False)]


def models(
    context: typer.Context,
    account: Annotated[
        str | None, typer.Option(help="Only models that can answer for this account.", show_default="all")
    ] = None,
    json: Json = False,
) -> None:
    """List the prediction models, which of them answer, and why; promote one, or roll one back."""
    if context.invoked_subcommand:
        return
    from geminivideo.app.cli.models import run_models

    run_models(load_settings(), Output(as_json=json), account)


def learn(account: Annotated[str, typer.Option(help="Whose results.")] = DEFAULT_ACCOUNT, json: Json = False) -> None:
    """Fit models to an account's results, and let them answer where they forecast its ads better. Imports and outcomes
    do that by themselves.
    """
    from geminivideo.app.cli.learning import run_learn

    run_learn(load_settings(), Output(as_json=json), account)


def promote(model: ModelId, reason: Reason = None, json: Json = False) -> None:
    """Let a model answer from now on, without a trial. Running processes follow within seconds."""
    from geminivideo.app.cli.models import run_promote

    run_promote(load_settings(), Output(as_json=json), model, reason)


def rollback(model: ModelId, reason: Reason = None, json: Json = False) -> None:
    """Take a model that answers back; the one before it answers again."""
    from geminivideo.app.cli.models import run_rollback

    run_rollback(load_settings(), Output(as_json=json), model, reason)
