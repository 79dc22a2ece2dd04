"""Tables of the benchmark page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def markdown_table(
    names: Sequence[str], rows: Sequence[Mapping[str, Any]], cells: Callable[[Mapping[str, Any]], Sequence[str]]
) -> str:
    """`cells` says a row in as many words as there are `names`; a row with `why` could not be measured."""
    told = [_not_run(row, len(names)) if "why" in row else cells(row) for row in rows]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    return "\n".join([*lines, *(f"| {' | '.join(each)} |" for each in told)])


def _not_run(row: Mapping[str, Any], columns: int) -> list[str]:
    return [row["what"], f"not run: {row['why']}", *[""] * (columns - 2)]
