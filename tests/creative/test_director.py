"""The local copywriter: every ad fits its seconds, closes on the offer, reads well, and opens like no other."""

import re
from collections import Counter
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import AdStructure, HookType
from geminivideo.creative.director.copy_deck import SLOT, CopyDeck, load_copy_deck
from geminivideo.creative.director.grid import LENGTHS, Angle, Side, plan_grid
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.director.material import read_brief
from geminivideo.creative.director.slots import fill, polish, slots_for
from geminivideo.creative.director.timing import time_scenes
from geminivideo.creative.diversity import measure_hooks
from geminivideo.creative.model import Brief
from geminivideo.creative.words import spoken_words, words_that_fit
from tests.creative.briefs import ALL, TRADES, brief

FREE_TEXT = st.text(min_size=1, max_size=200).filter(lambda text: any(c.isalpha() for c in text))


def draft(copywriter: LocalCopywriter, asked: Brief, seed: int = 7) -> list[Blueprint]:
    return list(copywriter.draft(asked, np.random.default_rng(seed), lambda _percent, _message: None).blueprints)


def must_be_sound(blueprints: list[Blueprint], asked: Brief) -> None:
    assert [b.id for b in blueprints] == [f"bp_{number:03d}" for number in range(1, asked.num_variations + 1)]
    for blueprint in blueprints:
        assert blueprint.cta.text == blueprint.offer == asked.offer
        assert blueprint.total_seconds in LENGTHS
        assert blueprint.scenes[0].voice_over == blueprint.hook.text
        for scene in blueprint.scenes:
            assert 0 < spoken_words(scene.voice_over) <= words_that_fit(scene.seconds), scene
            assert scene.visual_direction
            assert scene.footage_query
            assert scene.emotion
            assert scene.on_screen_text


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("count", [1, 60])
def test_every_brief_gets_sound_blueprints(copywriter: LocalCopywriter, name: str, count: int) -> None:
    asked = brief(name, num_variations=count)
    must_be_sound(draft(copywriter, asked), asked)


@given(st.lists(FREE_TEXT, min_size=1, max_size=3), st.lists(FREE_TEXT, min_size=1, max_size=3), FREE_TEXT, FREE_TEXT)
@settings(max_examples=25, deadline=None)
def test_any_text_gets_sound_blueprints(
    copywriter: LocalCopywriter, pains: list[str], desires: list[str], offer: str, product: str
) -> None:
    try:
        asked = Brief(
            product_name=product[:120],
            offer=offer,
            target_avatar=offer,
            pain_points=pains,
            desires=desires,
            num_variations=6,
        )
    except ValidationError:
        return
    must_be_sound(draft(copywriter, asked), asked)


# What a reader would stumble over, wherever it comes from.
STUMBLES = [
    r"\{|\}", r"  ", r"\.\.(?!\.)", r"[,;:]\.", r"\?\.", r" [.,?!]", r"^[a-z]", r"[.?!] [a-z]", r"\b(\w+) \1\b",
    r"\ba [aei]\w", r"\ban [bcdfgjklmpqrstvwxz]\w", r"\byou am\b", r"\bI are\b",
    r"\bto (?:is|are|has|does)\b", r"\bnot to not\b", r"None",
]  # fmt: skip


@pytest.mark.parametrize("name", TRADES)
def test_copy_reads_well(copywriter: LocalCopywriter, name: str) -> None:
    for blueprint in draft(copywriter, brief(name, num_variations=60)):
        for scene in blueprint.scenes:
            text = scene.voice_over
            for stumble in STUMBLES:
                found = re.search(stumble, text)
                assert found is None, f"{stumble!r} in {text!r}"
            assert text.count("“") == text.count("”"), text
            assert text[-1] in ".?!…”", text
            outside_quotes = re.sub(r"“[^”]*”", "", text)
            assert not re.search(r"\bmyself\b|\bour dog\b|\bmy (?!tip|test|eyes)\w+", outside_quotes), text


@pytest.mark.parametrize("name", TRADES)
def test_no_two_hooks_are_alike(copywriter: LocalCopywriter, encoder: TextEncoder, name: str) -> None:
    hooks = [blueprint.hook.text for blueprint in draft(copywriter, brief(name))]
    measured = measure_hooks(hooks, encoder)
    assert measured.pairs_too_close == 0
    assert len(set(hooks)) == len(hooks)


def test_even_one_pain_and_one_desire_give_a_hundred_openings(
    copywriter: LocalCopywriter, encoder: TextEncoder
) -> None:
    hooks = [blueprint.hook.text for blueprint in draft(copywriter, brief("tiny", num_variations=100))]
    assert measure_hooks(hooks, encoder).pairs_too_close == 0


def test_ads_name_the_product_and_what_the_brief_says(copywriter: LocalCopywriter) -> None:
    drafts = draft(copywriter, brief("fitness"))
    named = [b for b in drafts if "PTD Fitness Coaching" in b.script]
    assert len(named) >= 45
    assert all(b.pains_addressed or b.desires_addressed for b in drafts)
    assert all(b.angle in (*brief("fitness").pain_points, *brief("fitness").desires) for b in drafts)


NUMBER = re.compile(r"\d[\d,]*")
CHECKABLE = {"168", "365", "52", "1,440", "12", "1", "2", "4", "0", "5", "10", "60", "7", "9", "6", "15", "20", "30"}


@pytest.mark.parametrize("name", TRADES)
def test_numbers_come_from_the_brief_or_from_arithmetic(copywriter: LocalCopywriter, name: str) -> None:
    asked = brief(name, num_variations=60)
    given_numbers = set(NUMBER.findall(asked.model_dump_json()))
    for blueprint in draft(copywriter, asked):
        assert set(NUMBER.findall(blueprint.script)) <= given_numbers | CHECKABLE, blueprint.script
        assert not re.search(r"\b(?:studies|research|survey|clients say|customers say|rated|stars)\b", blueprint.script)


def test_same_seed_same_ads_other_seed_other_ads(copywriter: LocalCopywriter) -> None:
    asked = brief("dogs", num_variations=12)
    assert draft(copywriter, asked, 3) == draft(copywriter, asked, 3)
    assert draft(copywriter, asked, 3) != draft(copywriter, asked, 4)


def test_only_languages_that_it_knows(copywriter: LocalCopywriter) -> None:
    with pytest.raises(InvalidInputError, match="English") as error:
        draft(copywriter, brief("tiny", language="fr"))
    assert "live model" in error.value.next_step
    assert draft(copywriter, brief("tiny", language="en-GB", num_variations=1))


def test_a_brief_without_words_is_refused(copywriter: LocalCopywriter) -> None:
    with pytest.raises(InvalidInputError, match="word"):
        draft(copywriter, brief("tiny", pain_points=["😩"], desires=["⭐"]))


angles = st.lists(
    st.builds(Angle, st.sampled_from(list(Side)), st.integers(0, 5), st.integers(0, 5)),
    min_size=1,
    max_size=20,
    unique=True,
)


@given(angles, st.integers(1, 100), st.integers(0, 2**32))
def test_the_grid_is_covered_evenly(choices: list[Angle], count: int, seed: int) -> None:
    cells = plan_grid(choices, count, np.random.default_rng(seed))
    leads = {angle.lead for angle in choices}
    for values, possible in (
        ([cell.hook_type for cell in cells], len(HookType)),
        ([cell.structure for cell in cells], len(AdStructure)),
        ([cell.angle.lead for cell in cells], len(leads)),
    ):
        uses = Counter(values)
        assert len(uses) == min(count, possible)
        assert max(uses.values()) - min([*uses.values(), count // possible]) <= 1


@given(st.sampled_from(sorted(LENGTHS)), st.integers(1, 13), st.integers(1, 8))
def test_scene_seconds_add_up_and_the_ends_have_room(seconds: int, hook: int, closing: int) -> None:
    times = time_scenes(seconds, "word " * hook, "word " * closing)
    assert sum(times) == seconds
    assert words_that_fit(times[0]) >= hook
    assert words_that_fit(times[-1]) >= closing
    assert min(times[1:-1]) >= 3.0


def test_usual_rhythm() -> None:
    assert time_scenes(30, "A short hook", "Book now") == [3.0, 7.0, 10.0, 7.0, 3.0]


def test_copy_deck_knows_only_slots_that_exist() -> None:
    deck = load_copy_deck()
    known = set(slots_for(read_brief(brief("fitness")), Angle(Side.PAIN, 0, 0), 30))
    used = set(SLOT.findall(deck.model_dump_json()))
    assert used <= known
    assert {treatment.structure for treatment in deck.treatments} == set(AdStructure)


def test_copy_deck_refuses_a_role_that_could_not_always_be_filled() -> None:
    deck = load_copy_deck().model_dump(mode="json")
    deck["treatments"][0]["roles"]["old"] = deck["treatments"][0]["roles"]["inside"] | {"say": ["{pain} only"]}
    with pytest.raises(ValidationError, match="without slots"):
        CopyDeck.model_validate(deck)


def test_copy_claims_nothing_that_a_brief_does_not_say() -> None:
    """No customers quoted, no figures about the world, no guarantees in the copywriter's own lines."""
    folder = files("geminivideo.creative.director") / "copy"
    text = "".join(file.read_text("utf-8") for file in (folder / "scenes").iterdir())
    text += (folder / "hooks.toml").read_text("utf-8").split("[curiosity_gap]")[1]
    assert not re.search(r"\b(?:guarantee\w*|proven|%(?! of your week)|our clients|thousands|doctors?)\b", text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Out: “What?”. In: calm.", "Out: “What?” In: calm."),
        ("Still asking “Why?”?", "Still asking “Why?”"),
        ("Say “a”, then “b”.", "Say “a,” then “b.”"),
        ("It is “just “this””.", "It is “just ‘this’.”"),
        ("Acme Inc.. Done", "Acme Inc. Done"),
    ],
)
def test_polish(typed: str, read: str) -> None:
    assert polish(typed) == read


def test_fill_capitalises_where_a_sentence_starts() -> None:
    slots = slots_for(read_brief(brief("meals")), Angle(Side.PAIN, 0, 0), 30)
    assert fill("{pain}. Again.", slots) == "“What's for dinner?” Again."
    assert (
        fill("Really? {want}. Then {want}.", slots)
        == "Really? Get dinner in 20 minutes. Then get dinner in 20 minutes."
    )
    assert fill("{pain_noun} only", slots) is None
