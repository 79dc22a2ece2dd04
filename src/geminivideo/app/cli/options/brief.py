"""A brief in options."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from geminivideo.app.cli.options.shared import one_of
from geminivideo.core.vocabulary import Platform


@dataclass(frozen=True, slots=True)
class BriefOptions:
    product: Annotated[str | None, typer.Option(help="The product's name.")] = None
    offer: Annotated[str | None, typer.Option(help="What the ad offers, e.g. 'Book your free consultation'.")] = None
    avatar: Annotated[str | None, typer.Option(help="Whom the ad is for.")] = None
    pain: Annotated[list[str] | None, typer.Option(help="A pain point; repeat for more.")] = None
    desire: Annotated[list[str] | None, typer.Option(help="A desire; repeat for more.")] = None
    variations: Annotated[int | None, typer.Option(help="How many blueprints, 1 to 100.")] = None
    platform: Annotated[
        list[Platform] | None, typer.Option(metavar="NAME", help=f"Repeat for more; of {one_of(Platform)}.")
    ] = None
    threshold: Annotated[float | None, typer.Option(help="Council score from which on a blueprint passes.")] = None
    footage: Annotated[list[str] | None, typer.Option(help="An analysed footage's id; repeat for more.")] = None
    account: Annotated[str | None, typer.Option(help="Whose campaign, and whose results predict it.")] = None
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same campaign.")] = None

    @property
    def body(self) -> dict[str, Any]:
        return {
            "product_name": self.product,
            "offer": self.offer,
            "target_avatar": self.avatar,
            "pain_points": self.pain,
            "desires": self.desire,
            "num_variations": self.variations,
            "platforms": self.platform,
            "approval_threshold": self.threshold,
            "footage_ids": self.footage,
            "account_id": self.account,
            "seed": self.seed,
        }
