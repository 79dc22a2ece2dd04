"""Ad policy by code: what is blocked, what is not, and that nothing else can outweigh it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.blueprint import CallToAction, Hook
from geminivideo.core.vocabulary import HookType
from geminivideo.creative.council.council import Council, combine
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.model import Member, PolicyRule
from geminivideo.creative.policy import check_text, find_brief_violations, find_violations
from geminivideo.creative.reflexion import criticism
from tests.creative.briefs import brief
from tests.creative.samples import judgement, sample

BLOCKED = [
    ("Are you fat?", PolicyRule.PERSONAL_ATTRIBUTES),
    ("Are you tired of being broke?", PolicyRule.PERSONAL_ATTRIBUTES),
    ("You're diabetic and nobody helps.", PolicyRule.PERSONAL_ATTRIBUTES),
    ("Your belly fat is embarrassing.", PolicyRule.PERSONAL_ATTRIBUTES),
    ("Do you suffer from depression?", PolicyRule.PERSONAL_ATTRIBUTES),
    ("You’re dealing with debt, again.", PolicyRule.PERSONAL_ATTRIBUTES),
    ("Still overweight?", PolicyRule.PERSONAL_ATTRIBUTES),
    ("Meet other gay singles.", PolicyRule.PERSONAL_ATTRIBUTES),
    ("Hey diabetics, this one's for you.", PolicyRule.PERSONAL_ATTRIBUTES),
    ("See the before and after.", PolicyRule.HEALTH_CLAIM),
    ("Clinically proven formula.", PolicyRule.HEALTH_CLAIM),
    ("It reverses aging.", PolicyRule.HEALTH_CLAIM),
    ("Lose 30 kg in 7 days.", PolicyRule.UNREALISTIC_OUTCOME),
    ("Guaranteed results.", PolicyRule.UNREALISTIC_OUTCOME),
    ("Look 10 years younger in one week.", PolicyRule.UNREALISTIC_OUTCOME),
    ("Lose weight without effort.", PolicyRule.UNREALISTIC_OUTCOME),
    ("Earn $5,000 a week from home.", PolicyRule.INCOME_CLAIM),
    ("Make 10k a month.", PolicyRule.INCOME_CLAIM),
    ("Get rich quick.", PolicyRule.INCOME_CLAIM),
    ("A miracle cure.", PolicyRule.MIRACLE),
    ("This shit works.", PolicyRule.PROFANITY),
    ("BUY NOW AND SAVE BIG", PolicyRule.SHOUTING),
    ("Hurry!!!", PolicyRule.SHOUTING),
    ("You won't believe this.", PolicyRule.DECEPTIVE_URGENCY),
    ("Only 3 spots left.", PolicyRule.DECEPTIVE_URGENCY),
    ("Buy a gun today.", PolicyRule.WEAPONS),
    ("Visit our ammo store.", PolicyRule.WEAPONS),
    ("What would it take to kill your enemies?", PolicyRule.VIOLENCE),
    ("Take revenge tonight.", PolicyRule.VIOLENCE),
    ("Order your vape kit.", PolicyRule.TOBACCO),
    ("Enjoy nicotine anywhere.", PolicyRule.TOBACCO),
    ("Order weed online.", PolicyRule.DRUGS),
    ("Get high every night.", PolicyRule.DRUGS),
    ("Watch live sex cams.", PolicyRule.ADULT_CONTENT),
    ("Claim your free spins.", PolicyRule.GAMBLING),
    ("Bet on football.", PolicyRule.GAMBLING),
    ("You could triple your savings.", PolicyRule.INVESTMENT_CLAIM),
    ("Guaranteed 20% returns.", PolicyRule.INVESTMENT_CLAIM),
    ("Send us 1 bitcoin.", PolicyRule.INVESTMENT_CLAIM),
]
ALLOWED = """Lose fat without starving.|You broke the rule.|Your fat loss plan.|Money-back guarantee.|30-day guarantee.
It takes 10 minutes a day.|Tired of low energy?|Save 3 hours a week.|Cook dinner in 20 minutes.|Get paid in 3 days.
You feel tired all day.|The SaaS CRM for HR.|VAT and HMRC letters.|Then look again after seven days.|Your poor dog.
Black coffee for you.|Give it an hour.|What would you do with a week without stress?|Hi!
Unpopular opinion: debt is a math problem.|Kill your back pain.|Kill the weeds in the lawn.|A massage gun for sore legs.
Get a hot glue gun.|Shoot better photos of people.|Quit smoking cigarettes.|Stop gambling away your wages.|You bet.
Get high-quality leads.|Get a weed barrier.|Attack the day.|Beat the competition.|Double your savings on groceries.
10% return customers.|Send us money questions.|A hot girls walk.|Kill two birds with one stone.|A new staple gun.
You smoke 20 cigarettes a day."""


@pytest.mark.parametrize(("text", "rule"), BLOCKED, ids=[text for text, _ in BLOCKED])
def test_blocks(text: str, rule: PolicyRule) -> None:
    found = check_text(f"A fine sentence. {text}", "hook")
    assert rule in {violation.rule for violation in found}
    assert all(violation.sentence == text for violation in found)
    assert all(violation.words.lower() in text.replace("’", "'").lower() for violation in found)


@pytest.mark.parametrize("text", ALLOWED.replace("\n", "|").split("|"))
def test_allows(text: str) -> None:
    assert check_text(text) == []


def test_capitals_of_the_products_own_name_are_not_shouting() -> None:
    assert check_text("MEGA SLIM WORLD helps.", name="MEGA SLIM WORLD") == []
    assert check_text("MEGA SLIM WORLD helps.") != []


def test_says_where_the_sentence_stands() -> None:
    blueprint = sample()
    bad_scene = blueprint.scenes[1].model_copy(update={"voice_over": "It helps. Guaranteed results for you."})
    scenes = (blueprint.scenes[0], bad_scene, *blueprint.scenes[2:])
    hook = Hook(type=HookType.QUESTION, text="Are you broke?")
    found = find_violations(blueprint.model_copy(update={"scenes": scenes, "hook": hook}))
    assert [(v.place, v.rule) for v in found] == [
        ("hook", PolicyRule.PERSONAL_ATTRIBUTES),
        ("scene 2 voice-over", PolicyRule.UNREALISTIC_OUTCOME),
    ]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"offer": "Send us 1 bitcoin"}, "the brief's offer", "Send us 1 bitcoin"),
        ({"product_name": "GunMart"}, "the brief's product name", "Gun Mart"),
        ({"desires": ["feel safe", "kill my enemies"]}, "the brief's desires", "kill my enemies"),
        ({"target_avatar": "people who play online poker"}, "the brief's audience", "play online poker"),
    ],
)
def test_what_may_not_be_sold_blocks_a_draft_that_does_not_mention_it(
    changes: dict[str, Any], place: str, words: str
) -> None:
    verdict = Council(local_judges()).judge([sample()], brief("fitness", **changes))[0]
    assert not verdict.approved
    assert [(v.place, v.words) for v in verdict.violations] == [(place, words)]
    assert f"“{words}”" in criticism(verdict)


def test_a_pain_may_name_what_the_viewer_wants_to_be_rid_of() -> None:
    asked = brief("fitness", pain_points=["I smoke cigarettes at work"], desires=["quit smoking cigarettes"])
    assert find_brief_violations(asked) == ()


def test_scarcity_that_the_offer_states_is_the_advertisers() -> None:
    blueprint = sample()
    offer = "Only 5 spots left: book today"
    cta = CallToAction(type=blueprint.cta.type, text=offer)
    assert find_violations(blueprint.model_copy(update={"offer": offer, "cta": cta})) == ()
    assert find_violations(blueprint.model_copy(update={"cta": cta})) != ()


@given(st.floats(0, 100), st.sampled_from([text for text, _ in BLOCKED]))
def test_a_violation_blocks_whatever_the_score(score: float, text: str) -> None:
    blueprint = sample()
    offending = blueprint.model_copy(update={"hook": Hook(type=HookType.QUESTION, text=text)})
    judgements = [judgement(member, score) for member in Member]
    assert not combine(judgements, offending, threshold=0.0).approved
    assert combine(judgements, blueprint, threshold=0.0).approved
