"""How written text is said: symbols become words, decoration becomes silence, and every character knows its token.

The synthesiser reports positions in the text it was given; the owners lead from there back to the script's tokens.
"""

import re
import unicodedata
from dataclasses import dataclass

_CURRENCIES = {
    "en": {"$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("pound", "pounds")},
    "es": {"$": ("dólar", "dólares"), "€": ("euro", "euros"), "£": ("libra", "libras")},
    "pt": {"$": ("dólar", "dólares"), "€": ("euro", "euros"), "£": ("libra", "libras")},
    "fr": {"$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("livre", "livres")},
    "it": {"$": ("dollaro", "dollari"), "€": ("euro", "euro"), "£": ("sterlina", "sterline")},
    "de": {"$": ("Dollar", "Dollar"), "€": ("Euro", "Euro"), "£": ("Pfund", "Pfund")},
    "ar": {"$": ("دولار", "دولار"), "€": ("يورو", "يورو"), "£": ("جنيه", "جنيه")},
}
_MAGNITUDES = {"k": " thousand", "m": " million", "b": " billion", "": ""}
_DOT = {"en": "dot", "es": "punto", "pt": "ponto", "fr": "point", "it": "punto", "de": "Punkt", "ar": "نقطة"}
_TO = {"en": "to", "es": "a", "pt": "a", "fr": "à", "it": "a", "de": "bis", "ar": "إلى"}
_PER = {"mo": "month", "yr": "year", "wk": "week", "hr": "hour"}

_AMOUNT = r"(\d[\d.,]*\d|\d)([kKmMbB]?)"
_PRICE = re.compile(rf"([$€£]){_AMOUNT}(?!\w)|{_AMOUNT}([$€£])")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[^\W\d_]{2,12})(/\S*)?", re.IGNORECASE)
_RANGE = re.compile(r"(?<=\d)[-\u2013\u2014](?=[$€£]?\d)")
_RATE = re.compile(r"(?<=\d)/([a-z]{2,})", re.IGNORECASE)

_KEPT_NUMERALS = frozenset("½¼¾²³")  # the synthesiser names them; compatibility forms would be "1/2", "2"
_TRADE_MARKS = dict.fromkeys(map(ord, "™®©℠"))
_NAMED_SIGNS = frozenset("%&@+=°$€£¥₹")
_PAUSES = frozenset(".,!?;:،؛؟。、！？।")
_DASHES = frozenset("\u2013\u2014")
_JOINERS = frozenset("\u200c\u200d")  # they change how some scripts are read
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """`text` is what to pronounce; `owners[i]` is the index of the script's token that character `i` belongs to."""

    text: str
    owners: tuple[int, ...]
    weights: tuple[int, ...]  # per token: how many characters of it are pronounced; 0 for an emoji or a dash


def spoken_form(text: str, language: str) -> SpokenForm:
    primary = language.split("-", 1)[0].lower()
    forms = [_say(token, primary) for token in text.split()]
    owners = [index for index, form in enumerate(forms) if form for _ in f"{form} "]
    weights = tuple(sum(c.isalnum() or c in _NAMED_SIGNS for c in form) for form in forms)
    return SpokenForm(" ".join(filter(None, forms)), tuple(owners[:-1]), weights)


def _say(token: str, language: str) -> str:
    text = _plain(token)
    text = _address_in_words(text, language)
    if language == "en":
        text = _RATE.sub(lambda match: f" per {_PER.get(match[1].lower(), match[1])}", text)
        text = re.sub(r"#(?=\d)", "number ", text)
        text = re.sub(r"#(?=\w)", "hashtag ", text)
    text = _RANGE.sub(f" {_TO.get(language, ' ')} ", text)
    text = _PRICE.sub(lambda match: _price_in_words(match, language), text)
    return _clean(text)


def _plain(token: str) -> str:
    """Ordinary letters for the ornamental ones of social media: 𝗙𝗥𝗘𝗘, ｗｏｗ and ﬁt are FREE, wow and fit."""
    composed = unicodedata.normalize("NFC", token.translate(_TRADE_MARKS))
    return "".join(c if c in _KEPT_NUMERALS else unicodedata.normalize("NFKC", c) for c in composed)


def _address_in_words(text: str, language: str) -> str:
    bare = text.rstrip(".,!?;:")
    match = _ADDRESS.fullmatch(bare)
    if match is None or "." not in match[1]:
        return text
    said = match[1].replace(".", f" {_DOT.get(language, '.')} ") + (match[2] or "").replace("/", " ")
    return said + text[len(bare) :]


def _price_in_words(match: "re.Match[str]", language: str) -> str:
    """`$9.99` is said "9 dollars 99" in English; elsewhere the amount is followed by the currency's name."""
    symbol, amount, magnitude = match[1] or match[6], match[2] or match[4], (match[3] or match[5] or "").lower()
    names = _CURRENCIES.get(language, {}).get(symbol)
    if names is None:
        return match[0]
    if language != "en":
        return f" {amount}{magnitude} {names[amount != '1']} "
    cents = None if magnitude else re.fullmatch(r"([\d,]+)\.(\d\d)", amount)
    whole, part = cents.groups() if cents else (amount + _MAGNITUDES[magnitude], "00")
    return f" {whole} {names[whole != '1']} " + (f"{part} " if part != "00" else "")


def _clean(text: str) -> str:
    """Keep what is pronounced or makes a pause; emoji, brackets, markup and control characters become spaces."""
    kept = " "
    for character in text:
        kept += _kept(character, kept[-1])
    return " ".join(kept.split()).rstrip("'’")


def _kept(character: str, before: str) -> str:
    kind = unicodedata.category(character)[0]
    if character in _VARIATION_SELECTORS:
        return ""
    if kind in "LN" or character in _NAMED_SIGNS or (character in "'’-" and before.isalnum()):
        return character
    if character in _PAUSES or character in _DASHES:
        return "" if before in _PAUSES else "," if character in _DASHES else character
    if (kind == "M" or character in _JOINERS) and unicodedata.category(before)[0] in "LM":
        return character
    return " "
