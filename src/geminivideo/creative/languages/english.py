"""English, with its deep grammar: see `creative.english`."""

from geminivideo.core.word_list import is_known
from geminivideo.creative.english.casing import upper_first
from geminivideo.creative.english.desires import DesireForms, desire_forms
from geminivideo.creative.english.offers import OfferForms, address, audience, offer_forms
from geminivideo.creative.english.pains import PainForms, pain_forms
from geminivideo.creative.english.phrase import Kind
from geminivideo.creative.english.punctuation import polish
from geminivideo.creative.english.reading import read_desire, read_pain, shorten
from geminivideo.creative.languages.base import Language
from geminivideo.creative.policy_rules import ENGLISH_RULES
from geminivideo.creative.signs import ENGLISH_SIGNS
from geminivideo.creative.words import ENGLISH_WORDS, has_words

_NOBODY_IN_PARTICULAR = frozenset("anyone everyone everybody people all somebody someone".split())
_MINUTE_SHARES = {30: "half of one", 20: "a third of one", 15: "a quarter of one"}


class EnglishGrammar:
    def pain(self, text: str) -> PainForms | None:
        phrase = read_pain(text)
        return pain_forms(phrase) if has_words(phrase.text) else None

    def desire(self, text: str) -> DesireForms | None:
        phrase = read_desire(text)
        return None if not has_words(phrase.text) or phrase.kind is Kind.CANNOT else desire_forms(phrase)

    def offer(self, text: str) -> OfferForms:
        return offer_forms(text)

    def audience(self, target_avatar: str) -> str | None:
        return audience(target_avatar)

    def address(self, who: str) -> str | None:
        return address(who)

    def more_slots(self, product: str, offer: OfferForms, who: str | None, seconds: int) -> dict[str, str | None]:
        return {
            "team": f"the {product} team",
            "offer_do": offer.do,
            "crowd": None if who and who.split(" ")[0] in _NOBODY_IN_PARTICULAR else who,
            "minute_share": _MINUTE_SHARES[seconds],
        }

    def upper_first(self, text: str) -> str:
        return upper_first(text)

    def polish(self, text: str) -> str:
        return polish(text)

    def shorten(self, text: str, limit: int) -> str | None:
        return shorten(text, limit)


ENGLISH = Language(
    code="en",
    name="English",
    words=ENGLISH_WORDS,
    load_signs=lambda: ENGLISH_SIGNS,
    load_policy=lambda: ENGLISH_RULES,
    grammar=EnglishGrammar(),
    quotes=("“", "”"),
    knows=is_known,
)
