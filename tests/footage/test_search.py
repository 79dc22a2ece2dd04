"""Ranking what was found: meaning first, the very words on top, and every reason in words."""

import numpy as np
import pytest
from bench import footage_search

from geminivideo.core.footage_scene import SceneContent, SeenObject, SpokenWord
from geminivideo.footage.model import RankedScene
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.search import Candidates, Found, rank, shortlist
from geminivideo.footage.settings import ScoreWeights
from tests.footage.builders import box, scene, source

PERSON = SeenObject(at_seconds=1, label="person", box=box(), confidence=0.9)


def vectors(*cosines: float) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Rows with these cosines to (1, 0)."""
    return np.array([[cosine, (1 - cosine**2) ** 0.5 if cosine else 0] for cosine in cosines], np.float32)


def likely(query: str, cosines: list[float], meanings: list[str], most: int = 10) -> list[str]:
    ids = [f"s{place}" for place in range(len(cosines))]
    return list(shortlist(query, vectors(1.0)[0], Candidates(ids, vectors(*cosines), meanings), most))


def ranked(content: SceneContent, label: str = "IMG 1", index: int = 1) -> RankedScene:
    measured = scene(index).model_copy(update={"content": content})
    return rank_scenes([measured], source(label=label), ScoreWeights())[0]


def found(query: str, similarity: float, content: SceneContent, label: str = "IMG 1") -> Found:
    one = ranked(content, label)
    return rank(query, [one], {one.scene.scene_id: similarity}, 1)[0]


def test_what_is_alike_or_has_the_words_is_listed_and_nothing_else() -> None:
    assert likely("green tea", [0.3, 0.1, 0.5, 0.1], ["", "", "", "a tea"]) == ["s2", "s0", "s3"]
    assert likely("green tea", [0.1, 0.0], ["steam", ""]) == []
    assert likely("green tea", [0.3, 0.6, 0.5], ["", "", ""], most=2) == ["s1", "s2"]


def test_words_are_found_from_their_beginning_and_as_text() -> None:
    assert likely("man", [0, 0], ["German lessons", "two men, a man's hat"]) == ["s1"]
    assert likely("c++ (.*) [24]", [0, 0], ["anything", "gate 24"]) == ["s1"]
    assert likely("кофе", [0], ["Утренний кофе"]) == ["s0"]


def test_no_scenes_no_matches() -> None:
    nothing = Candidates([], np.zeros((0, 2), np.float32), [])
    assert shortlist("tea", vectors(1.0)[0], nothing, 5) == {}
    assert nothing.without_vector == []


def test_the_very_words_lift_a_scene_above_one_as_alike() -> None:
    said = SceneContent(words=(SpokenWord(text="weights", start_seconds=0, end_seconds=1, confidence=0.9),))
    with_it, without = ranked(said, index=1), ranked(SceneContent(), index=2)
    order = rank("weights", [without, with_it], {with_it.scene.scene_id: 0.4, without.scene.scene_id: 0.45}, 2)
    assert [each.ranked for each in order] == [with_it, without]
    assert order[0].reasons == ("said: weights", "alike in meaning (0.40)")
    assert order[1].reasons == ("alike in meaning (0.45)", "nothing but its file name is known")


def test_people_are_a_reason_when_the_query_speaks_of_them() -> None:
    people, nobody = SceneContent(objects=(PERSON,)), SceneContent(objects=())
    assert "people, as asked" in found("woman cooking", 0.3, people).reasons
    assert "but nobody" in found("woman cooking", 0.3, nobody).reasons
    assert found("woman cooking", 0.3, people).match > found("woman cooking", 0.3, nobody).match
    assert found("kitchen, no people", 0.3, people).match < found("kitchen, no people", 0.3, nobody).match
    assert found("kitchen", 0.3, people).match == found("kitchen", 0.3, nobody).match


def test_a_file_name_is_a_reason() -> None:
    assert found("gym tour", 0.1, SceneContent(), "gym tour").reasons[0] == "file name: gym, tour"


def test_equals_come_in_the_same_order_every_time() -> None:
    scenes = [ranked(SceneContent(), index=index) for index in (1, 2, 3)]
    similar = {each.scene.scene_id: 0.5 for each in scenes}
    assert rank("x y z", scenes, similar, 3) == rank("x y z", scenes[::-1], similar, 3)


@pytest.fixture(scope="module")
def quality() -> dict[str, "dict[str, float]"]:
    return footage_search.measure()


def test_meaning_finds_what_words_alone_do_not(quality: dict[str, dict[str, float]]) -> None:
    """Hand-written contents of the shared clips, 22 queries."""
    words, search = quality["plain word overlap"], quality["search as it is"]
    assert words["recall@3"] < 0.5
    assert search["recall@1"] >= 0.9
    assert search["recall@3"] >= 0.95


def test_scenes_far_behind_the_best_are_left_out() -> None:
    scenes = [ranked(SceneContent(), index=index) for index in (1, 2, 3)]
    similarity = dict(zip([one.scene.scene_id for one in scenes], [0.7, 0.36, 0.3], strict=True))
    assert [each.ranked for each in rank("tea", scenes, similarity, 3)] == scenes[:2]
