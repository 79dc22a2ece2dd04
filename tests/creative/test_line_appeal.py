"""What a line of the copy deck promises before it is embedded with a brief's phrases, and what the copywriter makes of it."""

from collections.abc import Iterator

import numpy as np
import pytest

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import HookType
from geminivideo.creative.appeal import appeals
from geminivideo.creative.director.copy_deck import load_copy_deck
from geminivideo.creative.director.grid import Angle, Side
from geminivideo.creative.director.hooks import HookDraft, HookWriter
from geminivideo.creative.director.line_appeal import usual_appeals
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.director.material import read_brief
from geminivideo.creative.languages.registry import LANGUAGES
from tests.creative.briefs import brief
from tests.creative.languages_briefs import local_brief

LINES = tuple(line for hook in load_copy_deck().hooks.values() for line in hook.say)
ANGLE = Angle(Side.PAIN, 0, 0)
TYPES = (HookType.QUESTION, HookType.CURIOSITY_GAP, HookType.STATISTIC, HookType.PAIN_AGITATE)


def writer(name: str, encoder: TextEncoder) -> HookWriter:
    return HookWriter(load_copy_deck(), read_brief(brief(name)), encoder, np.random.default_rng(3))


def options(name: str, encoder: TextEncoder) -> Iterator[list[HookDraft]]:
    for hook_type in TYPES:
        yield writer(name, encoder).options(hook_type, ANGLE, 30)


def test_every_english_line_has_a_chance_and_they_differ() -> None:
    usual = usual_appeals(LINES)
    assert set(usual) == set(LINES)
    assert all(0 < chance < 1 for chance in usual.values())
    assert np.std(list(usual.values())) > 0.05


def test_lines_that_no_plain_phrase_fills_are_taken_for_average_ones() -> None:
    fits, strange = "Nobody tells you about {pain}.", "{no_such_slot} is here."
    assert usual_appeals((fits, strange)) == {fits: usual_appeals((fits,))[fits], strange: usual_appeals((fits,))[fits]}
    assert usual_appeals((strange,)) == {}


@pytest.mark.parametrize("name", ["fitness", "dental"])
def test_the_order_of_lines_holds_when_a_brief_fills_them(name: str, encoder: TextEncoder) -> None:
    """Within a type and angle, where the choice is made: the correlation of what was promised and what came."""
    usual = usual_appeals(LINES)
    promised: list[float] = []
    came: list[float] = []
    for drafts in options(name, encoder):
        found = np.array(appeals([draft.text for draft in drafts]))
        told = np.array([usual[draft.line] for draft in drafts])
        promised += list(told - told.mean())
        came += list(found - found.mean())
    assert np.corrcoef(promised, came)[0, 1] > 0.5


def test_the_copywriter_opens_with_the_more_promising_lines(encoder: TextEncoder) -> None:
    drafts = LocalCopywriter(encoder).draft(
        brief("dental", num_variations=12), np.random.default_rng(7), lambda *_: None
    )
    opened = appeals([draft.hook.text for draft in drafts.blueprints])
    on_average = np.mean([np.mean(list(usual_appeals(hook.say).values())) for hook in load_copy_deck().hooks.values()])
    assert np.mean(opened) > on_average + 0.02


def test_two_ads_may_open_with_a_line_and_a_third_may_not(encoder: TextEncoder) -> None:
    hooks = writer("fitness", encoder)
    draft = hooks.options(HookType.QUESTION, ANGLE, 30)[0]
    worn = []
    for _ in range(3):
        worn.append(hooks.is_worn(draft))
        hooks.take(draft)
    assert worn == [False, False, True]


def test_other_languages_promise_what_is_judged_in_them(encoder: TextEncoder) -> None:
    deck = load_copy_deck(LANGUAGES["de"])
    german = HookWriter(deck, read_brief(local_brief("de_fitness")), encoder, np.random.default_rng(3))
    promises = [german.promise(draft) for draft in german.options(HookType.QUESTION, ANGLE, 30)]
    assert len(set(promises)) > 1
