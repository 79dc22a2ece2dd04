"""Two hooks of a campaign keep their distance, and the measures of variety are what they are called."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.diversity import (
    MAX_COSINE,
    MAX_JACCARD,
    HookSet,
    distinct_n,
    measure_hooks,
    self_bleu,
)
from geminivideo.creative.words import ngrams, tokens

sentences = st.lists(st.sampled_from("you stop start the gym fat lose today again one step".split()), max_size=12)
campaigns = st.lists(sentences.map(" ".join), min_size=2, max_size=6)


def test_a_text_too_close_to_anothers_is_noticed(encoder: TextEncoder) -> None:
    hooks = HookSet(encoder)
    hooks.add("bp_001", "Still dealing with low energy?")
    assert hooks.is_too_close("Still dealing with low energy at work?", "bp_002")
    assert hooks.is_too_close("Still dealing with low energy?", "bp_002")
    assert not hooks.is_too_close("Still dealing with low energy?", "bp_001")
    assert not hooks.is_too_close("Most advice on losing fat skips step one.", "bp_002")


def test_paraphrases_with_other_words_are_caught_by_meaning(encoder: TextEncoder) -> None:
    one, other = "How can I lose weight quickly?", "What is a fast way to drop weight?"
    hooks = HookSet(encoder)
    hooks.add("bp_001", one)
    closeness = hooks.closeness(other, "bp_002")
    assert closeness.jaccard < 0.2
    assert closeness.cosine > 0.6
    assert hooks.closeness("Our parrots love the sea.", "bp_002").cosine < 0.2
    assert closeness.too_close == (closeness.cosine > MAX_COSINE)


def test_trial_texts_are_held_until_settled(encoder: TextEncoder) -> None:
    hooks = HookSet(encoder)
    hooks.add("bp_001", "The first line")
    hooks.add("bp_001", "Another opening altogether")
    copy = hooks.copy()
    assert hooks.is_too_close("The first line", "bp_002")
    hooks.keep_only("bp_001", "Another opening altogether")
    assert not hooks.is_too_close("The first line", "bp_002")
    assert hooks.is_too_close("Another opening altogether", "bp_002")
    assert copy.is_too_close("The first line", "bp_002")


def test_measure_hooks_counts_pairs(encoder: TextEncoder) -> None:
    texts = ["Low energy. Again.", "Low energy. Again.", "No one drifts into losing fat."]
    measured = measure_hooks(texts, encoder)
    assert measured.pairs_too_close == 1
    assert measured.max_jaccard == 1.0
    assert measured.max_cosine == pytest.approx(1.0, abs=1e-5)
    assert measure_hooks(texts[:1], encoder).pairs_too_close == 0
    assert MAX_JACCARD < 1.0


@given(campaigns)
def test_distinct_2_is_a_share(texts: list[str]) -> None:
    grams = [gram for text in texts for gram in ngrams(tokens(text), 2)]
    expected = len(set(grams)) / len(grams) if grams else 1.0
    assert distinct_n(texts) == expected
    assert distinct_n(texts + texts) <= distinct_n(texts)


@given(campaigns)
@settings(max_examples=60)
def test_self_bleu_equals_the_definition(texts: list[str]) -> None:
    assert self_bleu(texts) == pytest.approx(np.mean([_bleu(at, texts) for at in range(len(texts))]))


def _bleu(at: int, texts: list[str]) -> float:
    """BLEU-4 of one text against all others, straight from the definition."""
    logs = []
    for size in range(1, 5):
        own = Counter(ngrams(tokens(texts[at]), size))
        others = [Counter(ngrams(tokens(text), size)) for place, text in enumerate(texts) if place != at]
        matched = sum(min(count, max(other[gram] for other in others)) for gram, count in own.items())
        logs.append(math.log(max(matched, 0.5) / max(own.total(), 1)))
    return math.exp(sum(logs) / 4)


def test_self_bleu_of_copies_and_strangers() -> None:
    line = "you could lose fat later but later never comes"
    assert self_bleu([line, line]) == pytest.approx(1.0)
    assert self_bleu([line, "completely different words stand here instead today"]) < 0.2
