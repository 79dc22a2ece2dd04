"""Who makes one campaign: the writer, the judges, and who rewrites."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geminivideo.core.checks import Check
from geminivideo.core.language_models.budget import Budget
from geminivideo.creative.council.council import Council
from geminivideo.creative.director.base import Director
from geminivideo.creative.live_record import LiveRecord
from geminivideo.creative.reflexion import Rewriter
from geminivideo.creative.winners import NO_WINNERS, Winners


@dataclass(frozen=True)
class CreativeTeam:
    """`record` tells, when the work is done, which live models did not do their part, and why."""

    director: Director
    council: Council
    rewriter: Rewriter
    record: LiveRecord = field(default_factory=LiveRecord)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the account has to write from: ads of its own that won, and what its footage shows, a line per scene."""

    winners: Winners = NO_WINNERS
    footage: Sequence[str] = ()


TeamFactory = Callable[[Budget, Check, Callable[[], Knowledge]], CreativeTeam]
"""The knowledge is looked up only where somebody can use it."""
