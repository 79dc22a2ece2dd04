"""What a person reads goes to the terminal; with --json, stdout holds one JSON document and nothing else."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from geminivideo.core.errors import GeminivideoError
from geminivideo.core.jobs.model import problem


class Output:
    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.text = Console(stderr=as_json, highlight=False)
        self.errors = Console(stderr=True, highlight=False)

    def say(self, message: str, style: str = "") -> None:
        """A line of plain text; markup in it stays what it is, because it may come from outside."""
        self.text.print(escape(message), style=style)

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
        self.errors.print(f"[bold red]Error:[/] {escape(error.cause)}")
        self.errors.print(f"[bold]Next step:[/] {escape(error.next_step)}")

    @contextmanager
    def progress(self, *, counted: bool = False) -> Iterator[Progress]:
        amount = MofNCompleteColumn() if counted else TaskProgressColumn()
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), amount, Elapsed())
        with Progress(*columns, console=self.text, transient=False) as progress:
            yield progress
