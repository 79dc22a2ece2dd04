"""What is drawn over the footage."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from geminivideo.app.cli.options.shared import one_of
from geminivideo.core.vocabulary import CountdownAt


@dataclass(frozen=True, slots=True)
class GraphicsOptions:
    progress_bar: Annotated[bool, typer.Option(help="A bar that fills while the ad plays.")] = False
    lower_third: Annotated[str | None, typer.Option(metavar="NAME", help="A name to show over footage.")] = None
    lower_third_line: Annotated[str, typer.Option(metavar="TEXT", help="What stands below the name.")] = ""
    countdown: Annotated[int | None, typer.Option(min=3, max=10, help="Seconds to count down, for what ends.")] = None
    countdown_at: Annotated[
        CountdownAt, typer.Option(metavar="NAME", help=f"Where it counts: {one_of(CountdownAt)}.")
    ] = CountdownAt.END_CARD

    @property
    def body(self) -> dict[str, Any]:
        return {
            "progress_bar": self.progress_bar,
            "lower_third": self.lower_third and {"name": self.lower_third, "line": self.lower_third_line},
            "countdown": self.countdown and {"from_seconds": self.countdown, "at": self.countdown_at},
        }
