"""Spellings that mean the same made equal, with the way back to what was typed."""

import re
import unicodedata
from collections.abc import Mapping

from geminivideo.creative.words import tokens

WORD_OR_NUMBER = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*[%٪]?")


class Folding:
    """Lower-case, composed, and each character replaced as `table` says; "" drops it."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = str.maketrans(dict(table))

    def __call__(self, text: str) -> str:
        return self._fold(unicodedata.normalize("NFC", text))

    def typed(self, text: str, start: int, end: int) -> str:
        """What was typed where the folded text has `start` to `end`."""
        composed = unicodedata.normalize("NFC", text)
        places = [at for at, character in enumerate(composed) for _ in self._fold(character)]
        return composed[places[start] : places[end - 1] + 1] if start < end else ""

    def _fold(self, text: str) -> str:
        return text.lower().translate(self._table)


# Vowel signs and the tatweel say nothing that the letters do not; the forms of alef, ya and ha are written at will.
_ARABIC = dict.fromkeys([*map(chr, range(0x064B, 0x0660)), "\u0670", "\u0640"], "") | {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
}  # fmt: skip
GERMAN = Folding({"ß": "ss"})
SPANISH = Folding({"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u"})
ARABIC = Folding(_ARABIC)


def tokens_of_any_script(text: str) -> list[str]:
    """For texts whose language does not matter: words by the rules of English, unless it has other letters."""
    if not any(c.isalpha() and not c.isascii() for c in text):
        return tokens(text)
    return WORD_OR_NUMBER.findall(ARABIC(text))
