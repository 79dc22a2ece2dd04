"""Finding scenes by meaning: the cosine of embeddings, a small bonus for the very words, and the reasons in words.

A brute-force search: 20,000 scenes are one matrix product, and reading them from the database takes far longer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.scene_signs import Signs, asked_for, compared, signs_of_scene
from geminivideo.core.scene_words import asked_words, found_words, share_found, told, words_of
from geminivideo.footage.model import RankedScene

Vectors = npt.NDArray[np.float32]

WORD_BONUS = 0.15  # where all of the query's words are there
SIGN_BONUS = 0.05  # for people, writing or speech as the query wants them; the same less where it is the other way
# Below this, MiniLM's cosine says nothing: unlike sentences come out at 0 to 0.2. From CLOSE on they mean the same.
LEAST_SIMILARITY, CLOSE = 0.2, 0.4
_FAR_BEHIND = 0.5  # of the best match: such a scene is there only because something is always next
_LEAST_SHARE = 0.5  # of the query's words: enough to be found by them alone


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"


class SceneFilters(Frozen):
    """What a scene must be, whatever the query. Where nobody looked, a scene is neither with nor without."""

    account_id: str
    footage_ids: tuple[str, ...] = ()
    min_seconds: float | None = None
    max_seconds: float | None = None
    has_people: bool | None = None
    has_speech: bool | None = None
    has_text: bool | None = None
    orientation: Orientation | None = None
    labels: tuple[str, ...] = Field((), description="kinds of things that must all be seen in it")
    min_score: float | None = Field(None, description="of the scene's rank, 0-100")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Scenes to search: id, embedding (a row of zeros where there is none) and the words known of it."""

    scene_ids: Sequence[str]
    vectors: Vectors
    meanings: Sequence[str]

    @property
    def without_vector(self) -> list[int]:
        return [int(place) for place in np.flatnonzero(~self.vectors.any(axis=1))]


@dataclass(frozen=True, slots=True)
class Found:
    """`similarity` is the cosine of query and scene; `match`, with bonuses, is what the order goes by."""

    ranked: RankedScene
    similarity: float
    match: float
    reasons: tuple[str, ...]


def shortlist(query: str, vector: Vectors, candidates: Candidates, most: int) -> dict[str, float]:
    """The likeliest scenes with their similarity: those that mean the same, or have half of the query's words."""
    similarity = candidates.vectors @ vector
    share = _shares(query, candidates.meanings)
    order = np.argsort(-(similarity + WORD_BONUS * share), kind="stable")
    good = [place for place in order if similarity[place] >= LEAST_SIMILARITY or share[place] >= _LEAST_SHARE]
    return {candidates.scene_ids[place]: float(similarity[place]) for place in good[:most]}


def rank(query: str, scenes: Sequence[RankedScene], similarity: Mapping[str, float], limit: int) -> list[Found]:
    """The best match first, without those far behind it; of equals the scene that ranks higher."""
    asked = asked_for(query)
    found = [_found(query, asked, ranked, similarity[ranked.scene.scene_id]) for ranked in scenes]
    found.sort(key=lambda each: (-each.match, -each.ranked.scene.score, each.ranked.scene.scene_id))
    return [each for each in found[:limit] if each.match >= _FAR_BEHIND * found[0].match]


def _found(query: str, asked: Signs, ranked: RankedScene, similarity: float) -> Found:
    scene = ranked.scene
    words = words_of(scene.content)
    there = found_words(query, words, scene.source.label)
    signs = compared(asked, signs_of_scene(scene))
    match = (
        similarity
        + WORD_BONUS * share_found(query, there)
        + sum(SIGN_BONUS if agrees else -SIGN_BONUS for agrees, _why in signs)
    )
    reasons = [*told(there), _alike(similarity), *(why for _agrees, why in signs)]
    if words.is_empty:
        reasons.append("nothing but its file name is known")
    return Found(ranked, round(similarity, 4), round(match, 4), tuple(reason for reason in reasons if reason))


def _alike(similarity: float) -> str:
    if similarity < LEAST_SIMILARITY:
        return ""
    return f"{'alike' if similarity >= CLOSE else 'loosely alike'} in meaning ({similarity:.2f})"


def _shares(query: str, meanings: Sequence[str]) -> Vectors:
    """Of the query's words, the share that each text has, by the beginnings of words: quick, and right often enough."""
    asked = asked_words(query)
    if not asked:
        return np.zeros(len(meanings), np.float32)
    beginnings = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, asked), key=len, reverse=True))})")
    hits = [len(set(beginnings.findall(text.casefold()))) for text in meanings]
    return np.asarray(hits, np.float32) / np.float32(len(asked))
