"""Whole campaigns in German, Spanish and Arabic: in the language, in time, varied, and judged with sense."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import AdStructure, HookType
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.grid import LENGTHS
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.diversity import measure_hooks
from geminivideo.creative.languages.registry import LANGUAGES, language_for
from geminivideo.creative.model import Brief
from geminivideo.creative.policy import find_violations
from geminivideo.creative.words import spoken_words, words_that_fit
from tests.creative.conftest import create
from tests.creative.languages_briefs import BAD, GOOD, LOCAL, local_brief
from tests.creative.samples import GOOD as ENGLISH_LINES
from tests.creative.samples import sample

ENGLISH_LEFT_OVER = re.compile(
    r"\b(?:the|and|you|your|with|this|that|what|week|today|step|tap|below|free|one|not|from|when|how|isn't|don't)\b",
    re.IGNORECASE,
)
# What a reader would stumble over, wherever it comes from.
STUMBLES = [r"[{}]", r"  ", r"\.\.(?!\.)", r"[,;:،]\.", r"[?؟]\.", r" [.,?؟،]", r"None", r"\b(\w+) \1\b"]


def draft(copywriter: LocalCopywriter, asked: Brief, seed: int = 7) -> list[Blueprint]:
    return list(copywriter.draft(asked, np.random.default_rng(seed), lambda _percent, _message: None).blueprints)


def texts_of(blueprint: Blueprint) -> list[str]:
    return [text for scene in blueprint.scenes for text in (scene.voice_over, scene.on_screen_text)]


def without_the_briefs_own_words(text: str, asked: Brief) -> str:
    own = " ".join((asked.product_name, asked.offer, *asked.pain_points, *asked.desires))
    return " ".join(word for word in text.split() if word.strip("„“”«».,:;?¿!،؟") not in own)


def test_footage_is_looked_for_in_latin_letters(copywriter: LocalCopywriter) -> None:
    (name,) = [one for one in sorted(GOOD) if local_brief(one).language == "ar"][:1]
    for product in ("ستوديو نخلة لليوغا", "PTD Fitness"):
        blueprints = draft(copywriter, local_brief(name, product_name=product, num_variations=24))
        queries = " ".join(scene.footage_query for blueprint in blueprints for scene in blueprint.scenes)
        assert not re.search(r"[\u0600-\u06ff]", queries)
        assert ("PTD Fitness" in queries) is (product == "PTD Fitness")


@pytest.mark.parametrize("name", sorted(GOOD)[::2])
def test_every_ad_is_in_the_language_and_fits_its_seconds(
    copywriter: LocalCopywriter, encoder: TextEncoder, name: str
) -> None:
    asked = local_brief(name, num_variations=24)
    words = language_for(asked.language).words
    blueprints = draft(copywriter, asked)
    for blueprint in blueprints:
        assert blueprint.language == asked.language
        assert blueprint.total_seconds in LENGTHS
        assert blueprint.cta.text == asked.offer
        for scene in blueprint.scenes:
            assert 0 < spoken_words(scene.voice_over) <= words_that_fit(scene.seconds, words), scene
        for text in texts_of(blueprint):
            rest = without_the_briefs_own_words(text, asked)
            assert not ENGLISH_LEFT_OVER.search(rest), text
            assert asked.language != "ar" or not re.search(r"[A-Za-z,?;]", rest), text
            assert not any(re.search(stumble, text) for stumble in STUMBLES), text
        assert find_violations(blueprint) == ()
    hooks = [blueprint.hook.text for blueprint in blueprints]
    assert measure_hooks(hooks, encoder).pairs_too_close == 0
    assert {blueprint.hook.type for blueprint in blueprints} == set(HookType)
    assert {blueprint.structure for blueprint in blueprints} == set(AdStructure)


FREE_TEXT = st.text(min_size=1, max_size=120).filter(lambda text: any(c.isalpha() for c in text))


@given(st.sampled_from(LOCAL), st.lists(FREE_TEXT, min_size=1, max_size=2), st.lists(FREE_TEXT, min_size=1, max_size=2))
@settings(max_examples=10, deadline=None)
def test_any_phrase_gets_ads_without_gaps(
    copywriter: LocalCopywriter, code: str, pains: list[str], desires: list[str]
) -> None:
    name = f"{code}_fitness"
    whole = local_brief(name)
    try:
        asked = local_brief(
            name, pain_points=[*whole.pain_points, *pains], desires=[*whole.desires, *desires], num_variations=4
        )
    except ValueError:
        return
    for blueprint in draft(copywriter, asked):
        words = LANGUAGES[code].words
        assert all(0 < spoken_words(s.voice_over) <= words_that_fit(s.seconds, words) for s in blueprint.scenes)
        assert all(text for text in texts_of(blueprint))


@pytest.mark.parametrize("code", LOCAL)
def test_same_seed_same_ads_other_seed_other_ads(copywriter: LocalCopywriter, code: str) -> None:
    asked = local_brief(f"{code}_fitness", num_variations=6)
    assert draft(copywriter, asked, 3) == draft(copywriter, asked, 3)
    assert draft(copywriter, asked, 3) != draft(copywriter, asked, 4)


@pytest.mark.parametrize("name", [f"{code}_dental" for code in LOCAL])
def test_a_good_brief_is_mostly_approved(encoder: TextEncoder, name: str) -> None:
    outcome = create(local_brief(name, num_variations=16), encoder, 7)
    statistics = outcome.statistics
    assert 0.55 <= statistics.approved / statistics.total < 1.0
    assert statistics.score_std > 1.0
    assert statistics.hook_pairs_too_close == 0


@pytest.mark.parametrize("name", BAD)
def test_empty_promises_gibberish_and_forbidden_goods_are_not(encoder: TextEncoder, name: str) -> None:
    outcome = create(local_brief(name, num_variations=3), encoder, 7)
    assert outcome.statistics.approved == 0
    if name.split("_")[1] in {"guns", "crypto"}:
        assert all(one.verdict.violations for one in outcome.evaluated)


def test_a_judge_says_what_it_cannot_tell(copywriter: LocalCopywriter) -> None:
    asked = local_brief("de_fitness", num_variations=1)
    council = Council(local_judges())
    german = council.judge(draft(copywriter, asked), asked)[0].judgements
    assert "Not judged in German: headline appeal" in german[0].critique
    english = local_brief("de_fitness", language="en")
    for judged in council.judge([sample(ENGLISH_LINES)], english)[0].judgements:
        assert "Not judged" not in judged.critique


def test_a_language_that_no_judge_reads_is_said_so(copywriter: LocalCopywriter) -> None:
    french = sample(ENGLISH_LINES).model_copy(update={"language": "fr"})
    judged = Council(local_judges()).judge([french], local_brief("de_fitness", language="fr"))[0].judgements
    assert all("does not read 'fr'" in one.critique for one in judged[:3])
