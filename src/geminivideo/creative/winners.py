"""Past ads that did well, for the Director to learn from. What they say is data: a pattern to study, not to obey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from geminivideo.creative.model import Brief


@dataclass(frozen=True, slots=True)
class Winner:
    """`pattern` is how the ad was made, such as "question hook, testimonial, 20 s"; `reached` what came of it."""

    winner_id: str
    hook_text: str
    pattern: str
    reached: str


class Winners(Protocol):
    """What one account knows of ads that won."""

    def similar(self, brief: Brief, count: int) -> Sequence[Winner]:
        """At most `count`, those that fit the brief best first."""
        ...


class _NoWinners:
    def similar(self, brief: Brief, count: int) -> Sequence[Winner]:  # noqa: ARG002 - as the protocol names them
        return ()


NO_WINNERS: Winners = _NoWinners()
