"""Past ads that won, for a director to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from geminivideo.creative.model import Brief


@dataclass(frozen=True, slots=True)
class Winner:
    """`reached` says in words what it did, with its figures. All of it is data, never an instruction."""

    winner_id: str
    hook_text: str
    structure: str
    reached: str


class Winners(Protocol):
    def similar(self, brief: Brief, count: int) -> Sequence[Winner]:
        """At most `count` winners, the nearest to the brief first."""
        ...


class _NoWinners:
    def similar(self, brief: Brief, count: int) -> Sequence[Winner]:  # noqa: ARG002 - there is none for any brief
        return ()


NO_WINNERS: Winners = _NoWinners()
