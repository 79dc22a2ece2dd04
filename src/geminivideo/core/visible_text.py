"""Text from outside as a reader would see it: every visible character stays, nothing hides or reorders the rest."""

import unicodedata

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Zero-width joiners and variation selectors belong to emoji and to Arabic or Indic spelling.
_KEPT_FORMATS = frozenset("\u200c\u200d\ufe0f\ufe0e")
_EMOJI_TAGS = range(0xE0020, 0xE0080)


def clean(text: str) -> str:
    """One line of the characters a reader would see; runs of white space become one space."""
    return " ".join("".join(_visible(character) for character in unicodedata.normalize("NFC", text)).split())


def _visible(character: str) -> str:
    if character in _KEPT_FORMATS or ord(character) in _EMOJI_TAGS:
        return character
    if character in _BIDI_CONTROLS:
        return ""
    category = unicodedata.category(character)
    if category in {"Zl", "Zp", "Zs"} or character in "\t\n\r\v\f\x85":
        return " "
    if category == "Cs":  # half of a surrogate pair: cannot be written as UTF-8
        return "\ufffd"
    return "" if category in {"Cc", "Cf", "Co", "Cn"} else character
