"""Choosing footage: what is asked for wins, repeats cost, and the reason says why."""

from itertools import pairwise

import pytest

from geminivideo.core.footage_scene import FootageScene, SceneFeatures
from geminivideo.core.vocabulary import ShotType
from geminivideo.rendering.scene_matching import (
    GOOD_ENOUGH,
    Choice,
    Need,
    Uses,
    choose,
    energy_fit,
    shared_words,
    shot_fit,
)
from tests.rendering.examples import footage, source


def need(query: str = "pouring coffee", seconds: float = 2.0, shot: ShotType = ShotType.MEDIUM) -> Need:
    return Need(query, shot, "calm", 5.0, seconds)


def labelled(*labels: str) -> list[FootageScene]:
    return [footage(source(label)) for label in labels]


def chosen(scenes: list[FootageScene], wanted: Need | None = None, uses: Uses | None = None) -> Choice:
    choice = choose(wanted or need(), scenes, uses or Uses(), shared_words)
    assert choice is not None
    return choice


def test_the_label_that_shares_the_words_wins_and_the_reason_shows_it() -> None:
    choice = chosen(labelled("dog in a park", "hands pouring coffee", "office"))
    assert choice.scene.source.label == "hands pouring coffee"
    assert "words 36/36 (hands pouring coffee)" in choice.reason


def test_word_forms_do_not_matter() -> None:
    assert shared_words("pouring the coffees", "she pours coffee") == 1.0
    assert shared_words("running dog", "dog sleeping") == 0.5
    assert shared_words("", "anything") == 0.0


def test_an_embedding_can_stand_in_for_shared_words() -> None:
    scenes = labelled("espresso", "park")
    choice = choose(need("a cup of java"), scenes, Uses(), lambda _query, label: 0.8 if label == "espresso" else 0.1)
    assert choice is not None
    assert choice.scene.source.label == "espresso"


def test_seconds_shown_before_are_not_shown_again_while_others_are_left() -> None:
    only = [footage(source(seconds=9.0))]
    uses, spans = Uses(), []
    for _ in range(4):
        choice = chosen(only, uses=uses)
        uses.add(choice, 2.0)
        spans.append((choice.in_seconds, choice.in_seconds + 2.0))
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    again = choose(need(), only, uses, shared_words)
    assert again is None or "these seconds were shown" in again.reason


def test_a_free_gap_between_uses_is_found() -> None:
    scene = footage(source(seconds=10.0))
    uses = Uses([(scene.scene_id, 0.1, 2.1), (scene.scene_id, 5.0, 9.9)])
    assert chosen([scene], uses=uses).in_seconds == 2.1


def test_another_fitting_scene_is_preferred_to_a_repeat() -> None:
    scenes = labelled("pouring coffee", "pouring coffee slowly")
    uses = Uses()
    first = chosen(scenes, uses=uses)
    uses.add(first, 2.0)
    assert chosen(scenes, uses=uses).scene.scene_id != first.scene.scene_id


def test_a_scene_that_is_too_short_is_never_taken() -> None:
    assert choose(need(seconds=3.0), [footage(start=4.0, end=6.9)], Uses(), shared_words) is None


def test_nothing_good_enough_is_said_by_none() -> None:
    poor = footage(source("x"), score=0.0, features=SceneFeatures(motion=1.0, brightness=1.0, face_area=0.0))
    assert choose(need("pouring coffee", shot=ShotType.CLOSE_UP), [poor], Uses(), shared_words) is None


def test_unlabelled_footage_of_middling_rank_is_still_used() -> None:
    assert chosen([footage(source("IMG 4711"), features=SceneFeatures(), score=40.0)]).score >= GOOD_ENOUGH


def test_what_was_not_measured_is_said_and_counts_as_middling() -> None:
    choice = chosen([footage(features=SceneFeatures())])
    assert "faces not measured" in choice.reason
    assert shot_fit(ShotType.ACTION, SceneFeatures()) == (0.5, "motion not measured")
    assert energy_fit("calm", 5, SceneFeatures())[0] == 0.5


@pytest.mark.parametrize(
    ("shot", "better", "worse"),
    [
        (ShotType.CLOSE_UP, SceneFeatures(face_area=0.1), SceneFeatures(face_area=0.01)),
        (ShotType.MEDIUM, SceneFeatures(face_area=0.04), SceneFeatures(face_area=0.2)),
        (ShotType.MEDIUM, SceneFeatures(face_area=0.04), SceneFeatures(face_area=0.002)),
        (ShotType.WIDE, SceneFeatures(face_area=0.0), SceneFeatures(face_area=0.1)),
        (ShotType.DETAIL, SceneFeatures(face_area=0.0), SceneFeatures(face_area=0.1)),
        (ShotType.ACTION, SceneFeatures(motion=0.4), SceneFeatures(motion=0.05)),
    ],
)
def test_framing_is_judged_by_faces_and_motion(shot: ShotType, better: SceneFeatures, worse: SceneFeatures) -> None:
    assert shot_fit(shot, better)[0] > shot_fit(shot, worse)[0]


def test_emotions_ask_for_their_own_liveliness() -> None:
    lively, still = SceneFeatures(motion=0.5, brightness=0.8), SceneFeatures(motion=0.02, brightness=0.3)
    assert energy_fit("pure excitement", 2, lively)[0] > energy_fit("pure excitement", 2, still)[0]
    assert energy_fit("calm relief", 9, still)[0] > energy_fit("calm relief", 9, lively)[0]
    assert energy_fit("unheard-of", 9, lively)[0] > energy_fit("unheard-of", 1, lively)[0]


def test_equal_scenes_are_taken_in_order_whatever_the_process() -> None:
    twins = [footage(start=0.0, end=5.0), footage(start=5.0, end=10.0)]
    assert chosen(twins).scene is twins[0]


@pytest.mark.parametrize("nothing", [{"brightness": 0.01}, {"contrast": 0.005}])
def test_a_black_or_flat_scene_is_never_shown(nothing: dict[str, float]) -> None:
    scene = footage(source("hands pouring coffee"), features=SceneFeatures(motion=0.0, **nothing))
    assert choose(need(), [scene], Uses(), shared_words) is None
