"""`geminivideo variants`: an ad again, in parts."""

from typing import Annotated

import typer

from geminivideo.app.cli.options.groups import with_groups
from geminivideo.app.cli.options.shared import Delivery
from geminivideo.app.cli.options.variants import VariantOptions
from geminivideo.app.cli.settings import load_settings


@with_groups
def variants(
    video_id: Annotated[str, typer.Argument(help="A rendered ad, as `geminivideo render --json` lists it.")],
    changes: VariantOptions,
    delivery: Delivery,
) -> None:
    """Render an ad again with other hooks (a video each), music, captions or another button; pictures that stay are
    not encoded again.
    """
    from geminivideo.app.cli.variants import run_variants

    run_variants(load_settings(), delivery.output, video_id, changes=changes.body, out=delivery.out)
