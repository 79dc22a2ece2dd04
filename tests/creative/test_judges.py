"""The local judges: their scores carry information, and each criterion answers to what it says it looks at."""

from collections.abc import Callable

import numpy as np
import pytest

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import HookType, Pacing
from geminivideo.creative.council.contradictions import find_contradictions
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.deepctr import features
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.model import Member
from tests.creative.briefs import brief
from tests.creative.conftest import Generate
from tests.creative.samples import GOOD, MIDDLING, POOR, sample

FITNESS = brief("fitness")


def scores(blueprint: Blueprint) -> dict[str, float]:
    verdict = Council(local_judges()).judge([blueprint], FITNESS)[0]
    return {name: value for judgement in verdict.judgements for name, value in judgement.sub_scores.items()}


def total(blueprint: Blueprint) -> float:
    return Council(local_judges()).judge([blueprint], FITNESS)[0].score


def test_hand_written_ads_come_out_in_their_order() -> None:
    good, middling, poor = (total(sample(lines)) for lines in (GOOD, MIDDLING, POOR))
    assert good > 90
    assert 50 < middling < 75
    assert poor < 50


def test_every_member_tells_good_from_poor() -> None:
    good, poor = Council(local_judges()).judge([sample(GOOD), sample(POOR)], FITNESS)
    for better, worse in zip(good.judgements[:3], poor.judgements[:3], strict=True):
        assert better.score > worse.score + 25, better.member


def without(line: int, text: str) -> Callable[[], Blueprint]:
    return lambda: sample((*GOOD[:line], text, *GOOD[line + 1 :]))


@pytest.mark.parametrize(
    ("criterion", "change"),
    [
        ("hook", without(0, "Hello and welcome to our channel, dear viewers.")),
        ("emotion", without(3, "Then Monday comes and the calendar says fitness.")),
        ("value_clarity", without(2, "One small step, not ten, because small gets done. Ask a friend who did it.")),
        ("cta", without(4, "That was our message for you.")),
        (
            "shareability",
            without(2, "PTD Fitness Coaching offers sessions in which exercises are carried out under supervision."),
        ),
        ("pain", without(1, "Here is some background about exercise in general and its history.")),
        ("triggers", lambda: sample((GOOD[0], "You cancel often.", "PTD gives sessions.", "You lose fat.", GOOD[4]))),
        ("social_proof", without(2, "PTD Fitness Coaching has one small step, not ten, because small gets done.")),
        ("authority", without(2, "PTD Fitness Coaching is made for busy professionals in Dubai.")),
        ("scarcity", without(4, "Book your free consultation.")),
        ("narrative", without(2, "It is what it is and so on.")),
        ("argument", without(2, "Ask a friend about exercise.")),
        (
            "checkable_claims",
            without(2, "PTD Fitness Coaching is the best solution ever, 100% proven, a game-changing miracle."),
        ),
        ("next_step", without(4, "That was our message for you.")),
    ],
)
def test_a_criterion_drops_when_its_subject_goes(criterion: str, change: Callable[[], Blueprint]) -> None:
    assert scores(change())[criterion] < scores(sample())[criterion] - 5


@pytest.mark.parametrize(
    "lines",
    [
        ("This is not an ad about losing fat. It's about low energy.", *GOOD[1:]),
        ("Do nothing about low energy today.", *GOOD[1:4], "Don't wait: book your free consultation."),
        ("What if the real problem isn't low energy?", "Here's the problem: low energy.", *GOOD[2:]),
        ("3 signs you are ready", "One: low energy.", "Two: no time.", *GOOD[3:]),
    ],
)
def test_contradictions_are_found(lines: tuple[str, ...]) -> None:
    assert find_contradictions(sample(lines))
    assert not find_contradictions(sample())
    assert scores(sample(lines))["no_contradictions"] < 100


def test_a_call_to_action_that_is_not_the_offer_contradicts() -> None:
    assert find_contradictions(sample().model_copy(update={"offer": "Buy a bike"}))


def test_deepctr_counts_a_hook_type_only_when_it_is_shown() -> None:
    shown = features(sample(("Is it time?", *GOOD[1:]), HookType.QUESTION))
    claimed = features(sample(("It is time.", *GOOD[1:]), HookType.QUESTION))
    assert (shown["hook_type"], claimed["hook_type"]) == (12.0, 5.0)


def test_deepctr_features() -> None:
    plain = features(sample())
    assert plain == {
        "face": 15.0, "hook_type": 15.0, "contrast": 0.0, "pacing": 0.0, "on_screen_text": 3.0, "scenes": 7.0
    }  # fmt: skip
    fast = sample().model_copy(update={"pacing": Pacing.FAST, "scenes": sample().scenes[:3]})
    assert (features(fast)["pacing"], features(fast)["scenes"]) == (5.0, 4.0)
    blind = tuple(scene.model_copy(update={"visual_direction": "A table."}) for scene in sample().scenes)
    assert features(sample().model_copy(update={"scenes": blind}))["face"] == 0.0


def test_rubrics_are_the_published_ones() -> None:
    assert [sum(RUBRICS[member].values()) for member in (Member.GEMINI, Member.CLAUDE, Member.GPT)] == [100, 100, 100]
    for judge in local_judges():
        judged = judge.judge([sample()], FITNESS)[0]
        assert judged is not None
        assert set(judged.sub_scores) == set(RUBRICS[judge.member])


def test_critique_names_the_change() -> None:
    nameless = sample((*GOOD[:2], "Small gets done.", *GOOD[3:]))
    verdict = Council(local_judges()).judge([nameless], FITNESS)[0]
    assert "the product is never named" in verdict.judgements[0].critique


def test_scores_spread_and_a_vague_brief_scores_low(generate: Generate) -> None:
    fitness = np.array([one.verdict.score for one in generate("fitness").evaluated])
    vague = np.array([one.verdict.score for one in generate("vague").evaluated])
    assert len(set(fitness.tolist())) > 40
    assert fitness.std() > 1.5
    assert np.median(vague) < np.median(fitness) - 8
