"""What a scene must be, beside the words of a query. A group has no import of the footage context: help is quick."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

_NAMES = {"account": "account_id", "footage": "footage_id", "people": "has_people", "speech": "has_speech"}
_NAMES |= {"text": "has_text"}


@dataclass(frozen=True, slots=True)
class SearchOptions:
    people: Annotated[bool | None, typer.Option("--people/--no-people", help="Only with, or only without.")] = None
    speech: Annotated[bool | None, typer.Option("--speech/--no-speech", help="Only with, or only without.")] = None
    text: Annotated[bool | None, typer.Option("--text/--no-text", help="Writing in the picture.")] = None
    orientation: Annotated[str | None, typer.Option(help="portrait, landscape or square.")] = None
    label: Annotated[list[str] | None, typer.Option(help="A kind of thing that must be seen; repeat for more.")] = None
    min_seconds: Annotated[float | None, typer.Option(help="Length of the scene.")] = None
    max_seconds: Annotated[float | None, typer.Option(help="Length of the scene.")] = None
    min_score: Annotated[float | None, typer.Option(help="Score of the scene, 0-100.")] = None
    footage: Annotated[list[str] | None, typer.Option(help="Search this footage alone; repeat for more.")] = None
    account: Annotated[str | None, typer.Option(help="The account that the footage belongs to.")] = None
    limit: Annotated[int, typer.Option(help="How many scenes at most.")] = 20

    @property
    def asked(self) -> dict[str, Any]:
        """As the gateway has it."""
        return {_NAMES.get(name, name): given for name, given in asdict(self).items() if given not in (None, [])}
