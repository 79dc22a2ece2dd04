"""The text that stands for a scene, and how long texts are embedded."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from geminivideo.core.footage_scene import SceneContent, SeenObject, SeenText, SpokenWord
from geminivideo.footage.meaning import embeddings_of, meaning_of, telling, with_embeddings
from geminivideo.footage.packing import packed, stacked, unpacked
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.settings import ScoreWeights
from tests.footage.builders import box, scene, source


def content(objects: str = "", text: str = "", said: str = "", description: str | None = None) -> SceneContent:
    return SceneContent(
        objects=tuple(SeenObject(at_seconds=1, label=label, box=box(), confidence=0.9) for label in objects.split()),
        text=(SeenText(at_seconds=1, text=text, box=box(), confidence=0.9),) if text else (),
        words=tuple(SpokenWord(text=word, start_seconds=1, end_seconds=2, confidence=0.9) for word in said.split()),
        description=description,
    )


def by_first_letter(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Texts that begin alike mean the same: enough to see what is combined, and how."""
    vectors = np.zeros((len(texts), 384), np.float32)
    for row, text in enumerate(texts):
        vectors[row, ord(text[0]) - ord("a")] = 1
    return vectors


def test_what_a_person_wrote_comes_first_and_what_is_said_last() -> None:
    everything = content("person person dog", "SALE today", "come and see.", "A walk in the park.")
    expected = "A walk in the park. two people, a dog. our garden. SALE today. come and see"
    assert meaning_of(everything, "our garden 0042") == expected


def test_nothing_known_is_nothing_said() -> None:
    assert meaning_of(SceneContent(), "IMG 0042") == ""
    assert meaning_of(content(), "DJI 0007 final") == ""
    assert embeddings_of([""], by_first_letter) == [None]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("hands pouring coffee", "hands pouring coffee"),
        ("VID 20260101 WA0003", "WA"),
        ("01 dog", "dog"),
        ("猫 咖啡馆", "咖啡馆"),
    ],
)
def test_of_a_files_name_only_what_people_chose_counts(label: str, words: str) -> None:
    assert telling(label) == words


def test_much_talk_does_not_drown_what_is_seen() -> None:
    """The first piece has half of the say, however many follow."""
    text = " ".join(["apple"] * 70 + ["bread"] * 70 + ["bread"] * 70)
    (embedding,) = embeddings_of([text], by_first_letter)
    assert embedding is not None
    assert embedding[:2] == pytest.approx((0.5**0.5, 0.5**0.5))


def test_a_text_without_end_costs_a_bounded_number_of_pieces() -> None:
    asked: list[int] = []

    def counting(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        asked.append(len(texts))
        return by_first_letter(texts)

    (embedding,) = embeddings_of([" ".join(f"word{n}" for n in range(100_000))], counting)
    assert embedding is not None
    assert asked == [16]


def test_scenes_get_their_embeddings_and_keep_all_else() -> None:
    measured = [scene(1).model_copy(update={"content": content("apple")}), scene(2)]
    ranked = rank_scenes(measured, source(label="IMG 1"), ScoreWeights())
    first, second = with_embeddings(ranked, by_first_letter)
    assert first.scene.embedding is not None
    assert first.scene.embedding[0] == 1.0  # "an apple"
    assert second == ranked[1]
    assert "embedding" not in first.model_dump()["scene"]


def test_embeddings_come_back_from_bytes_as_they_were() -> None:
    numbers = tuple(float(n) for n in np.linspace(-1, 1, 384, dtype=np.float32))
    assert unpacked(packed(numbers)) == numbers
    assert unpacked(packed(None)) is None
    rows = stacked([packed(numbers), None, b"of another encoder"])
    assert rows[0] == pytest.approx(numbers)
    assert not rows[1:].any()
    assert stacked([]).shape == (0, 384)
