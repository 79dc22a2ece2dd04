"""What a query asks of people, writing and speech, and what is known of them in a scene."""

from typing import Any

import pytest

from geminivideo.core.footage_scene import (
    Box,
    FootageScene,
    SceneContent,
    SceneFeatures,
    SeenObject,
    SeenText,
    SpokenWord,
)
from geminivideo.core.scene_signs import Signs, asked_for, compared, signs_of, signs_of_scene
from tests.footage.builders import source

BOX = Box(x=0.1, y=0.1, width=0.2, height=0.2)
PERSON = SeenObject(at_seconds=1, label="person", box=BOX, confidence=0.9)
CUP = SeenObject(at_seconds=1, label="cup", box=BOX, confidence=0.9)
LINE = SeenText(at_seconds=1, text="SALE", box=BOX, confidence=0.9)
WORD = SpokenWord(text="hello", start_seconds=1, end_seconds=1.5, confidence=0.9)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("man lifting weights", Signs(people=True)),
        ("Mountains at dawn", Signs()),
        ("empty street, no people", Signs(people=False)),
        ("kitchen without any person", Signs(people=False)),
        ("nobody in the office", Signs(people=False)),
        ("a woman, nobody talking", Signs(people=True, speech=False)),
        ("customer interview", Signs(people=True, speech=True)),
        ("product shot with text on screen", Signs(writing=True)),
        ("coffee, no text", Signs(writing=False)),
        ("no time for the gym, tired person", Signs(people=True)),
        ("", Signs()),
    ],
)
def test_what_a_query_asks_for(query: str, asked: Signs) -> None:
    assert asked_for(query) == asked


@pytest.mark.parametrize(
    ("features", "content", "known"),
    [
        ({}, {}, Signs()),
        ({"faces": 1.2}, {}, Signs(people=True)),
        ({"faces": 0.0}, {}, Signs()),  # people turn their backs
        ({"faces": 0.0}, {"objects": (CUP,)}, Signs(people=False)),
        ({"faces": 0.0}, {"objects": (CUP, PERSON)}, Signs(people=True)),
        ({}, {"objects": (), "text": (), "words": ()}, Signs(people=False, writing=False, speech=False)),
        ({}, {"text": (LINE,), "words": (WORD,)}, Signs(writing=True, speech=True)),
        ({"speech": 0.4}, {"words": ()}, Signs(speech=True)),  # a voice of which no word could be told
        ({"speech": 0.0}, {}, Signs(speech=False)),
    ],
)
def test_what_nobody_looked_for_is_unknown(features: dict[str, Any], content: dict[str, Any], known: Signs) -> None:
    assert signs_of(SceneFeatures(**features), SceneContent(**content)) == known


def test_nobody_speaks_in_a_file_without_sound() -> None:
    heard = FootageScene(
        scene_id="a", source=source(), index=1, start_seconds=0, end_seconds=1, features=SceneFeatures()
    )
    mute = heard.model_copy(update={"source": source(has_audio=False)})
    assert (signs_of_scene(heard).speech, signs_of_scene(mute).speech) == (None, False)
    told = mute.model_copy(update={"content": SceneContent(words=(WORD,))})  # by a person
    assert signs_of_scene(told).speech is True


def test_only_what_is_asked_for_and_known_is_compared() -> None:
    asked = Signs(people=True, writing=False)
    assert compared(asked, Signs(people=True, writing=True)) == [(True, "people, as asked"), (False, "but writing")]
    assert compared(asked, Signs(speech=True)) == []
