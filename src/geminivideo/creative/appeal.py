"""How likely an opening line is to be clicked, learned from randomised tests of one publisher's headlines.

Upworthy, 2013 - 2015 (Research Archive, CC BY 4.0): what won there need not win in a video ad, and only English was
seen. docs/benchmarks.md has how often it picks the winner of headlines that it was not trained on.
"""

import re
from collections.abc import Sequence

import numpy as np

from geminivideo.core.text_embedding import load_bundled_encoder
from geminivideo.creative.appeal_model.model import Array, load_appeal_model
from geminivideo.creative.english.language import foreign_language

_LETTER = re.compile(r"[^\W\d_]")


def appeal(line: str) -> float:
    """Chance to beat an average headline in a test with a clear winner."""
    return appeals([line])[0]


def appeals(lines: Sequence[str]) -> list[float]:
    """One for each line, embedded together; lines that were embedded before cost next to nothing."""
    return [float(chance) for chance in _odds(_scores(lines))]


def chance_over(one: str, other: str) -> float:
    """Chance of `one` to beat `other` in a test with a clear winner."""
    first, second = _scores([one, other])
    return float(_odds(first - second))


def is_english_enough(text: str) -> bool:
    """Whether the model may speak about it: English letters, and not plainly another language."""
    letters = _LETTER.findall(text)
    return (
        bool(letters)
        and all(letter.isascii() or letter in "éèñ" for letter in letters)
        and not foreign_language([text])
    )


def _scores(lines: Sequence[str]) -> Array:
    return load_appeal_model().scores(load_bundled_encoder().encode_depths(lines))


def _odds(lead: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-load_appeal_model().slope * lead)))
