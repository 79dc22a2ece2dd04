"""Options of several commands."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geminivideo.app.cli.console import Output


def one_of(kind: type[StrEnum]) -> str:
    return ", ".join(kind)


Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, for machines.")]
Preview = Annotated[bool, typer.Option("--preview", help="A third of the width and height first.")]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where videos go, and how that is told."""

    out: Annotated[Path | None, typer.Option(help="Where the videos go.")] = None
    json: Json = False

    @property
    def output(self) -> Output:
        return Output(as_json=self.json)
