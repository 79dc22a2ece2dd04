"""Text from outside as a terminal may have it: file names, writing in pictures, words, answers of other programs."""

import unicodedata

from rich import markup

_LAYOUT = frozenset("\n\t")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # the reading direction
_STAND_IN = "\ufffd"


def escape(text: str) -> str:
    """No markup of rich's, and no control characters: those could move the cursor, or name the window."""
    return markup.escape("".join(_STAND_IN if _is_control(sign) else sign for sign in text))


def _is_control(sign: str) -> bool:
    return sign in _TURNING or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LAYOUT)
