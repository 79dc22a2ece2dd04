"""What a council member is, and the rubric that all local judges share the shape of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.reading import Reading
from geminivideo.creative.council.rubric import RUBRICS, weighed
from geminivideo.creative.languages.registry import is_known
from geminivideo.creative.model import Brief, Member, MemberJudgement

_CRITICISED = 3
_GOOD_ENOUGH = 85.0


class Judge(Protocol):
    """One seat of the council: a live model, or the local judge of the same rubric."""

    @property
    def member(self) -> Member: ...

    @property
    def source(self) -> Source: ...

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> Sequence[MemberJudgement | None]:
        """One judgement per blueprint, in their order; None: no vote on that one. Whatever it raises costs this member
        its votes, nothing else.
        """
        ...


@dataclass(frozen=True, slots=True)
class Criterion:
    """`measure` gives 0-1; `advice` says what to change when that is low, `details` what exactly, if there is more."""

    name: str
    measure: Callable[[Reading], float]
    advice: str
    details: Callable[[Reading], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class RubricJudge:
    """A rubric computed from the text and structure of a blueprint: the same answer for the same blueprint, always."""

    member: Member
    criteria: tuple[Criterion, ...]
    source: Source = Source.LOCAL

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement]:
        return [self._judge_one(Reading.of(blueprint, brief)) for blueprint in blueprints]

    def _judge_one(self, reading: Reading) -> MemberJudgement:
        scores = {c.name: round(100 * min(1.0, max(0.0, c.measure(reading))), 2) for c in self.criteria}
        return MemberJudgement(
            member=self.member,
            source=self.source,
            score=weighed(scores, self.member),
            sub_scores=scores,
            critique=self._critique(reading, scores),
            weight=self.member.weight,
        )

    def _critique(self, reading: Reading, scores: dict[str, float]) -> str:
        """What costs most first, in words that name the change."""
        weak = [c for c in self.criteria if scores[c.name] < _GOOD_ENOUGH]
        weak.sort(key=lambda c: -RUBRICS[self.member][c.name] * (100 - scores[c.name]))
        if not weak:
            return f"Nothing that I would change.{self._blind_spots(reading)}"
        sentences = " ".join(_sentence(criterion, scores[criterion.name], reading) for criterion in weak[:_CRITICISED])
        return sentences + self._blind_spots(reading)

    def _blind_spots(self, reading: Reading) -> str:
        """What this judge cannot tell in the ad's language, so that nobody takes it for judged."""
        if not is_known(reading.blueprint.language):
            return f" This local judge does not read {reading.blueprint.language!r}; its score says little."
        language = reading.language
        unjudged = [language.unjudged[c.name] for c in self.criteria if c.name in language.unjudged]
        return f" Not judged in {language.name}: {'; '.join(unjudged)}." if unjudged else ""


def _sentence(criterion: Criterion, score: float, reading: Reading) -> str:
    details = criterion.details(reading)
    name = criterion.name.replace("_", " ").capitalize()
    return f"{name} {score:.0f}: {criterion.advice}{f' ({details})' if details else ''}."


def blend(*parts: tuple[float, float]) -> float:
    """Weighted mean of (weight, value 0-1)."""
    return sum(weight * min(1.0, max(0.0, value)) for weight, value in parts) / sum(weight for weight, _ in parts)
