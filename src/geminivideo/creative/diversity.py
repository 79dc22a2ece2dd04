"""No two ads of a campaign may open alike; how varied the rest is gets measured."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geminivideo.core.text_embedding import Array, TextEncoder
from geminivideo.creative.languages.folding import tokens_of_any_script
from geminivideo.creative.words import jaccard, ngrams

MAX_COSINE = 0.90
MAX_JACCARD = 0.6
_BLEU_ORDER = 4

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")


def comparable(text: str) -> frozenset[str]:
    """What two hooks may share: words, and pairs of characters where no spaces part the words."""
    runs = _UNSPACED.findall(text)
    words = tokens_of_any_script(_UNSPACED.sub(" ", text)) if runs else tokens_of_any_script(text)
    return frozenset([*words, *(run[at : at + 2] for run in runs for at in range(len(run) - 1))])


def is_read_by_the_encoder(text: str) -> bool:
    """It knows words in Latin letters. Of others it knows some letters: unlike sentences in Korean come out alike, and
    all in Thai the same.
    """
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(c < "\u0250" for c in letters) >= len(letters)


@dataclass(frozen=True, slots=True)
class Closeness:
    cosine: float
    jaccard: float

    @property
    def too_close(self) -> bool:
        return self.cosine > MAX_COSINE or self.jaccard > MAX_JACCARD


@dataclass(frozen=True, slots=True)
class _Held:
    owner: str
    text: str
    words: frozenset[str]
    vector: Array


class HookSet:
    """The hooks of a campaign under their owners' ids, to ask whether another text would be too close to one."""

    def __init__(self, encoder: TextEncoder, held: Iterable[_Held] = ()) -> None:
        self._encoder = encoder
        self._held = list(held)

    def add(self, owner: str, text: str) -> None:
        """An owner may hold several texts: the hook it has, and one that is on trial."""
        self._held.append(_Held(owner, text, comparable(text), self._encoder.encode([text])[0]))

    def keep_only(self, owner: str, text: str) -> None:
        """Forget the owner's other texts, once it is settled which one stays."""
        self._held = [held for held in self._held if held.owner != owner or held.text == text]

    def copy(self) -> "HookSet":
        return HookSet(self._encoder, self._held)

    def is_too_close(self, text: str, owner: str) -> bool:
        """Compared with everyone's texts but the owner's; words first, because they cost nothing."""
        others = [held for held in self._held if held.owner != owner]
        words = comparable(text)
        if any(jaccard(words, held.words) > MAX_JACCARD for held in others):
            return True
        return bool(others) and self._cosine(text, others) > MAX_COSINE

    def closeness(self, text: str, owner: str) -> Closeness:
        others = [held for held in self._held if held.owner != owner]
        if not others:
            return Closeness(0.0, 0.0)
        words = comparable(text)
        return Closeness(self._cosine(text, others), max(jaccard(words, held.words) for held in others))

    def _cosine(self, text: str, others: Sequence[_Held]) -> float:
        others = [held for held in others if is_read_by_the_encoder(held.text)]
        if not others or not is_read_by_the_encoder(text):
            return 0.0
        vector = self._encoder.encode([text])[0]
        return float(np.max(np.stack([held.vector for held in others]) @ vector))


@dataclass(frozen=True, slots=True)
class HookDiversity:
    max_cosine: float
    max_jaccard: float
    pairs_too_close: int


def measure_hooks(texts: Sequence[str], encoder: TextEncoder) -> HookDiversity:
    """Over all pairs; a single hook has nothing to be close to."""
    if len(texts) < 2:
        return HookDiversity(0.0, 0.0, 0)
    vectors = encoder.encode(texts)
    read = np.array([is_read_by_the_encoder(text) for text in texts])
    cosines = (vectors @ vectors.T) * np.outer(read, read)
    words = [comparable(text) for text in texts]
    pairs = [Closeness(float(cosines[i, j]), jaccard(words[i], words[j])) for i in range(len(texts)) for j in range(i)]
    return HookDiversity(
        max(pair.cosine for pair in pairs),
        max(pair.jaccard for pair in pairs),
        sum(pair.too_close for pair in pairs),
    )


def distinct_n(texts: Iterable[str], size: int = 2) -> float:
    """Share of different n-grams among all of them (Li et al. 2016): 1.0 when nothing repeats."""
    grams = [gram for text in texts for gram in ngrams(tokens_of_any_script(text), size)]
    return len(set(grams)) / len(grams) if grams else 1.0


def self_bleu(texts: Sequence[str]) -> float:
    """Mean BLEU-4 of each text against all others (Zhu et al. 2018): 0 = nothing shared, 1 = copies.

    An order without a match counts as half a match, so that one missing order does not zero the score.
    """
    if len(texts) < 2:
        return 0.0
    words = [tokens_of_any_script(text) for text in texts]
    counts = [[Counter(ngrams(text, size)) for text in words] for size in range(1, _BLEU_ORDER + 1)]
    precisions = np.array([_precisions(order) for order in counts])
    return float(np.exp(np.log(precisions).mean(axis=0)).mean())


def _precisions(counts: Sequence[Counter[tuple[str, ...]]]) -> list[float]:
    """Clipped n-gram precision of each text, its n-grams clipped at the most any other text has of them."""
    best, second, holder = _two_highest(counts)
    result = []
    for at, own in enumerate(counts):
        matched = sum(min(n, second[gram] if holder[gram] == at else best[gram]) for gram, n in own.items())
        result.append(max(matched, 0.5) / max(own.total(), 1))
    return result


def _two_highest(
    counts: Sequence[Counter[tuple[str, ...]]],
) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]], dict[tuple[str, ...], int]]:
    best: Counter[tuple[str, ...]] = Counter()
    second: Counter[tuple[str, ...]] = Counter()
    holder: dict[tuple[str, ...], int] = {}
    for at, own in enumerate(counts):
        for gram, n in own.items():
            if n > best[gram]:
                second[gram], best[gram], holder[gram] = best[gram], n, at
            elif n > second[gram]:
                second[gram] = n
    return best, second, holder
