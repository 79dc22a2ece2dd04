"""Another hook in a plan that is there: everything else of it stays."""

from typing import Any

import pytest

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.words import CaptionCue
from geminivideo.rendering.plan_changes import HookTexts, with_call_to_action, with_hook
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, speeches


def plan_of(ad: Blueprint, **changed: Any) -> EditPlan:
    settings = EditSettings(Platform.SQUARE, CaptionStyle.MODERN, seed=0)
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [footage()], settings)
    return EditPlan(**{**dict(plan), **changed})


def spoken(**changed: Any) -> EditPlan:
    return plan_of(blueprint(scene(2.0, "Hello big world"), scene(3.0, "Buy it now")), **changed)


def test_the_hook_is_said_and_shown_anew_and_nothing_else() -> None:
    plan = spoken()
    changed = with_hook(plan, HookTexts("A new {hook} of\nmine", "New hook"))
    assert changed.titles[0].text == "New hook"
    assert (changed.narration[0].text, changed.narration[0].words) == ("A new {hook} of mine", ())
    stays = {"titles": plan.titles, "narration": plan.narration}
    assert EditPlan(**{**dict(changed), **stays}) == plan
    assert changed.narration[1:] == plan.narration[1:]


def test_the_same_line_keeps_its_words() -> None:
    plan = spoken()
    assert with_hook(plan, HookTexts("x", "Seen only", "Hello big world")).narration == plan.narration


def test_a_hook_that_is_not_to_be_said_is_silent() -> None:
    assert [line.text for line in with_hook(spoken(), HookTexts("x", "x", "")).narration] == ["Buy it now"]


def test_a_silent_hook_speaks_only_when_told() -> None:
    plan = plan_of(blueprint(scene(2.0), scene(3.0, "Buy it now")))
    assert with_hook(plan, HookTexts("New", "New")).narration == plan.narration
    first, *others = with_hook(plan, HookTexts("New", "New", "New and loud")).narration
    assert (first.text, first.words, first.start) == ("New and loud", (), 3)
    assert tuple(others) == plan.narration


def test_a_card_shows_the_hook_word_by_word() -> None:
    plan = plan_of(blueprint(scene(2.0, shot_type=ShotType.TEXT_CARD), scene(3.0, "Buy it now")))
    card = with_hook(plan, HookTexts("Three new words", "Three new words")).clips[0]
    assert isinstance(card, CardClip)
    assert [word.text for word in card.headline] == ["Three", "new", "words"]
    assert all(card.start <= word.start < word.end <= card.end for word in card.headline)


def test_captions_by_hand_stay_but_for_those_over_the_hook() -> None:
    cues = tuple(CaptionCue(words=(TimedWord(text="Hi", start=at, end=at + 9),), end=at + 10) for at in (5, 70))
    plan = spoken(captions=cues)
    changed = with_hook(plan, HookTexts("New", "New"))
    assert changed.captions == cues[1:]
    assert "left out" in changed.notes[-1]
    seen = with_hook(plan, HookTexts("New", "New", "Hello big world"))
    assert (seen.captions, seen.notes) == (cues, ())


def test_without_a_place_for_a_hook_it_is_refused() -> None:
    plan = plan_of(blueprint(scene(2.0), scene(3.0, "Buy it now")), titles=())
    with pytest.raises(InvalidInputError, match="neither says nor shows"):
        with_hook(plan, HookTexts("New", "New"))
    assert with_hook(plan, HookTexts("New", "New", "New")).narration[0].text == "New"


def test_a_button_is_the_end_cards() -> None:
    plan = spoken()
    changed = with_call_to_action(plan, "Taste it")
    assert changed.clips[:-1] == plan.clips[:-1]
    end = changed.clips[-1]
    assert isinstance(end, EndCardClip)
    assert end.call_to_action == "Taste it"
