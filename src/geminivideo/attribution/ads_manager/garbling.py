"""Text in UTF-8 that some program took for Windows' code page: "dÃ©pensÃ©" for "dépensé"."""

from functools import lru_cache

_BYTES = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(256)}


@lru_cache(maxsize=20_000)
def is_garbled(text: str) -> bool:
    """Whether its letters make sense as bytes of UTF-8, which text that was meant so hardly ever does."""
    return not text.isascii() and _taken_back(text) is not None


def _taken_back(text: str) -> str | None:
    try:
        return bytes(_BYTES[ord(character)] for character in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
