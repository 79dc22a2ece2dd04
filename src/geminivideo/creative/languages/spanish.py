"""Spanish, "tú", for both sides of the Atlantic."""

import re
from functools import partial

from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.folding import SPANISH as FOLDING
from geminivideo.creative.languages.folding import WORD_OR_NUMBER
from geminivideo.creative.languages.packs import UNJUDGED, known_by_letters, load_policy, load_signs
from geminivideo.creative.languages.plain import PlainGrammar
from geminivideo.creative.words import Words

_STOP_WORDS = frozenset(
    map(
        FOLDING,
        """el la los las lo un una unos unas y e o u pero si no ni que de del al a en con sin por para sobre entre hasta
        desde como cuando donde quien cual cuanto yo tú él ella nosotros ellos me te se nos le les lo mi mis tu tus su
        sus nuestro nuestra es son soy eres está están estoy ser estar fue era he ha han hay tengo tienes tiene tener
        puedo puedes puede muy más ya también solo cada todo todos toda todas este esta esto estos estas ese esa eso
        esos qué quién cómo cuándo dónde por qué porque así aquí ahí""".split(),
    )
)
_ENDINGS = (
    "andose", "iendose", "amiento", "imiento", "aciones", "acion", "ando", "iendo", "arse", "erse", "irse", "amos",
    "emos", "imos", "ados", "idos", "adas", "idas", "ado", "ido", "ada", "ida", "ar", "er", "ir", "os", "as", "es", "o",
    "a", "e", "s", "n",
)  # fmt: skip


def stem(word: str) -> str:
    """Crude: factura, facturas, facturar -> factur; dormir, durmiendo stay apart."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_GRAMMAR = PlainGrammar(
    quotes=("“", "”"),
    leads=re.compile(
        r"^(?:(?:yo )?quiero|queremos|quisiera|me gustaría|necesito|necesitamos|deseo|ojalá pudiera)\s+(?:poder )?"
        r"(?=\S)",
        re.IGNORECASE,
    ),
    own_voice=re.compile(
        r"\b(?:yo|me|mí|mi|mis|nos|nosotros|nuestr[oa]s?|soy|estoy|tengo|quiero|puedo|sé|debo|vivo|trabajo|hago|paso)\b"
        r"|^(?:no )?\w{3,}o (?:que|el|la|los|las|mi|en|a|de|con|un|una)\b",
        re.IGNORECASE,
    ),
    for_lead=re.compile(r"^(?:para|a)\s+", re.IGNORECASE),
    not_who=re.compile(r"^(?:yo|soy|somos|estoy|tengo|quiero|vivo|trabajo)\b|^el\b", re.IGNORECASE),
    breaks=frozenset("y o pero porque cuando que de para con sin por en a al del desde hasta".split()),
    opens_clauses=frozenset("cuando si aunque porque mientras".split()),
    cta_words={
        CtaType.BOOK_CALL: re.compile(
            r"cita|consulta|llamada|agenda|reserva|clase|visita|valoración|tasación|revisión|demostración|demo\b|asesor",
            re.IGNORECASE,
        ),
        CtaType.DOWNLOAD: re.compile(r"descarga|guía|e-?book|pdf|plantilla", re.IGNORECASE),
        CtaType.BUY_NOW: re.compile(
            r"compra|pide|pedido|tienda|descuento|%|oferta|envío|caja|cupón|suscr|€|\$", re.IGNORECASE
        ),
    },
    opens_questions=True,
    lowers_nouns=True,
)

SPANISH = Language(
    code="es",
    name="Spanish",
    words=Words(WORD_OR_NUMBER, FOLDING, stem, _STOP_WORDS, per_second=2.5),
    load_signs=partial(load_signs, "es", FOLDING),
    load_policy=partial(load_policy, "es", FOLDING),
    grammar=_GRAMMAR,
    quotes=_GRAMMAR.quotes,
    knows=known_by_letters("es", FOLDING),
    unjudged=UNJUDGED,
)
