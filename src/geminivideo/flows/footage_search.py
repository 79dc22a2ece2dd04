"""A query in words -> its embedding -> the account's scenes under filters -> the best of them with reasons."""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from geminivideo.core.database import Database
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.footage import search_store, store
from geminivideo.footage.search import Candidates, Found, SceneFilters, Vectors, rank, shortlist

# Bonuses can lift a scene this much further than its place in the shortlist.
_SPARE = 40
# Texts embedded within one search, of scenes that have no embedding: a second's work at most, once per process.
_MOST_LATE_TEXTS = 200
_LOOKED_FOR = {
    "has_people": "people",
    "has_speech": "speech",
    "has_text": "writing",
    "labels": "things",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """`searched` scenes passed the filters; `without_embedding` of them are found by their words alone."""

    found: list[Found]
    searched: int
    without_embedding: int
    notes: list[str]


class FootageSearch:
    """`encoder` is loaded by the first search: a process that never searches does not pay for it."""

    def __init__(self, database: Database, encoder: Callable[[], TextEncoder]) -> None:
        self._database = database
        self._load = encoder
        self._loading = threading.Lock()

    def find(self, query: str, filters: SceneFilters, limit: int) -> Findings:
        """At most `limit` scenes, the best first; none when nothing is alike.

        Raises:
            InvalidInputError: when the query has no word.
            NotFoundError: when the account has no footage with one of the ids.
        """
        _check(query)
        with self._loading:
            encoder = self._load()
        vector = encoder.encode([query])[0]
        with self._database.transaction() as session:
            candidates = search_store.candidates(session, filters)
            unknown = search_store.count_unknown(session, filters)
        without = candidates.without_vector
        likely = shortlist(query, vector, _with_late(candidates, without, encoder), limit + _SPARE)
        with self._database.transaction() as session:
            scenes = store.scenes_by_id(session, list(likely))
        found = rank(query, scenes, likely, limit)
        notes = _notes(query, len(candidates.scene_ids), len(without), unknown)
        return Findings(found, len(candidates.scene_ids), len(without), notes)


def _check(query: str) -> None:
    if not re.search(r"[^\W_]", query):
        raise InvalidInputError(
            "The query has no word in it.", next_step="say what a scene should show, such as `man lifting weights`"
        )


def _with_late(candidates: Candidates, without: list[int], encoder: TextEncoder) -> Candidates:
    """Scenes of an older version's analysis have no embedding, and mostly share their text: their file's name."""
    texts = list(dict.fromkeys(text for place in without if (text := candidates.meanings[place])))[:_MOST_LATE_TEXTS]
    if not texts:
        return candidates
    late: dict[str, Vectors] = dict(zip(texts, encoder.encode(texts), strict=True))
    vectors = np.array(candidates.vectors)
    for place in without:
        if (vector := late.get(candidates.meanings[place])) is not None:
            vectors[place] = vector
    return Candidates(candidates.scene_ids, vectors, candidates.meanings)


def _notes(query: str, searched: int, without: int, unknown: Mapping[str, int]) -> list[str]:
    notes = [
        f"{count} scenes were left out by {name}: nobody looked for {_LOOKED_FOR[name]} in them"
        for name, count in unknown.items()
    ]
    if without:
        notes.append(
            f"{without} of {searched} scenes have no embedding: an older version analysed them, or nothing was seen,"
            " written or said in them. They are found by their file's name at most"
        )
    if not query.isascii():
        notes.append("meaning is compared in English; in another language only the very same words are found")
    return notes
