"""What a person reads goes to the terminal; with --json, stdout holds one JSON document and nothing else."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from geminivideo.app.cli.markup import escape
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.jobs.model import problem


class Output:
    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.text = Console(stderr=as_json, highlight=False)
        self.errors = Console(stderr=True, highlight=False)

    def say(self, message: str, style: str = "") -> None:
        """A line of plain text; markup in it stays what it is, because it may come from outside."""
        _print(self.text, escape(message), style)

    def say_under(self, message: str, indent: int = 2) -> None:
        """The same, further in; on a terminal its every line is."""
        if self.text.is_terminal:
            self.text.print(Padding(escape(message), (0, 0, 0, indent)))
        else:
            self.say(" " * indent + message)

    def say_whole(self, line: str) -> None:
        """A line that must not be broken, such as a path."""
        self.text.print(escape(line), soft_wrap=True)

    def show(self, renderable: Any) -> None:
        self.text.print(renderable)

    def result(self, document: Mapping[str, Any]) -> None:
        """The command's answer for machines; a person has already seen it in words."""
        if self.as_json:
            Console(highlight=False, soft_wrap=True).print_json(json.dumps(document))

    def error(self, error: GeminivideoError) -> None:
        if self.as_json:
            document = getattr(error, "document", None) or problem(error)
            Console(highlight=False, soft_wrap=True).print_json(json.dumps(document))
            return
        _print(self.errors, f"[bold red]Error:[/] {escape(error.cause)}")
        _print(self.errors, f"[bold]Next step:[/] {escape(error.next_step)}")

    @contextmanager
    def progress(self, *, counted: bool = False) -> Iterator[Progress]:
        amount = MofNCompleteColumn() if counted else TaskProgressColumn()
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), amount, Elapsed())
        with Progress(*columns, console=self.text, transient=False) as progress:
            yield progress


def _print(console: Console, text: str, style: str = "") -> None:
    """Broken between words on a terminal. In a file a line stays whole: it has no width, and is searched by line."""
    console.print(text, style=style, soft_wrap=not console.is_terminal)
