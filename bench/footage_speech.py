"""What is said in footage, by recogniser: how many words it gets wrong in real readings, and what it costs."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench import recognition


def measure() -> list[dict[str, Any]]:
    """A row for each recogniser: `word_error_rate` (wrong, missing or too many, of `words` said), how many are `shown`
    and `right` of those, `false_words` made of `other_seconds` of music and noise, and `cpu_share`, seconds of one core
    for a second of speech, with the voice detector and the start of the process. One that cannot run has `why`.
    """
    return recognition.measure()


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    return recognition.table(rows)
