"""What the end card's button says. Blueprints repeat the offer there, which may be longer than a button can hold."""

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import CtaType
from geminivideo.rendering.text.escape import clean

_MOST_LETTERS = 48  # two lines in the narrowest safe area, hardly smaller than a short label
_SHORT: dict[str, dict[CtaType, str]] = {
    "en": {
        CtaType.BOOK_CALL: "Book now",
        CtaType.DOWNLOAD: "Download",
        CtaType.BUY_NOW: "Buy now",
        CtaType.LEARN_MORE: "Learn more",
    },
    "de": {
        CtaType.BOOK_CALL: "Jetzt buchen",
        CtaType.DOWNLOAD: "Herunterladen",
        CtaType.BUY_NOW: "Jetzt kaufen",
        CtaType.LEARN_MORE: "Mehr erfahren",
    },
    "es": {
        CtaType.BOOK_CALL: "Reserva ya",
        CtaType.DOWNLOAD: "Descargar",
        CtaType.BUY_NOW: "Comprar ahora",
        CtaType.LEARN_MORE: "Más información",
    },
    "ar": {
        CtaType.BOOK_CALL: "احجز الآن",
        CtaType.DOWNLOAD: "تنزيل",
        CtaType.BUY_NOW: "اشترِ الآن",
        CtaType.LEARN_MORE: "اعرف المزيد",
    },
}


def button_text(blueprint: Blueprint) -> str:
    """The call to action; where it is an offer that no button holds, what its kind asks for, if that language is known.

    The offer then stands above the button, in full.
    """
    text, offer = clean(blueprint.cta.text), clean(blueprint.offer)
    if len(text) <= _MOST_LETTERS or text != offer:
        return text
    return _SHORT.get(blueprint.language.partition("-")[0].casefold(), {}).get(blueprint.cta.type, text)
