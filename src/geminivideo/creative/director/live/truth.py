"""What no draft may contain: markup, ways to reach somebody, and facts that the brief does not give."""

import re
import unicodedata
from collections.abc import Iterator

from geminivideo.creative.model import Brief


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_MARKUP = _any(
    r"[<>{}\[\]\\|`~^*_#]",
    r"&\w+;",
    r"^\W*(?:vo|voice[ -]?over|narrator|speaker|host|scene \d+)\s*[:：]",
)
_STAGE = _any(r"\([^)]*\)", r"（[^）]*）")
_ADDRESS = _any(
    r"https?:",
    r"www\.",
    r"(?<!\w)@\w+",
    r"\b[\w-]+\.(?:com|net|org|io|ai|co|app|shop|store|info|biz|online|site|link|xyz|me|ly|de|at|ch|es|mx|fr|nl|eu|uk|ae|sa|tv)\b",
    r"\+?\d[\d ()/-]{7,}\d",
)
# A number that claims something: a share, a price, some out of so many, a large or a round one.
_FIGURE = _any(
    r"\d[\d.,]*\s?(?:%|٪|percent\b|per cent\b|prozent\b|por ciento\b|بالمئة|بالمائة|في المئة|في المائة)",
    r"[$€£¥₹]\s?\d[\d.,]*",
    r"\d[\d.,]*\s?(?:[$€£¥₹]|(?:usd|eur|gbp|aed|dollars?|euros?|pounds)\b)",
    r"\b\d+ (?:out of|in every) \d+\b",
    r"\b\d{1,3}(?:[.,٬]\d{3})+\b",
    r"\b\d{4,}\b",
    r"\b\d+\+",
    r"\b\d+x\b",
)
_NUMBER = re.compile(r"\d+(?:[.,٬٫]\d+)*")
# Minutes of a day, hours of a week, of a year: arithmetic.
_ARITHMETIC = frozenset({"1440", "8760", "10080", "3600", "86400"})
_PROOF = _any(
    r"\b(?:studies|research|science|surveys?) (?:show|prove|say|find)s?\b",
    r"\b(?:scientists|clinically|award-winning|top-rated|trusted by)\b",
    r"\b(?:(?:five|5)[- ]stars?|rated (?:\w+ ){0,2}(?:\d|best|top))\b",
    r"\bexperts? (?:say|agree|recommend)s?\b",
    r"\b(?:hundreds|thousands|millions) of (?:\w+ )?(?:people|clients|customers|users|women|men|families|businesses)\b",
    r"\b(?:clients|customers) (?:say|report|love)\b",
    r"\bmoney[- ]back\b",
)


class Truth:
    """What one brief gives, to hold texts to."""

    def __init__(self, brief: Brief) -> None:
        own = (brief.product_name, brief.offer)
        self._own = " ".join(own).casefold()
        self._given = " ".join((*own, brief.target_avatar, *brief.pain_points, *brief.desires)).casefold()
        self._numbers = {_plain(number) for number in _NUMBER.findall(self._given)}
        self._verbatim = sorted(set(own), key=len, reverse=True)

    def offences(self, text: str) -> Iterator[str]:
        own = text
        for phrase in self._verbatim:
            own = own.replace(phrase, " ")
        if markup := _MARKUP.search(own):
            yield f"“{markup.group().strip()}” is no plain text"
        # Where to go is for the offer to say: in a pain or a desire an address is somebody's attempt.
        if found := _other_than(self._own, _ADDRESS, own):
            yield f"“{found}” is an address or number to reach somebody, which the offer does not give"
        if figure := self._invented_figure(own):
            yield f"“{figure}” is a figure that the brief does not give"
        if found := _other_than(self._given, _PROOF, own):
            yield f"“{found}” claims what the brief does not give"

    def _invented_figure(self, text: str) -> str | None:
        for match in _FIGURE.finditer(text):
            numbers = {_plain(number) for number in _NUMBER.findall(match.group())}
            if not numbers <= self._numbers | _ARITHMETIC:
                return match.group().strip(" .,")
        return None


def _other_than(given: str, pattern: re.Pattern[str], text: str) -> str | None:
    found = (match.group().strip() for match in pattern.finditer(text))
    return next((words for words in found if words.casefold() not in given), None)


def is_spoken_plainly(line: str) -> bool:
    """No stage direction in brackets: a voice would read it."""
    return not _STAGE.search(line)


def _plain(number: str) -> str:
    """Digits of any script, without what parts thousands from hundreds."""
    return "".join(str(unicodedata.digit(c)) for c in number if c.isdigit())
