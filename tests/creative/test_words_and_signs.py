"""How text is read: the measures that judges and writers share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.creative.hook_quality import hook_quality
from geminivideo.creative.signals import (
    concreteness,
    firmness,
    readability,
    specificity,
    strength,
    trigger_families,
    vagueness,
)
from geminivideo.creative.signs import HYPE, SOCIAL_PROOF
from geminivideo.creative.words import sentences, share_said, spoken_words, stem, stems, words_that_fit


def test_sentences_keep_their_quotes() -> None:
    assert sentences("He said “stop.” Then he left! Did he? Yes…") == [
        "He said “stop.”",
        "Then he left!",
        "Did he?",
        "Yes…",
    ]


def test_spoken_words_are_what_a_voice_says() -> None:
    assert spoken_words("No — really 🔥 “5 kg” & co.") == 5
    assert words_that_fit(3.0) == 7


@pytest.mark.parametrize(
    "family",
    ["lose losing lost", "try tried trying tries", "bill bills", "feel feeling feels", "get getting", "stop stopped"],
)
def test_stems_join_a_word_family(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_share_said() -> None:
    assert share_said("no time for the gym", stems("Skipping gyms takes time.")) == 1.0
    assert share_said("no time for the gym", stems("the gym")) == 0.5
    assert share_said("the and of", stems("anything")) == 0.0


def test_a_phrase_that_pins_down_beats_one_that_does_not() -> None:
    order = ["good stuff", "better results", "more energy", "low energy", "no time for the gym", "lose 5 kg by May"]
    values = [specificity(phrase) for phrase in order]
    assert values == sorted(values)
    assert specificity("good stuff") < 0.15
    assert firmness("lose fat") == 1.0


def test_signs_are_whole_words() -> None:
    assert strength(SOCIAL_PROOF, "Ask a friend.") > 0
    assert strength(SOCIAL_PROOF, "Flask a friendship.") == 0
    assert strength(HYPE, "A revolutionary, game-changing miracle!") == 1.0


def test_trigger_families_of_a_line() -> None:
    assert trigger_families("Stop trying harder. Start smaller: one step, you decide.") == (
        "autonomy",
        "progress",
        "contrast",
    )
    assert trigger_families("The table is green.") == ()


def test_measures_of_a_text() -> None:
    assert vagueness("Great results and better things for everyone") > vagueness("Chasing invoices on Sundays")
    assert concreteness("It is 9 pm. Life is.") == 0.5
    assert readability(["We do it. You see it."]) > readability(
        ["Comprehensive organisational methodologies proliferate."]
    )


@given(st.text(max_size=200))
def test_measures_stay_in_their_range(text: str) -> None:
    for value in (
        specificity(text),
        vagueness(text),
        concreteness(text),
        readability([text]),
        hook_quality(text, ["low energy"]),
    ):
        assert 0.0 <= value <= 1.0


def test_a_hook_that_names_the_pain_is_better_than_one_that_shouts() -> None:
    items = ["no time for the gym", "lose fat"]
    good = hook_quality("What if the real problem isn't “no time for the gym”?", items)
    assert good > hook_quality("An amazing, ultimate, life-changing secret!", items) + 0.3
    assert good > hook_quality("Our quarterly update is here now", items)
