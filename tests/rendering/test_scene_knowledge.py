"""Ads choose footage by what is seen, written and said in it, not by what its file is called."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from geminivideo.core.footage_scene import Box, FootageScene, SceneContent, SeenObject, SeenText, SpokenWord
from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.scene_knowledge import SIGN_POINTS, SceneKnowledge
from geminivideo.rendering.scene_matching import Choice, Need, Uses, choose, shared_words
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, source, speeches

BOX = Box(x=0.3, y=0.2, width=0.2, height=0.5)


def seen(*labels: str) -> SceneContent:
    return SceneContent(objects=tuple(SeenObject(at_seconds=1, label=each, box=BOX, confidence=0.9) for each in labels))


def said(text: str) -> SceneContent:
    words = [SpokenWord(text=word, start_seconds=1, end_seconds=2, confidence=0.9) for word in text.split()]
    return SceneContent(words=tuple(words))


def of(label: str, content: SceneContent, embedding: tuple[float, ...] | None = None) -> FootageScene:
    return footage(source(label), content=content, embedding=embedding)


def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """A world of two directions: pets and all else."""
    return np.array([[1.0, 0.0] if "puppy" in text else [0.0, 1.0] for text in texts], np.float32)


def chosen(query: str, *scenes: FootageScene, with_encoder: bool = True) -> Choice:
    need = Need(query, ShotType.MEDIUM, "calm", 5.0, 2.0)
    choice = choose(need, scenes, Uses(), shared_words, SceneKnowledge(scenes, encode if with_encoder else None))
    assert choice is not None
    return choice


def test_the_stored_embedding_finds_the_scene_whatever_its_file_is_called() -> None:
    cat, dog = of("IMG 1", seen("chair"), (0.0, 1.0)), of("IMG 2", seen("dog"), (1.0, 0.0))
    choice = chosen("walking the puppy", cat, dog)
    assert choice.scene is dog
    assert "words 36/36 (dog)" in choice.reason


def test_words_said_and_seen_count_without_an_encoder() -> None:
    talk = of("IMG 2", said("my morning coffee"))
    choice = chosen("pouring coffee", of("IMG 1", seen("chair")), talk, with_encoder=False)
    assert choice.scene is talk
    assert "words 18/36 (said: coffee)" in choice.reason


def test_a_telling_file_name_never_counts_less_for_what_was_found_in_it() -> None:
    known, unknown = of("hands pouring coffee", seen("cup"), (0.0, -1.0)), of("hands pouring coffee", SceneContent())
    assert "words 36/36 (file name: pouring, coffee)" in chosen("pouring coffee", known).reason
    assert chosen("pouring coffee", known).score == chosen("pouring coffee", unknown).score


@pytest.mark.parametrize(
    ("query", "wanted", "other"),
    [
        ("woman cooking", seen("person"), seen("oven")),
        ("kitchen, no people", seen("oven"), seen("person")),
        ("price, text on screen", SceneContent(text=(SeenText(at_seconds=1, text="x", box=BOX, confidence=0.9),)),
         SceneContent(text=())),
        ("customer talking to camera", said("hm"), SceneContent(words=())),
    ],
)  # fmt: skip
def test_people_writing_and_speech_are_as_the_query_wants_them(
    query: str, wanted: SceneContent, other: SceneContent
) -> None:
    good, bad = of("IMG 2", wanted), of("IMG 1", other)
    choice = chosen(query, bad, good)
    assert choice.scene is good
    assert f"+{SIGN_POINTS:.0f} (" in choice.reason
    assert "as asked" in choice.reason
    assert f"-{SIGN_POINTS:.0f} (but " in chosen(query, bad).reason


def test_a_scene_that_nobody_looked_into_is_judged_by_its_name_alone() -> None:
    need = Need("woman cooking", ShotType.MEDIUM, "calm", 5.0, 2.0)
    plain = of("kitchen", SceneContent(), (1.0, 0.0))
    choice = choose(need, [plain], Uses(), shared_words, SceneKnowledge([plain], encode))
    assert choice == choose(need, [plain], Uses(), shared_words)
    assert choice is not None
    assert "words 0/36 (kitchen)" in choice.reason
    assert "people" not in choice.reason


def test_embeddings_reach_the_plan_as_choices_only() -> None:
    ad = blueprint(scene(says="Still tired?", footage_query="puppy"), scene(says="Try it today."))
    films = [of("IMG 1", seen("chair"), (0.0, 1.0)), of("IMG 2", seen("dog"), (1.0, 0.0))]
    settings = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0)
    plan = make_plan(ad, lay_out(ad, speeches(ad)), films, settings, encode=encode)
    assert "(dog)" in plan.clips[0].reason
    assert "embedding" not in plan.model_dump_json()


def test_a_query_is_embedded_once_however_many_scenes_and_shots() -> None:
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        asked.extend(texts)
        return encode(texts)

    scenes = [of(f"IMG {n}", seen("dog"), (1.0, 0.0)) for n in range(20)]
    knowledge = SceneKnowledge(scenes, counting)
    for _ in range(3):
        choose(Need("puppy", ShotType.MEDIUM, "calm", 5.0, 2.0), scenes, Uses(), shared_words, knowledge)
    assert asked == ["puppy"]
