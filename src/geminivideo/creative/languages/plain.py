"""Grammar for languages in which the brief's phrases are only placed where any phrase can stand, never inflected.

As it was typed, a phrase can stand by itself, after a colon or in quotes; the copy decks of these languages ask for
nothing else.
"""

import re
import unicodedata
from dataclasses import dataclass

from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.english.offers import OfferForms
from geminivideo.creative.words import has_words

_BULLET = re.compile(r"^\s*(?:[-*•–—]+|\(?[0-9٠-٩]{1,2}[.)])\s+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_MARKUP = re.compile(r"[{}<>\[\]()|\\`~^*_#=@\"“”„«»‹›‚]")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?؟])\s+")
_EDGES = " \t.,;:!…-–—&/'‘’،؛¡¿"
_DOUBLED = re.compile(r"([?!؟….,،:;؛])[.,،]+|([?!؟….][”“»])\.+")
_DOUBLED_IN_SPANISH = re.compile(r"([?!….,:;])[.,]+|([….]”)\.+")  # its full stop stands after a quoted question too
_ASKED_TWICE = re.compile(r"([?؟][”“»])[?؟]")
_CLOSED_TWICE = re.compile(r"¿(“¿[^”]*\?”)\?")
_SPACE_BEFORE = re.compile(r"\s+([,.;:،؛])")
_TATWEEL = "\u0640"  # stretches a word for looks
_LEAST_WORDS = 4  # fewer of them seldom mean what the whole did: "I don't know"
_PHRASE_WORDS, _QUOTED_WORDS, _WHO_WORDS, _LONGEST_WORD = 7, 6, 6, 30


@dataclass(frozen=True, slots=True)
class PlainForms:
    label: str
    quote: str
    you: str

    def slots(self, name: str) -> dict[str, str | None]:
        return {name: self.label, f"{name}_label": self.label, f"{name}_quote": self.quote}


@dataclass(frozen=True, eq=False)
class PlainGrammar:
    """`leads` are what people write before what they mean ("I want to"); `own_voice` marks what only they can say.

    `not_who` starts an audience that cannot stand after "for"; `breaks` are words before which a phrase may end.
    """

    quotes: tuple[str, str]
    leads: re.Pattern[str]
    own_voice: re.Pattern[str]
    for_lead: re.Pattern[str]
    not_who: re.Pattern[str]
    breaks: frozenset[str]
    cta_words: dict[CtaType, re.Pattern[str]]
    opens_clauses: frozenset[str] = frozenset()  # "when": what follows the break is what was meant
    opens_questions: bool = False  # with a mark of their own
    lowers_nouns: bool = False  # whether a heading's capital may be taken from the first word

    def pain(self, text: str) -> PlainForms | None:
        return self._forms(self._phrase(text))

    def desire(self, text: str) -> PlainForms | None:
        return self._forms(self.leads.sub("", self._phrase(text)))

    def offer(self, text: str) -> OfferForms:
        kinds = (kind for kind, pattern in self.cta_words.items() if pattern.search(text))
        return OfferForms(text, None, next(kinds, CtaType.LEARN_MORE))

    def audience(self, target_avatar: str) -> str | None:
        who = self.for_lead.sub("", self._phrase(target_avatar))
        short = self.shorten(who, _WHO_WORDS)
        return short if short and has_words(short) and not self.not_who.search(short) else None

    def address(self, who: str) -> str | None:
        return who

    def more_slots(self, product: str, offer: OfferForms, who: str | None, seconds: int) -> dict[str, str | None]:  # noqa: ARG002 - other languages need them
        return {"offer_low": self.lower_first(offer.text.rstrip(" ."))}

    def upper_first(self, text: str) -> str:
        start = next((at for at, c in enumerate(text) if c.isalnum()), 0)
        first = text[start:].split(" ", 1)[0]
        if any(c.isupper() for c in first[1:]):
            return text
        return text[:start] + text[start : start + 1].upper() + text[start + 1 :]

    def lower_first(self, text: str) -> str:
        first = text.split(" ", 1)[0]
        keeps = not self.lowers_nouns or any(c.isupper() or c.isdigit() for c in first[1:]) or len(first) == 1
        return text if keeps else text[:1].lower() + text[1:]

    def polish(self, text: str) -> str:
        twice = _CLOSED_TWICE if self.opens_questions else _ASKED_TWICE
        text = twice.sub(r"\1", _SPACE_BEFORE.sub(r"\1", " ".join(text.split())))
        doubled = _DOUBLED_IN_SPANISH if self.opens_questions else _DOUBLED
        return doubled.sub(lambda match: match.group(1) or match.group(2), text)

    def shorten(self, text: str, limit: int) -> str | None:
        words = text.split()
        if len(words) <= limit:
            return text
        for end in range(limit, _LEAST_WORDS - 1, -1):
            if words[end].lower() in self.breaks or words[end - 1].endswith((",", ";", ":", "،", "؛")):
                return " ".join(words[:end]).rstrip(",;:،؛")
        return None

    def _forms(self, phrase: str) -> PlainForms | None:
        if not has_words(phrase):
            return None
        said = self.own_voice.search(phrase) is not None or phrase.endswith(("?", "؟"))
        text = self.upper_first(phrase) if said else phrase
        text = f"¿{text}" if self.opens_questions and text.endswith("?") else text
        quote = f"{self.quotes[0]}{text}{self.quotes[1]}"
        return PlainForms(quote if said else phrase, quote, quote if said else phrase)

    def _phrase(self, text: str) -> str:
        """The first sentence without decoration, no longer than one can say in an opening line."""
        bare = plain_phrase(text)
        if bare.isupper() and len(bare) > 5:
            bare = bare.lower()
        bare = self.lower_first(bare)
        asked = bare.endswith(("?", "؟"))
        short = self.shorten(bare, _PHRASE_WORDS)
        half_said = short != bare and bare.split(" ", 1)[0].lower() in self.opens_clauses
        if short is None or half_said or len(short.split()) > _PHRASE_WORDS:
            return " ".join(word[:_LONGEST_WORD] for word in bare.split()[:_QUOTED_WORDS]).strip(_EDGES) + "…"
        short = " ".join(word[:_LONGEST_WORD] for word in short.split())
        return short if not asked or short == bare else short + "…"


def plain_phrase(text: str) -> str:
    text = unicodedata.normalize("NFC", _TAG.sub(" ", text))
    text = "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk", "Me", "Cf"} or c.isascii())
    text = _BULLET.sub("", text.replace(_TATWEEL, ""))
    text = re.split("[;؛]", text)[0] or text
    without_asides = _PARENTHESES.sub("", text)
    text = _MARKUP.sub(" ", without_asides if has_words(without_asides) else text)
    first = next((part for part in _SENTENCE_BREAK.split(" ".join(text.split())) if has_words(part)), "")
    return re.sub(r"[?؟!]*([?؟])[?؟!]*$", r"\1", first.strip(_EDGES)).strip()
