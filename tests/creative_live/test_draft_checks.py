"""Checks that hold for every draft, whoever wrote it: each finds its fault, and none finds one in a plain ad."""

from collections.abc import Callable

import numpy as np
import pytest

from geminivideo.core.blueprint import Blueprint, Hook
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.draft_checks import faults_of, hook_faults
from tests.creative.briefs import TRADES, brief
from tests.creative.samples import MIDDLING, sample

FITNESS = brief("fitness")
PLAIN = sample(MIDDLING)


def scene(number: int, **changes: object) -> Callable[[Blueprint], Blueprint]:
    def change(old: Blueprint) -> Blueprint:
        scenes = list(old.scenes)
        scenes[number - 1] = scenes[number - 1].model_copy(update=changes)
        return old.model_copy(update={"scenes": tuple(scenes)})

    return change


def fields(**changes: object) -> Callable[[Blueprint], Blueprint]:
    return lambda old: old.model_copy(update=changes)


def test_a_plain_ad_has_none() -> None:
    assert faults_of(PLAIN, FITNESS) == []


@pytest.mark.parametrize("name", TRADES[:3])
def test_the_local_copywriter_passes(encoder: TextEncoder, name: str) -> None:
    asked = brief(name, num_variations=10)
    drafts = LocalCopywriter(encoder).draft(asked, np.random.default_rng(3), lambda _p, _m: None).blueprints
    assert [faults_of(draft, asked) for draft in drafts] == [[]] * 10


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (scene(1, voice_over="Something else."), "the first scene's voice_over is not the hook"),
        (scene(5, seconds=40.0), "the scenes last 67 s, not 6 to 60"),
        (
            scene(2, seconds=7.0, voice_over="word " * 18),
            "scene 2: voice_over takes the time of 18 words, 17 fit its 7 seconds",
        ),
        (scene(3, on_screen_text=" "), "scene 3: on_screen_text is empty"),
        (scene(3, on_screen_text="one two three four five six seven eight"), "has 8 words, 7 are the most"),
        (scene(3, voice_over="It helps."), "the product is never named"),
        (scene(2, voice_over="Low energy (sighs)."), "words in brackets"),
        (scene(2, footage_query="امرأة تغلق الحاسوب"), "footage_query is not in English"),
        (scene(2, visual_direction="A sign reads www.evil.com"), "is an address"),
        (fields(cta=PLAIN.cta.model_copy(update={"text": "Buy now"})), "call to action is not the brief's offer"),
        (fields(offer="Buy now"), "the call to action is not the brief's offer"),
        (fields(product_name="Another"), "the product is not the brief's"),
        (fields(language="de"), "it is in 'de', the brief asks for 'en'"),
        (scene(2, voice_over="Guaranteed results in 7 days."), "against ad policy"),
    ],
)
def test_each_fault_is_found_alone(change: Callable[[Blueprint], Blueprint], fault: str) -> None:
    found = faults_of(change(PLAIN), FITNESS)
    assert len(found) == 1, found
    assert fault in found[0]


def test_words_that_just_fit_do() -> None:
    assert faults_of(scene(2, voice_over="word " * 17)(PLAIN), FITNESS) == []


def test_a_variant_of_a_language_is_that_language() -> None:
    assert faults_of(PLAIN, brief("fitness", language="en-GB")) == []


def test_what_the_offer_itself_says_is_no_fault_of_the_draft() -> None:
    asked = brief("fitness", offer="Guaranteed results, book now")
    cta = PLAIN.cta.model_copy(update={"text": asked.offer})
    draft = scene(5, voice_over="Guaranteed results!")(fields(cta=cta, offer=asked.offer)(PLAIN))
    assert faults_of(draft, asked) == []


def test_a_hook_that_resembles_another_ads(encoder: TextEncoder) -> None:
    hooks = HookSet(encoder)
    hooks.add("bp_002", "No time for the gym? Read on.")
    draft = PLAIN.model_copy(update={"hook": Hook(type=PLAIN.hook.type, text="No time for the gym? Read this.")})
    assert "too close" in hook_faults(draft, hooks)[0]
    assert hook_faults(draft.model_copy(update={"id": "bp_002"}), hooks) == []
    assert hook_faults(PLAIN, hooks) == []
