"""What a live judge is to answer, and what of an answer counts: the model gives sub-scores, the score is computed."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.rubric import RUBRICS, weighed
from geminivideo.creative.model import Member, MemberJudgement, clean_text

_LONGEST_CRITIQUE = 800


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Opinion(_Strict):
    # The critique comes before the scores, so that these follow from it.
    blueprint_id: str
    critique: str = Field(description="at most 60 words")


class Opinions(_Strict):
    """The base of what `answer_of` makes; its `judgements` have the sub-scores of one seat."""


@cache
def answer_of(member: Member) -> type[Opinions]:
    """Ranges are told and not held to here: one number out of range must not cost the other blueprints their votes."""
    numbers: dict[str, Any] = {name: (float, Field(description="from 0 to 100")) for name in RUBRICS[member]}
    scores = create_model("Scores", __base__=_Strict, **numbers)
    opinion = create_model("Judgement", __base__=_Opinion, scores=(scores, ...))
    return create_model("Judgements", __base__=Opinions, judgements=(list[opinion], ...))


def votes_in(answer: Opinions, member: Member, ids: Sequence[str]) -> list[MemberJudgement | str]:
    """For each blueprint its judgement, or why the answer holds none that counts. Other ids are left aside."""
    given = answer.model_dump()["judgements"]
    times = Counter(each["blueprint_id"] for each in given)
    by_id = {each["blueprint_id"]: each for each in given}
    return [_vote(by_id.get(name), times[name], member) for name in ids]


def _vote(opinion: dict[str, Any] | None, times: int, member: Member) -> MemberJudgement | str:
    if opinion is None:
        return "the answer left it out"
    if times > 1:
        return f"the answer judged it {times} times"
    scores: dict[str, float] = opinion["scores"]
    if wrong := [name for name, score in scores.items() if not 0 <= score <= 100]:
        return f"{wrong[0]} is not from 0 to 100"
    return MemberJudgement(
        member=member,
        source=Source.LIVE,
        score=weighed(scores, member),
        sub_scores={name: round(score, 2) for name, score in scores.items()},
        critique=_critique(opinion["critique"]),
        weight=member.weight,
    )


def _critique(said: str) -> str:
    """A model's words are shown to people and to other models."""
    text = str(clean_text(said))
    if len(text) <= _LONGEST_CRITIQUE:
        return text
    return re.sub(r"\s+\S*$", "", text[:_LONGEST_CRITIQUE]) + " …"
