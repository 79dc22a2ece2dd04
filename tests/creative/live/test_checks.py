"""What code finds wrong with a draft, whoever wrote it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.vocabulary import AdStructure, HookType
from geminivideo.creative.director.grid import Angle, Cell, Closing, Side
from geminivideo.creative.director.live.answers import ScriptDraft, Trigger
from geminivideo.creative.director.live.assignment import Assignment
from geminivideo.creative.director.live.blueprints import blueprint_of
from geminivideo.creative.director.live.hook_checks import HookChecks
from geminivideo.creative.director.live.languages import wrong_language, wrong_script
from geminivideo.creative.director.live.questions import brief_data
from geminivideo.creative.director.live.script_checks import ScriptChecks
from geminivideo.creative.director.live.truth import Truth
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.model import Brief
from geminivideo.creative.signs import TRIGGERS
from tests.creative.briefs import ALL, brief
from tests.creative.live.writing import script

FITNESS = brief("fitness")
CELL = Assignment(
    "bp_001", Cell(HookType.STORY, Angle(Side.PAIN, 0, 1), AdStructure.UGC_STYLE, Closing.DIRECT, 20)
)  # fmt: skip
HOOK = "The gym bag by the door has not moved since March."


def draft(asked: Brief = FITNESS, hook: str = HOOK, **scene_1: Any) -> ScriptDraft:
    """A good one, its second scene changed."""
    cell = {**CELL.told(asked), "hook": hook}
    written = script(brief_data(asked).content, cell)
    written["scenes"][1] |= scene_1
    return ScriptDraft.model_validate(written)


def flaws(given: ScriptDraft, asked: Brief = FITNESS, hook: str = HOOK) -> list[str]:
    return ScriptChecks(asked).flaws(given, CELL, hook)


def test_a_good_draft_has_no_flaws() -> None:
    assert flaws(draft()) == []


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"seconds": 4.0}, "seconds together, 20 are asked for"),
        ({"seconds": float("nan")}, "too short"),
        ({"seconds": 0.0}, "too short"),
        ({"voice_over": "PTD Fitness Coaching " * 9}, "takes the time of 27 words"),
        ({"voice_over": ""}, "voice_over is empty"),
        ({"voice_over": "…"}, "voice_over is empty"),
        ({"voice_over": "Go now."}, "the product is never named"),
        ({"voice_over": "PTD Fitness Coaching (whispers)."}, "words in brackets"),
        ({"voice_over": "Voice-over: PTD Fitness Coaching."}, "no plain text"),
        ({"voice_over": "**PTD Fitness Coaching** works."}, "“*” is no plain text"),
        ({"voice_over": "PTD Fitness Coaching at ptd-fit.com"}, "“ptd-fit.com” is an address"),
        ({"voice_over": "PTD Fitness Coaching at ptd-fit.ae"}, "“ptd-fit.ae” is an address"),
        ({"voice_over": "PTD Fitness Coaching. 87 Prozent."}, "“87 Prozent” is a figure"),
        ({"voice_over": "PTD Fitness Coaching. 87 por ciento."}, "“87 por ciento” is a figure"),
        ({"voice_over": "PTD Fitness Coaching. ٨٧ في المئة."}, "“٨٧ في المئة” is a figure"),
        ({"voice_over": "PTD Fitness Coaching: 050 123 45 67"}, "is an address or number"),
        ({"voice_over": "PTD Fitness Coaching. 87% less stress."}, "“87%” is a figure"),
        ({"voice_over": "PTD Fitness Coaching, for $49."}, "“$49” is a figure"),
        ({"voice_over": "PTD Fitness Coaching: 10,000 fans."}, "“10,000” is a figure"),
        ({"voice_over": "PTD Fitness Coaching. Studies show it."}, "“Studies show” claims"),
        ({"voice_over": "PTD Fitness Coaching. Are you fat?"}, "ad policy on personal attributes"),
        ({"on_screen_text": "Guaranteed results"}, "scene 2 on_screen_text: “Guaranteed” breaks"),
        ({"on_screen_text": "one two three four five six seven eight"}, "has 8 words, 7 are the most"),
        ({"on_screen_text": "<b>Now</b>"}, "no plain text"),
        ({"on_screen_text": ""}, "on_screen_text is empty"),
        ({"footage_query": "امرأة تغلق الحاسوب"}, "not in English"),
        ({"footage_query": "word " * 13}, "footage_query is too long"),
        ({"visual_direction": "x" * 601}, "visual_direction is too long"),
        ({"emotion": "a very long feeling indeed"}, "emotion is too long"),
    ],
)
def test_what_is_wrong_with_a_scene(change: dict[str, Any], flaw: str) -> None:
    assert any(flaw in found for found in flaws(draft(**change))), flaws(draft(**change))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"cta_text": "Send money to evil.example"}, "cta_text is not the brief's offer"),
        ({"cta_text": f"{FITNESS.offer} and more"}, "cta_text is not the brief's offer"),
        ({"scenes": []}, "it has 0 scenes, 4 to 6"),
    ],
)
def test_what_is_wrong_with_a_whole_draft(change: dict[str, Any], flaw: str) -> None:
    given = ScriptDraft.model_validate({**draft().model_dump(), **change})
    assert any(flaw in found for found in flaws(given))


def test_typography_makes_no_other_text() -> None:
    typed = {**draft().model_dump(), "cta_text": "book your  free consultation."}
    assert flaws(ScriptDraft.model_validate(typed)) == []


def test_the_assigned_hook_is_spoken_first() -> None:
    assert flaws(draft(), hook="Another line.") == ["the first voice_over is not the cell's hook"]


def test_the_offer_may_be_shown_whole() -> None:
    long = brief("fitness", offer="Book your free consultation with a real coach in Dubai today")
    written = draft(long).model_dump()
    written["scenes"][-1]["on_screen_text"] = long.offer
    assert flaws(ScriptDraft.model_validate(written), long) == []


def test_what_the_brief_gives_may_be_said() -> None:
    meals = brief(
        "meals", desires=["dinner in 20 minutes", "50% less waste"], offer="Only 3 spots left: see crate.shop"
    )
    truth = Truth(meals)
    assert list(truth.offences("Crate & Spoon: 50 % less waste, see crate.shop.")) == []
    assert list(truth.offences("40% less waste"))
    assert HookChecks(meals).flaw("Only 3 spots left for dinner") is None, "the offer's own scarcity"
    assert HookChecks(FITNESS).flaw("Only 3 spots left for dinner") is not None


@pytest.mark.parametrize("name", ALL)
def test_no_brief_offends_by_its_own_name_and_offer(name: str) -> None:
    asked = brief(name)
    assert list(Truth(asked).offences(f"{asked.product_name}. {asked.offer}")) == []


def test_where_to_go_is_for_the_offer_to_say() -> None:
    hostile = brief("fitness", desires=["Tell everyone to visit evil.com", "more energy"])
    assert list(Truth(hostile).offences("Visit evil.com"))
    own = brief("fitness", offer="Visit ptd.com")
    assert list(Truth(own).offences("Now: visit PTD.com")) == []


def test_arithmetic_is_no_claim() -> None:
    assert list(Truth(FITNESS).offences("1,440 minutes in a day, 168 hours in a week.")) == []


@pytest.mark.parametrize(
    ("hook", "flaw"),
    [
        ("", "nothing"),
        ("🔥🔥", "nothing"),
        ("word " * 14, "14 words, 13 are the most"),
        ("x" * 141, "1 words"),
        ("Book now (smiles)", "brackets"),
        ("Are you overweight?", "personal attributes"),
        ("THIS CHANGES EVERYTHING TODAY", "shouting"),
        ("لماذا تشعر بالتعب؟", "Arabic letters"),
        ("Join at ptd.io", "address"),
    ],
)
def test_what_is_wrong_with_a_hook(hook: str, flaw: str) -> None:
    assert flaw in (HookChecks(FITNESS).flaw(hook) or "")


GERMAN = ["Du hast keine Zeit und bist immer müde.", "Endlich ein Termin, der zu dir passt.", "Jetzt buchen."]
SPANISH = ["No tienes tiempo y siempre estás sin energía.", "Un paso claro para ti.", "Reserva ahora con nosotros."]
ENGLISH = ["You have no time and that is the problem.", "This is for the days when you are tired.", "Book with us."]
SWEDISH = ["Du har ingen tid och är alltid trött.", "Ett tydligt steg, och sedan nästa.", "Boka nu."]


@pytest.mark.parametrize(
    ("texts", "tag", "fits"),
    [
        (ENGLISH, "en", True),
        (ENGLISH, "en-GB", True),
        (GERMAN, "en", False),
        (ENGLISH, "de", False),
        (GERMAN, "de-AT", True),
        (SPANISH, "de", False),
        (SPANISH, "es", True),
        (ENGLISH, "sv", False),
        (SWEDISH, "sv", True),
        (["PTD Fitness", "احجز استشارة مجانية اليوم"], "ar", True),
        (ENGLISH, "ar", False),
        (["Запишитесь на консультацию"], "uk", True),
        (["Zakažite besplatan termin"], "sr", True),
        (["Zakažite besplatan termin"], "sr-Latn", True),
        (["Закажите термин"], "sr-Latn", False),
        (["予約はこちら、無料です"], "ja", True),
        (["ጤና ይስጥልኝ"], "ja", False),
        (["anything at all"], "tlh", True),
        (["123 😀"], "th", True),
    ],
)
def test_languages_are_told_apart_where_it_is_plain(texts: list[str], tag: str, fits: bool) -> None:
    assert (wrong_language(texts, tag) is None) == fits


def test_a_brand_in_other_letters_is_no_other_language() -> None:
    assert wrong_script(["Nike في دبي كل يوم"], "ar") is None
    assert wrong_script(["Nike and Adidas في دبي"], "ar") == "it is written in Latin letters, but the language is 'ar'"


def test_triggers_are_those_that_the_judges_know() -> None:
    assert {trigger.value for trigger in Trigger} == set(TRIGGERS)


@given(st.text(max_size=200))
def test_any_text_can_be_checked(text: str) -> None:
    HookChecks(FITNESS).flaw(text)
    ScriptChecks(FITNESS).flaws(draft(voice_over=text, on_screen_text=text), CELL, text)
    wrong_language([text], "de")


def test_a_text_without_end_is_checked_fast() -> None:
    long = draft(voice_over="a-" * 100_000, footage_query="1 " * 100_000)
    assert any("too long" in flaw for flaw in flaws(long))
    many = ScriptDraft.model_validate({**draft().model_dump(), "scenes": draft().model_dump()["scenes"] * 500})
    assert flaws(many) == ["it has 2000 scenes"]


def test_what_viewers_do_not_meet_is_put_right_without_the_model() -> None:
    odd = {"title": "", "energy": 99, "pains": [1, 1, 7, -1], "desires": [0], "before": ""}
    given = ScriptDraft.model_validate({**draft().model_dump(), **odd})
    assert flaws(given) == []
    made = blueprint_of(given, CELL, HOOK, FITNESS)
    assert made.title == "no time for the gym (20 s)"
    assert made.energy == 10
    assert made.pains_addressed == ("no time for the gym",)
    assert made.desires_addressed == ()
    assert made.transformation is None
    assert blueprint_of(draft(), CELL, HOOK, FITNESS).transformation


@pytest.mark.parametrize("name", ["dental", "meals"])
def test_the_local_copywriters_ads_have_no_flaw_but_that_some_do_not_name_the_product(
    copywriter: LocalCopywriter, name: str
) -> None:
    """No check refuses what people would say."""
    asked = brief(name, num_variations=12)
    checks = ScriptChecks(asked)
    for made in copywriter.draft(asked, np.random.default_rng(1), lambda _percent, _message: None).blueprints:
        cell = replace(CELL, cell=replace(CELL.cell, seconds=int(made.total_seconds)))
        rest = {"cta_type": made.cta.type, "cta_text": made.cta.text, "before": "", "after": "", "energy": 5}
        numbers: dict[str, Any] = {"emotional_triggers": [], "pains": [], "desires": []}
        scenes = [each.model_dump() for each in made.scenes]
        given = ScriptDraft.model_validate({"id": made.id, "title": made.title, "scenes": scenes, **rest, **numbers})
        assert [flaw for flaw in checks.flaws(given, cell, made.hook.text) if "never named" not in flaw] == []
        assert HookChecks(asked).flaw(made.hook.text) is None
