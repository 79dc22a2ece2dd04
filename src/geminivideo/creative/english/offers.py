"""The brief's offer and audience in the shapes that closing lines and addresses need."""

import re
from dataclasses import dataclass

from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.english import lexicon as lex
from geminivideo.creative.english.casing import plain_phrase
from geminivideo.creative.english.nouns import with_article
from geminivideo.creative.english.person import to_you
from geminivideo.creative.english.phrase import Kind
from geminivideo.creative.english.reading import read_offer, read_pain, shorten

_WHO_WORDS = 6
_NAME_WORDS = 6
_LATE_WORDS = re.compile(
    r"\s+(online )?(today|tonight|now|here|(only )?this (week|weekend|month|summer|winter|year)|while you can)$"
)
_DASH = re.compile(r"\s+[-–—]\s+|\s*[!?]\s+")
_CTA_WORDS = {
    CtaType.BOOK_CALL: "book schedule call consultation consult appointment demo visit meeting session viewing tour "
    "quote assessment evaluation estimate reserve lesson class audit inspection chat talk survey check-up checkup",
    CtaType.DOWNLOAD: "download guide ebook e-book pdf app checklist template install whitepaper playbook worksheet",
    CtaType.BUY_NOW: "buy shop order off discount sale cart checkout subscribe save deal bundle box purchase shipping "
    "refill starter kit voucher coupon",
}


@dataclass(frozen=True, slots=True)
class OfferForms:
    text: str  # as typed: what the call to action says
    do: str | None  # "book your free consultation"
    type: CtaType


def offer_forms(offer: str) -> OfferForms:
    phrase = read_offer(_DASH.split(offer)[0])
    text = _to_viewer(phrase.text)
    do: str | None = None
    if phrase.kind is Kind.ACT and phrase.before != "not" and not phrase.text.split()[0].lower().endswith("ing"):
        do = text
    elif phrase.kind is Kind.NOUN:
        do = _take(text)
    if ":" in text:
        do = None
    return OfferForms(offer, _without_late_words(do) if do else None, cta_type(offer))


def _without_late_words(act: str) -> str:
    """Such as "get a free quote today" -> "get a free quote"; "click here" is nothing without its "here"."""
    shorter = _LATE_WORDS.sub("", act)
    return shorter if " " in shorter else act


def _to_viewer(text: str) -> str:
    """What is "mine" is the viewer's; "us" and "our" stay the advertiser's."""
    return re.sub(r"\b(my|me)\b", lambda m: {"my": "your", "me": "you"}[m.group().lower()], text, flags=re.IGNORECASE)


def cta_type(offer: str) -> CtaType:
    """The first word that tells decides; an offer that tells nothing asks to learn more."""
    for word in re.findall(r"[a-z-]+", offer.lower()):
        for kind, words in _CTA_WORDS.items():
            if word in words.split() or word.removesuffix("s") in words.split():
                return kind
    return CtaType.LEARN_MORE


def _take(noun_phrase: str) -> str:
    """Such as "free consultation" -> "claim your free consultation"; "20% off" -> "get 20% off"."""
    first = noun_phrase.split(maxsplit=1)[0].lower()
    if first in {"a", "an", "your"} or with_article(noun_phrase) != noun_phrase:
        rest = noun_phrase.split(" ", 1)[1] if first in {"a", "an", "your"} and " " in noun_phrase else noun_phrase
        return f"claim your {rest}"
    return f"get {noun_phrase}"


def audience(target_avatar: str) -> str | None:
    """The avatar as it stands after "for": "busy professionals in Dubai"; None when it is no such phrase."""
    text = re.sub(r"^for\s+", "", plain_phrase(target_avatar), flags=re.IGNORECASE)
    short = shorten(text, _WHO_WORDS)
    if short is None:
        return None
    phrase = read_pain(short)
    is_somebody = phrase.kind in {Kind.NOUN, Kind.AMOUNT} or phrase.text.startswith(("a ", "an "))
    return to_you(phrase.text) if is_somebody else None


def address(who: str) -> str | None:
    """The avatar as one calls to them: no article, and never a phrase that starts with "your"."""
    first, _, rest = who.partition(" ")
    if first.lower() in {"a", "an", "the"}:
        return rest or None
    return None if first.lower() in lex.DETERMINERS | lex.PRONOUNS | {"anyone", "everyone", "everybody"} else who


def spoken_name(product_name: str) -> str:
    """A product's name as a voice says it: without symbols, and without a slogan behind a dash or colon."""
    bare = re.split(r"\s+[-–—|•]\s+|:\s|\s\|\s?", product_name)[0]
    plain = " ".join(re.sub(r"[{}<>\[\]()|\\`~^*_#=@™®©“”\"]", " ", bare).split())
    plain = "".join(c for c in plain if c.isspace() or c.isalnum() or c.isascii() or c in "’‘")
    words = " ".join(plain.split()).strip(" .,;:!-").split()
    return " ".join(words if len(words) <= _NAME_WORDS else words[:_NAME_WORDS]) or product_name
