"""Telling a brief in another language by its small words: they are few, frequent, and not English.

Words that English has too, or that stand in many names (de, la, der, los), are not in the lists.
"""

import re
from collections.abc import Sequence

_LANGUAGES = {
    "de": """und oder nicht kein keine keinen keiner jetzt mit für von zum zur zu beim vom nach dem einen einer einem
        eines ich wir ihr sie mein meine meinen dein deine deinen unser unsere ihre ihren ist sind mehr endlich immer
        wieder ohne aber auch sich über unter bei durch schon nur noch wenn weil dass wie wer jeder jede jeden ständig
        viel viele zeit müde kostenlos kostenlose termin buchen bestellen sichern""",
    "fr": """et ou pas je tu nous vous mon ma mes ton ta tes votre vos notre nos avec sans dans pour une est sont
        être avoir du aux qui que trop très plus jamais toujours chez votre maintenant enfin peu beaucoup gratuit
        gratuite réservez temps fatigué leur leurs cette ces""",
    "es": """y o mi mis tu tus su sus nuestro nuestra con sin para por una unos unas que muy más pero también siempre
        nunca ahora gratis reserva tiempo cuando todo todos cada está están soy tengo quiero estoy hay energía""",
    "it": """e di il lo gli un uno una con senza per che non sono ho mio mia miei tuo tua nostro nostra della delle
        dei del nel nella più molto sempre mai ora subito gratuita gratis prenota tempo anche quando ogni""",
    "pt": """e o os um uma meu minha seu sua com sem para por que não muito mais mas sempre nunca agora grátis tempo
        você eu nós estou tenho quero são está quando cada todos""",
    "nl": """en het een niet geen ik jij wij mijn jouw ons onze met zonder voor van naar bij meer nu altijd nooit ook
        maar als zijn gratis tijd te veel weinig afspraak""",
}
_SMALL = {language: frozenset(words.split()) for language, words in _LANGUAGES.items()}
_ENGLISH = frozenset(
    """a an the and or but not no i you we they my your our their is are am be to of for in on at with without from by
    that which who what how when more every all any can can't don't do have has get feel too it this free up out about
    time book me""".split()
)
# One letter stands in "vitamin e" as well, "un" and "ma" in names: they support what others have shown.
_SHORT = 2
_SEEN = 2
_SHARE = 0.12
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def foreign_language(texts: Sequence[str]) -> str | None:
    """The language that the texts are written in, when it is plainly not English; None for English and for doubt."""
    words = [word for text in texts for word in _plain_words(text)]
    english = sum(word in _ENGLISH for word in words)
    seen = {language: [word for word in words if word in small] for language, small in _SMALL.items()}
    language = max(seen, key=lambda name: len(seen[name]))
    telling = {word for word in seen[language] if len(word) > _SHORT}
    count = len(seen[language])
    plain = len(telling) >= _SEEN and count > english and count >= _SHARE * len(words)
    return language if plain else None


def small_words_seen(texts: Sequence[str]) -> dict[str, list[str]]:
    """The small words of each language, English too, among the texts' words."""
    words = [word for text in texts for word in _plain_words(text)]
    return {name: [word for word in words if word in small] for name, small in (*_SMALL.items(), ("en", _ENGLISH))}


def _plain_words(text: str) -> list[str]:
    """Lower-case words, without those that a capital marks as names; the first word's capital marks nothing."""
    words = _WORD.findall(text)
    return [word.lower() for at, word in enumerate(words) if at == 0 or not word[0].isupper() or text.istitle()]
