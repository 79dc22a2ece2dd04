"""What a campaign is asked for, and what comes out of it: judgements, turns of reflexion, statistics."""

import math
import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from geminivideo.core.blueprint import Blueprint, Frozen
from geminivideo.core.vocabulary import LANGUAGE_TAG, Platform, Source

DEFAULT_PLATFORMS = (Platform.INSTAGRAM_REELS, Platform.TIKTOK, Platform.YOUTUBE_SHORTS)

# Zero-width spaces, bidirectional overrides, the byte-order mark: invisible, and able to show a text as another one.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def clean_text(value: object) -> object:
    """Drop control characters and lone surrogates, make every run of white space one space."""
    if not isinstance(value, str):
        return value
    spaced = "".join(" " if c.isspace() else c for c in value)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join(_INVISIBLE.sub("", kept).split())


def _not_blank(value: str) -> str:
    if all(unicodedata.category(c)[0] in "ZC" for c in value):
        raise ValueError("must not be blank")
    return value


def _without_repeats(items: tuple[str, ...]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for item in items:
        first.setdefault(item.casefold(), item)
    return tuple(first.values())


_Clean = BeforeValidator(clean_text)
_NotBlank = AfterValidator(_not_blank)
_Item = Annotated[str, _Clean, Field(max_length=200), _NotBlank]
_Items = Annotated[tuple[_Item, ...], Field(min_length=1, max_length=20), AfterValidator(_without_repeats)]


class Brief(Frozen):
    """What the advertiser wants to sell, to whom, and why they would want it. Free text: data, never instructions."""

    product_name: Annotated[str, _Clean, Field(max_length=120), _NotBlank]
    offer: Annotated[str, _Clean, Field(max_length=200), _NotBlank]
    target_avatar: Annotated[str, _Clean, Field(max_length=300), _NotBlank]
    pain_points: _Items
    desires: _Items
    num_variations: int = Field(50, ge=1, le=100)
    platforms: Annotated[tuple[Platform, ...], AfterValidator(lambda p: tuple(dict.fromkeys(p)))] = Field(
        DEFAULT_PLATFORMS, min_length=1
    )
    approval_threshold: float = Field(85.0, ge=0, le=100)
    language: Annotated[str, _Clean] = Field("en", pattern=LANGUAGE_TAG)
    seed: int | None = Field(None, ge=0, lt=2**63)


class Member(StrEnum):
    """The council's seats. A seat keeps its name and weight when its live model is away and a local judge sits in."""

    GEMINI = "gemini"
    CLAUDE = "claude"
    GPT = "gpt"
    DEEPCTR = "deepctr"

    @property
    def weight(self) -> float:
        return MEMBER_WEIGHTS[self]


# Starting weights. Outcomes of an account may teach better ones; nothing else may change them.
_QUORUM = 0.5
MEMBER_WEIGHTS = {Member.GEMINI: 0.40, Member.CLAUDE: 0.30, Member.GPT: 0.20, Member.DEEPCTR: 0.10}

_Score = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class MemberJudgement(Frozen):
    """One member's view of one blueprint; `sub_scores` are 0-100 per criterion of the member's rubric."""

    member: Member
    source: Source
    score: _Score
    sub_scores: dict[str, _Score]
    critique: str
    weight: float = Field(gt=0, le=1)


class WeightBasis(StrEnum):
    """What the members' weights come from: they are fixed, or an account's own outcomes taught them."""

    PRIOR = "prior"
    ACCOUNT = "account"


class CouncilWeights(Frozen):
    """What each member's score counts for, and what is known about whether it should.

    Gains are shares of the variance of click rates between ads of one campaign that the council explains more than
    with the fixed weights, in campaigns that the weights were not learned from.
    """

    weights: dict[Member, Annotated[float, Field(gt=0, le=1)]]
    basis: WeightBasis
    reason: str
    ads: int = Field(0, description="with enough impressions to count")
    campaigns: int = 0
    gain: float | None = Field(None, description="null: too few ads to tell")
    gain_interval: tuple[float, float] | None = None
    correlations: dict[Member, float | None] = Field(
        {}, description="of each member's score with the click rate within campaigns; null: too few scores"
    )


FIXED_WEIGHTS = CouncilWeights(
    weights=MEMBER_WEIGHTS, basis=WeightBasis.PRIOR, reason="nothing was learned from outcomes"
)


def has_quorum(judgements: Sequence[MemberJudgement]) -> bool:
    """Whether members with half of the fixed weight have voted: less is no council, whatever its score."""
    return math.fsum(MEMBER_WEIGHTS[judgement.member] for judgement in judgements) >= _QUORUM


class PolicyRule(StrEnum):
    PERSONAL_ATTRIBUTES = "personal_attributes"
    HEALTH_CLAIM = "health_claim"
    UNREALISTIC_OUTCOME = "unrealistic_outcome"
    INCOME_CLAIM = "income_claim"
    MIRACLE = "miracle"
    PROFANITY = "profanity"
    SHOUTING = "shouting"
    DECEPTIVE_URGENCY = "deceptive_urgency"
    WEAPONS = "weapons"
    VIOLENCE = "violence"
    TOBACCO = "tobacco"
    DRUGS = "drugs"
    ADULT_CONTENT = "adult_content"
    GAMBLING = "gambling"
    INVESTMENT_CLAIM = "investment_claim"


class PolicyViolation(Frozen):
    """`place` is where the sentence stands: hook, cta, "scene 2 voice-over", "the brief's offer", ..."""

    rule: PolicyRule
    place: str
    sentence: str
    words: str


class Verdict(Frozen):
    """What the council says; `disagreement` is the distance between its highest and lowest score."""

    score: _Score
    approved: bool
    judgements: tuple[MemberJudgement, ...]
    disagreement: float
    violations: tuple[PolicyViolation, ...]
    weights: CouncilWeights | None = Field(None, description="what the members' weights come from; null: not recorded")

    def is_better_than(self, other: "Verdict") -> bool:
        """Fewer violations come first: no score makes up for one. Then scores, where they can be compared."""
        if len(self.violations) != len(other.violations):
            return len(self.violations) < len(other.violations)
        shared = self.seats & other.seats
        return self.is_comparable_with(other) and self.score_by(shared) > other.score_by(shared)

    def is_comparable_with(self, other: "Verdict") -> bool:
        """Whether the same judges, live or local, gave most of both scores. A local judge that had to step in for a
        live one measures differently: the change would be the judge's.
        """
        shared = self.seats & other.seats
        return all(
            2 * sum(j.weight for j in one.judgements if (j.member, j.source) in shared)
            >= sum(j.weight for j in one.judgements)
            for one in (self, other)
        )

    @property
    def seats(self) -> frozenset[tuple[Member, Source]]:
        return frozenset((judgement.member, judgement.source) for judgement in self.judgements)

    def score_by(self, seats: frozenset[tuple[Member, Source]]) -> float:
        counted = [j for j in self.judgements if (j.member, j.source) in seats]
        total = math.fsum(j.weight for j in counted)
        return round(math.fsum(j.weight * j.score for j in counted) / total, 2) if total else self.score


class ReflexionTurn(Frozen):
    """One attempt at a better version: what was wrong, what was to be done, and what it came to."""

    number: int
    critique: str
    plan: str
    before_score: float
    after_score: float | None = Field(description="None when no new version could be written")
    accepted: bool
    written_by: Source = Source.LOCAL


class EvaluatedBlueprint(Frozen):
    """`written_by` is who wrote the version that was kept."""

    blueprint: Blueprint
    verdict: Verdict
    turns: tuple[ReflexionTurn, ...] = ()
    written_by: Source = Source.LOCAL


class Shortfall(Frozen):
    """What kept drafts from approval: a council criterion, or "ad_policy"; `brief_field` is what could mend it."""

    criterion: str
    drafts: int = Field(description="rejected drafts for which it is among the three costliest criteria")
    mean_points: float = Field(description="council points it costs a rejected draft on average")
    brief_field: str | None = Field(description="field of the brief to extend or change; None: none in particular")
    advice: str


class CampaignStatistics(Frozen):
    """How varied a campaign is, and what became of it. Cosine and Jaccard are the largest between two of its hooks."""

    total: int
    approved: int
    rejected: int
    approved_before_reflexion: int
    distinct_2: float
    self_bleu_4: float
    max_hook_cosine: float
    max_hook_jaccard: float
    hook_pairs_too_close: int
    hook_type_coverage: float
    angle_coverage: float
    structure_coverage: float
    pair_coverage: float
    score_min: float
    score_median: float
    score_max: float
    score_std: float
    shortfalls: tuple[Shortfall, ...] = ()


class CreativeSources(Frozen):
    """`reasons`, by role, say why a live model was not used, or not for all."""

    director: Source
    rewriter: Source
    judges: dict[Member, Source]
    reasons: dict[str, str] = Field(default_factory=dict)


class CreativeOutcome(Frozen):
    """Every blueprint, approved or not, in draft order."""

    evaluated: tuple[EvaluatedBlueprint, ...]
    statistics: CampaignStatistics
    sources: CreativeSources
