"""The reflexion loop keeps what is better, drops what is not, remembers every turn, and never lets hooks collide."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint, Hook
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import HookType, Source
from geminivideo.creative.council.council import Council, combine
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.model import Brief, EvaluatedBlueprint, Member, MemberJudgement, Verdict
from geminivideo.creative.reflexion import MAX_TURNS, Revision, RewriteRequest, reflect
from geminivideo.creative.revision_plan import cell_of, points_at_stake, points_lost
from geminivideo.creative.rewriting import LocalRewriter
from tests.creative.briefs import brief
from tests.creative.conftest import Generate
from tests.creative.samples import judgement, sample

FITNESS = brief("fitness")


@dataclass
class TitleJudge:
    """Reads the score off the title, so that a test decides what each version is worth."""

    member: Member = Member.GEMINI
    source: Source = Source.LOCAL

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement]:  # noqa: ARG002
        return [judgement(self.member, float(blueprint.title)) for blueprint in blueprints]


@dataclass
class ScriptedRewriter:
    """The next version of each blueprint, turn by turn: a score, or None for no version; and its hook."""

    scores: Sequence[float | None]
    hooks: Sequence[str] = ()
    hopeless: bool = False
    turns: list[int] = field(default_factory=list)
    source: Source = Source.LOCAL

    def rewrite(
        self,
        requests: Sequence[RewriteRequest],
        campaign: Sequence[Blueprint],  # noqa: ARG002
        brief: Brief,  # noqa: ARG002
        hooks: HookSet,  # noqa: ARG002
        rng: np.random.Generator,  # noqa: ARG002
    ) -> list[Revision]:
        self.turns.append(len(requests))
        return [self._one(request) for request in requests]

    def _one(self, request: RewriteRequest) -> Revision:
        score = self.scores[request.turn - 1]
        if score is None:
            return Revision(None, "no idea", hopeless=self.hopeless)
        text = self.hooks[request.turn - 1] if self.hooks else request.blueprint.hook.text
        hook = Hook(type=HookType.QUESTION, text=text)
        return Revision(request.blueprint.model_copy(update={"title": str(score), "hook": hook}), f"try {score}")


def run(
    encoder: TextEncoder, start: Sequence[float], rewriter: ScriptedRewriter, hooks: HookSet | None = None
) -> list[EvaluatedBlueprint]:
    council = Council([TitleJudge(), TitleJudge(Member.CLAUDE)])
    drafts = [
        sample(name=f"bp_{number:03d}").model_copy(update={"title": str(score)})
        for number, score in enumerate(start, 1)
    ]
    judged = [
        EvaluatedBlueprint(blueprint=draft, verdict=verdict)
        for draft, verdict in zip(drafts, council.judge(drafts, FITNESS), strict=True)
    ]
    return reflect(
        judged,
        FITNESS,
        council=council,
        rewriter=rewriter,
        hooks=hooks or HookSet(encoder),
        rng=np.random.default_rng(0),
        report=lambda _turn, _pending: None,
    )


scores = st.floats(0, 100).map(lambda score: round(score, 2))


@given(scores, st.lists(scores | st.none(), min_size=MAX_TURNS, max_size=MAX_TURNS))
@settings(deadline=None)
def test_scores_never_fall_and_the_best_is_kept(encoder: TextEncoder, start: float, tries: list[float | None]) -> None:
    result = run(encoder, [start], ScriptedRewriter(tries))[0]
    assert result.verdict.score == float(result.blueprint.title)
    best = start
    for turn in result.turns:
        assert turn.before_score == best
        assert turn.accepted == (turn.after_score is not None and turn.after_score > best)
        best = max(best, turn.after_score or 0.0)
    assert result.verdict.score == best
    assert len(result.turns) <= MAX_TURNS
    assert result.verdict.approved or len(result.turns) == MAX_TURNS


def test_stops_as_soon_as_it_is_approved(encoder: TextEncoder) -> None:
    rewriter = ScriptedRewriter([90.0, 99.0, 99.0])
    done, rewritten = run(encoder, [88.0, 70.0], rewriter)
    assert done.turns == ()
    assert [turn.number for turn in rewritten.turns] == [1]
    assert rewriter.turns == [1]


def test_gives_up_where_nothing_can_help(encoder: TextEncoder) -> None:
    rewriter = ScriptedRewriter([None, 99.0, 99.0], hopeless=True)
    result = run(encoder, [70.0], rewriter)[0]
    assert [(turn.after_score, turn.accepted) for turn in result.turns] == [(None, False)]
    assert not result.verdict.approved


def test_every_turn_says_what_was_wrong_and_what_was_tried(encoder: TextEncoder) -> None:
    result = run(encoder, [70.0], ScriptedRewriter([60.0, 80.0, 75.0]))[0]
    assert [(t.plan, t.before_score, t.after_score, t.accepted) for t in result.turns] == [
        ("try 60.0", 70.0, 60.0, False),
        ("try 80.0", 70.0, 80.0, True),
        ("try 75.0", 80.0, 75.0, False),
    ]
    assert all(turn.critique for turn in result.turns)


def test_two_blueprints_cannot_take_the_same_new_hook(encoder: TextEncoder) -> None:
    hooks = HookSet(encoder)
    for name in ("bp_001", "bp_002"):
        hooks.add(name, f"An opening of its own for {name}")
    taken = "Most advice on losing fat skips step one."
    first, second = run(encoder, [70.0, 70.0], ScriptedRewriter([80.0, 60.0, 60.0], [taken] * 3), hooks)
    assert first.blueprint.hook.text == taken
    assert second.blueprint.hook.text != taken
    assert "too close" in second.turns[0].plan


def test_a_violation_removed_is_better_than_any_score() -> None:
    clean = Council(local_judges()).judge([sample()], FITNESS)[0]
    hook = Hook(type=HookType.QUESTION, text="Are you fat?")
    offending = Council(local_judges()).judge([sample().model_copy(update={"hook": hook})], FITNESS)[0]
    dearer = offending.model_copy(update={"score": 100.0})
    assert clean.is_better_than(dearer)
    assert not dearer.is_better_than(clean)
    assert not clean.is_better_than(clean)


def sat(*, live: str, **scores: float) -> Verdict:
    """A verdict of these members, of whom some are live."""
    votes = [
        judgement(Member(name), score).model_copy(update={"source": Source.LIVE if name in live else Source.LOCAL})
        for name, score in scores.items()
    ]
    return combine(votes, sample(), 85.0)


def test_a_milder_judge_makes_no_better_version() -> None:
    """A live judge is stricter than the local one that steps in for it: its going is no improvement of the ad."""
    strict = sat(live="gemini claude gpt", gemini=60, claude=55, gpt=65, deepctr=80)
    stepped_in = sat(live="gemini gpt", gemini=59, claude=95, gpt=65, deepctr=80)
    assert stepped_in.score > strict.score
    assert not stepped_in.is_better_than(strict)
    assert sat(live="gemini gpt", gemini=61, claude=40, gpt=65, deepctr=80).is_better_than(strict)
    all_gone = sat(live="", gemini=99, claude=99, gpt=99, deepctr=99)
    assert not all_gone.is_comparable_with(strict)
    assert not all_gone.is_better_than(strict)


@dataclass
class LeavingJudge(TitleJudge):
    """Live when it is asked first, and local ever after."""

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement]:
        votes = super().judge(blueprints, brief)
        source, self.source = self.source, Source.LOCAL
        return [vote.model_copy(update={"source": source}) for vote in votes]


def test_a_turn_that_nobody_could_measure_says_so(encoder: TextEncoder) -> None:
    council = Council([LeavingJudge(source=Source.LIVE)])
    draft = sample().model_copy(update={"title": "60"})
    judged = [EvaluatedBlueprint(blueprint=draft, verdict=council.judge([draft], FITNESS)[0])]
    (kept,) = reflect(
        judged,
        FITNESS,
        council=council,
        rewriter=ScriptedRewriter([99.0, None, None]),
        hooks=HookSet(encoder),
        rng=np.random.default_rng(0),
        report=lambda _turn, _pending: None,
    )
    assert kept.verdict.score == 60
    assert not kept.turns[0].accepted
    assert "other judges" in kept.turns[0].plan
    assert "other judges" not in kept.turns[1].plan


def test_points_lost_add_up_to_what_is_missing() -> None:
    verdict = Council(local_judges()).judge([sample()], FITNESS)[0]
    assert abs(sum(points_lost(verdict).values()) - (100 - verdict.score)) < 1.0
    assert all(points_at_stake(verdict)[name] >= lost for name, lost in points_lost(verdict).items())


def test_the_cell_is_read_off_the_blueprint(copywriter: LocalCopywriter) -> None:
    for draft in copywriter.draft(FITNESS, np.random.default_rng(1), lambda _p, _m: None).blueprints:
        cell = cell_of(draft, FITNESS)
        side, at = cell.angle.lead
        assert (FITNESS.pain_points if side.value == "pain" else FITNESS.desires)[at] == draft.angle
        assert (cell.hook_type, cell.structure, cell.seconds) == (draft.hook.type, draft.structure, draft.total_seconds)


def test_the_local_rewriter_removes_what_policy_forbids(encoder: TextEncoder) -> None:
    hook = Hook(type=HookType.QUESTION, text="Are you fat?")
    offending = sample(hook_type=HookType.QUESTION).model_copy(update={"hook": hook})
    verdict = Council(local_judges()).judge([offending], FITNESS)[0]
    request = RewriteRequest(offending, verdict, 1)
    revision = LocalRewriter(encoder).rewrite(
        [request], [offending], FITNESS, HookSet(encoder), np.random.default_rng(0)
    )[0]
    assert "Are you fat" in revision.plan
    assert revision.blueprint is not None
    assert Council(local_judges()).judge([revision.blueprint], FITNESS)[0].violations == ()


def test_the_local_rewriter_says_when_the_offer_is_the_problem(encoder: TextEncoder) -> None:
    asked = brief("fitness", offer="Guaranteed results, book now", num_variations=1)
    draft = LocalCopywriter(encoder).draft(asked, np.random.default_rng(0), lambda _p, _m: None).blueprints[0]
    verdict = Council(local_judges()).judge([draft], asked)[0]
    request = RewriteRequest(draft, verdict, 1)
    revision = LocalRewriter(encoder).rewrite([request], [draft], asked, HookSet(encoder), np.random.default_rng(0))[0]
    assert revision.hopeless
    assert "offer" in revision.plan


def test_reflexion_helps_on_real_drafts(generate: Generate) -> None:
    statistics = generate("fitness").statistics
    assert statistics.approved >= statistics.approved_before_reflexion + 10
