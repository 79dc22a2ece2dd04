"""Free text made ready to stand inside a sentence: no emoji, quotes, bullets or capitals that belong to a heading."""

import re
import unicodedata

from geminivideo.creative.english.lexicon import BASE_VERBS, PROPER

_BULLET = re.compile(r"^\s*(?:[-*•–—]+|\(?\d{1,2}[.)])\s+")
_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_MARKUP = re.compile(r"[{}<>\[\]()|\\`~^*_#=@]")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
_SPEECH = re.compile(r"[\"“‘']([^\"”“]+)[\"”’']\s+\w+")
_QUOTES = "\"'“”‘’«»"
_EDGES = " \t.,;:!…-–—&/"


def plain_phrase(text: str) -> str:
    """The first sentence of `text` without decoration; a question mark at its end stays."""
    text = _BULLET.sub("", _without_symbols(_TAG.sub(" ", text).split(";")[0] or text))
    without_asides = _PARENTHESES.sub("", text)
    text = _MARKUP.sub(" ", without_asides if re.search(r"\w", without_asides) else text)
    text = re.sub(r"\b(\w+) free$", r"\1-free", text) if len(text.split()) == 2 else text
    text = _unquoted(_SENTENCE_BREAK.split(" ".join(text.split()))[0])
    text = re.sub(r"(?<=\w)’(?=\w)", "'", text.replace('"', ""))
    return _sentence_case(text.replace("“", "‘").replace("”", "’"))


def lower_first(text: str) -> str:
    """`text` as it continues a sentence: names, acronyms and "I" keep their capital."""
    first = text.split(" ", 1)[0]
    if not first or _keeps_capital(first):
        return text
    return text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """Capital on the first letter, past an opening quote; a name such as iPhone stays as it is."""
    start = 1 if text[:1] in {"“", "‘", "("} else 0
    first = text[start:].split(" ", 1)[0]
    if any(c.isupper() for c in first[1:]) and first[:1].islower():
        return text
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def _without_symbols(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk", "Mn", "Me", "Cf"} or c.isascii())


def _unquoted(text: str) -> str:
    text = text.strip(_EDGES)
    speech = _SPEECH.match(text)
    if speech and len(speech.group(1).split()) >= 3:
        text = speech.group(1).strip(_EDGES)
    if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text.strip(_QUOTES + _EDGES)
    return re.sub(r"[!.…]+(?=\?)", "", re.sub(r"\?+", "?", text)).strip()


def _sentence_case(text: str) -> str:
    """Undo a heading's capitals: "Low Energy All Day", "NO TIME"."""
    words = text.split()
    letters = [word for word in words if word[:1].isalpha()]
    if not letters:
        return text
    if text.isupper() and (len(letters) > 1 or len(text) > 5):
        return " ".join(_lowered(word, text) for word in words)
    capitals = sum(1 for word in letters if word[0].isupper())
    if len(letters) > 1 and capitals > len(letters) / 2:
        return " ".join(word if _keeps_capital(word) or _is_acronym(word) else word.lower() for word in words)
    return lower_first(text)


def _lowered(word: str, text: str) -> str:
    known = word.strip("',").lower()
    return word if known in PROPER and len(known) <= 4 and text != word and known not in BASE_VERBS else word.lower()


def _keeps_capital(word: str) -> bool:
    bare = re.split(r"['-]", word.strip(_EDGES + "?“”‘"))[0]
    return bare.lower() in PROPER or _is_acronym(bare)


def _is_acronym(word: str) -> bool:
    """ADHD, SaaS, iPhone, B2B: a capital or digit after the first letter."""
    return any(c.isupper() or c.isdigit() for c in word[1:])
