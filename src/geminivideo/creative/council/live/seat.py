"""A seat of the council: a live model judges in batches, and its local judge what the live model did not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.language_models.model import Data, Question, Reply
from geminivideo.core.vocabulary import Source
from geminivideo.creative.batches import batches_of
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.council.base import Judge
from geminivideo.creative.council.live.answers import Opinions, answer_of, votes_in
from geminivideo.creative.model import Brief, Member, MemberJudgement
from geminivideo.creative.prompt_files import load_prompt

# So few that an answer fits its tokens and each ad gets its share of attention; 50 make 13 questions, asked at once.
_BATCH = 4
_VERSION = "v2"
_TASK = "Judge each of the blueprints."
_SHOWN_OF_A_BRIEF = {"product_name", "offer", "target_avatar", "pain_points", "desires", "platforms", "language"}
_HIDDEN_OF_A_BLUEPRINT: dict[str, Any] = {
    **dict.fromkeys(("id", "winning_patterns", "energy", "platforms", "product_name", "offer", "target_avatar"), True),
    "transformation": {"believability"},
}


def role_of(member: Member) -> str:
    return f"judge.{member.value}"


@dataclass(frozen=True, slots=True)
class LiveSeat:
    """`reads` says whether the local judge can read the brief's language: its vote would mean nothing otherwise."""

    live: CampaignModels
    local: Judge
    reads: Callable[[Brief], bool] = lambda _: True

    @property
    def member(self) -> Member:
        return self.local.member

    @property
    def source(self) -> Source:
        return self.live.record.source(role_of(self.member))

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement | None]:
        batches = batches_of(blueprints, _BATCH)
        answers = self.live.ask_all([question(self.member, batch, brief) for batch in batches])
        votes = [vote for batch, answer in zip(batches, answers, strict=True) for vote in self._votes(batch, answer)]
        self.live.record.note(
            role_of(self.member), "judgements", [vote if isinstance(vote, str) else None for vote in votes]
        )
        return self._filled_up(votes, blueprints, brief)

    def _votes(
        self, batch: Sequence[Blueprint], answer: Reply[Opinions] | GeminivideoError
    ) -> list[MemberJudgement | str]:
        if isinstance(answer, GeminivideoError):
            return [answer.cause] * len(batch)
        return votes_in(answer.answer, self.member, [blueprint.id for blueprint in batch])

    def _filled_up(
        self, votes: Sequence[MemberJudgement | str], blueprints: Sequence[Blueprint], brief: Brief
    ) -> list[MemberJudgement | None]:
        missing = [blueprint for blueprint, vote in zip(blueprints, votes, strict=True) if isinstance(vote, str)]
        if missing and self.reads(brief):
            local = iter(self.local.judge(missing, brief))
            return [next(local) if isinstance(vote, str) else vote for vote in votes]
        return [None if isinstance(vote, str) else vote for vote in votes]


@dataclass(frozen=True, slots=True)
class UnaidedSeat:
    """A seat without a live model: no vote in a language that its local judge cannot read."""

    local: Judge
    reads: Callable[[Brief], bool]
    source: Source = Source.LOCAL

    @property
    def member(self) -> Member:
        return self.local.member

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> Sequence[MemberJudgement | None]:
        return self.local.judge(blueprints, brief) if self.reads(brief) else [None] * len(blueprints)


def question(member: Member, blueprints: Sequence[Blueprint], brief: Brief) -> Question[Opinions]:
    """Rubric and brief come first and are the same for all batches, so that providers can cache them."""
    data = (
        Data("brief", shown_brief(brief), stable=True),
        Data("blueprints", [shown_blueprint(blueprint) for blueprint in blueprints]),
    )
    system = load_prompt(f"{role_of(member)}.{_VERSION}")
    return Question(role_of(member), system, answer_of(member), data, _TASK)


def shown_brief(brief: Brief) -> dict[str, Any]:
    return brief.model_dump(mode="json", include=_SHOWN_OF_A_BRIEF)


def shown_blueprint(blueprint: Blueprint) -> dict[str, Any]:
    """Without what the brief says already, and without what a judge must not go by."""
    return {"blueprint_id": blueprint.id, **blueprint.model_dump(mode="json", exclude=_HIDDEN_OF_A_BLUEPRINT)}
