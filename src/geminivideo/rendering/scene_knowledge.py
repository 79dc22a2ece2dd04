"""What is known of scenes beside what their files are called: how well what is in them fits a query.

Everything is worked out once for an ad, because every shot of it asks about every scene.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.scene_signs import Signs, asked_for, compared, signs_of_scene
from geminivideo.core.scene_words import found_words, in_short, share_found, told, words_of

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

SIGN_POINTS = 6.0  # for people, writing or speech as the query wants them; the same less where it is the other way
_WORD_BONUS = 0.15  # of the fit, where all of the query's words are there beside a like meaning


@dataclass(frozen=True, slots=True)
class Known:
    """A query against one scene. `similarity` is None where there is no embedding; `penalties` are as matching has
    them: points to take away, with the reason.
    """

    similarity: float | None
    share: float  # of the query's words that are known of the scene
    why: str
    penalties: tuple[tuple[float, str], ...]

    def words_fit(self, named: float) -> tuple[float, str]:
        """0 to 1, never less than what the file's name alone (`named`) is worth; and why."""
        fit = self.share if self.similarity is None else self.similarity + _WORD_BONUS * self.share
        return max(named, min(1.0, fit)), self.why


class SceneKnowledge:
    """`encode` embeds queries as the scenes' embeddings were made."""

    def __init__(self, scenes: Sequence[FootageScene], encode: Encode | None = None) -> None:
        self._words = {scene.scene_id: words_of(scene.content) for scene in scenes if _is_looked_at(scene)}
        embedded = [scene for scene in scenes if scene.embedding and encode and scene.scene_id in self._words]
        self._places = {scene.scene_id: place for place, scene in enumerate(embedded)}
        self._vectors = np.array([scene.embedding for scene in embedded], np.float32)
        self._encode = encode
        self._similar: dict[str, Vectors] = {}
        self._asked: dict[str, Signs] = {}
        self._known: dict[tuple[str, str], Known] = {}

    def of(self, query: str, scene: FootageScene) -> Known | None:
        """None where nobody looked into the scene: then its file's name is all that is known."""
        if scene.scene_id not in self._words:
            return None
        key = query, scene.scene_id
        if key not in self._known:
            self._known[key] = self._compared(query, scene)
        return self._known[key]

    def _compared(self, query: str, scene: FootageScene) -> Known:
        words = self._words[scene.scene_id]
        found = found_words(query, words, scene.source.label)
        if query not in self._asked:
            self._asked[query] = asked_for(query)
        signs = compared(self._asked[query], signs_of_scene(scene))
        return Known(
            self._similarity(query, scene.scene_id),
            share_found(query, found),
            "; ".join(told(found)) or in_short(words) or scene.source.label,
            tuple((-SIGN_POINTS if agrees else SIGN_POINTS, why) for agrees, why in signs),
        )

    def _similarity(self, query: str, scene_id: str) -> float | None:
        place = self._places.get(scene_id)
        if place is None or self._encode is None:
            return None
        if query not in self._similar:
            self._similar[query] = self._vectors @ self._encode([query])[0]
        return float(self._similar[query][place])


def _is_looked_at(scene: FootageScene) -> bool:
    content = scene.content
    return any(each is not None for each in (content.objects, content.text, content.words, content.description))
