"""The footage as a list, and searching it."""

from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.groups import with_groups
from geminivideo.app.cli.options.search import SearchOptions
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings
from geminivideo.core.accounts import DEFAULT_ACCOUNT


@with_groups
def find(
    query: Annotated[str, typer.Argument(help="What the scene should show, in words.", show_default=False)],
    *,
    options: SearchOptions,
    json: Json = False,
) -> None:
    """Find scenes of your footage by what is seen, written and said in them."""
    from geminivideo.app.cli.find import run_find

    run_find(load_settings(), Output(as_json=json), {"q": query, **options.asked})


def footage(
    account: Annotated[str, typer.Option(help="Whose footage.")] = DEFAULT_ACCOUNT,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many of the latest.")] = 50,
    json: Json = False,
) -> None:
    """List an account's footage, and say why files of watched folders are not among it."""
    from geminivideo.app.cli.footage import run_footage

    run_footage(load_settings(), Output(as_json=json), account, limit)
