"""How much of a campaign's work each live model did, and why it did not do the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.core.vocabulary import Source


@dataclass(slots=True)
class _Tally:
    unit: str
    wanted: int = 0
    failed: int = 0
    first: str = ""


class LiveRecord:
    """Of one campaign. A role is written to by one thread at a time."""

    def __init__(self) -> None:
        self._silent: dict[str, str] = {}
        self._tallies: dict[str, _Tally] = {}

    def silent(self, role: str, why: str) -> None:
        """It was never asked."""
        self._silent[role] = why

    def note(self, role: str, unit: str, failures: Sequence[str | None]) -> None:
        """One entry per piece of work, `unit` such as "judgements": None when the live model did it, else why not."""
        if not failures:
            return
        tally = self._tallies.setdefault(role, _Tally(unit))
        why = [each for each in failures if each is not None]
        tally.wanted += len(failures)
        tally.failed += len(why)
        tally.first = tally.first or next(iter(why), "")

    def source(self, role: str) -> Source:
        """Live where most of the work was, and where there was none yet."""
        tally = self._tallies.get(role)
        failing = tally is not None and 2 * tally.failed >= tally.wanted
        return Source.LOCAL if failing or role in self._silent else Source.LIVE

    @property
    def reasons(self) -> dict[str, str]:
        """By role, for those that did not do all of their work: how much is missing, and the first reason."""
        fell_back = {
            role: f"{each.failed} of {each.wanted} {each.unit}: {each.first}"
            for role, each in self._tallies.items()
            if each.failed
        }
        return {**self._silent, **fell_back}
