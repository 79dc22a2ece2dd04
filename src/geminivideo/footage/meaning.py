"""The text that stands for a scene, and its embedding, by which a query finds the scene.

The text is a few plain sentences, as the encoder was trained on them: what a person wrote, what is seen, the file's
name, what is written, what is said. Headings before them ("text on screen: …") made it worse in
bench/footage_search.py, and so did a vector for each.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from geminivideo.core.footage_scene import SceneContent
from geminivideo.core.plurals import enumerated
from geminivideo.core.scene_words import words_of
from geminivideo.footage.model import RankedScene

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

# The encoder reads 128 tokens and cuts the rest off: 70 English words are some 95 tokens, names and numbers more.
_PIECE_WORDS, _MOST_PIECES = 70, 16
_LEAST_LENGTH = 1e-6
# What cameras, phones and screen recorders call their files.
_CAMERA_NAMES = frozenset(
    "img dsc dscn dscf mvi vid mov gopr gp gh gx pxl dji clip video movie untitled final copy export screen recording "
    "screenrecording whatsapp trim edit new file".split()
)


def meaning_of(content: SceneContent, label: str) -> str:
    """Empty where nothing is known of a scene that a query could ask for."""
    words = words_of(content)
    parts = [
        words.described or "",
        enumerated(words.seen or {}),
        telling(label),
        *(words.written or ()),
        words.said or "",
    ]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def embeddings_of(meanings: Sequence[str], encode: Encode) -> list[tuple[float, ...] | None]:
    """Of unit length; None for an empty text.

    A text too long for the encoder is embedded in pieces: the first, which says what is seen, counts as much as the
    mean of all others, so that much talk does not drown it.
    """
    pieces = [_pieces(meaning) for meaning in meanings]
    texts = list(dict.fromkeys(piece for each in pieces for piece in each))
    vectors = dict(zip(texts, encode(texts), strict=True))
    return [_combined([vectors[piece] for piece in each]) for each in pieces]


def with_embeddings(scenes: Sequence[RankedScene], encode: Encode) -> tuple[RankedScene, ...]:
    """The scenes with embeddings of what they hold now; call it again when that was corrected."""
    meanings = [meaning_of(ranked.scene.content, ranked.scene.source.label) for ranked in scenes]
    embeddings = zip(scenes, embeddings_of(meanings, encode), strict=True)
    return tuple(_embedded(ranked, embedding) for ranked, embedding in embeddings)


def telling(label: str) -> str:
    """The words of a file's name that people chose: nothing of "IMG 2041 final"."""
    words = re.findall(r"[^\W\d_]+", label)
    chosen = [word for word in words if len(word) > 1 and word.casefold() not in _CAMERA_NAMES]
    return " ".join(chosen)


def _embedded(ranked: RankedScene, embedding: tuple[float, ...] | None) -> RankedScene:
    return ranked.model_copy(update={"scene": ranked.scene.model_copy(update={"embedding": embedding})})


def _combined(vectors: Sequence[Vectors]) -> tuple[float, ...] | None:
    if not vectors:
        return None
    first, *others = vectors
    combined = first + np.mean(others, axis=0) if others else first
    length = float(np.linalg.norm(combined))
    return tuple(map(float, combined / length)) if length > _LEAST_LENGTH else None


def _pieces(text: str) -> list[str]:
    words = text.split()
    starts = range(0, len(words), _PIECE_WORDS)
    return [" ".join(words[start : start + _PIECE_WORDS]) for start in starts][:_MOST_PIECES]
