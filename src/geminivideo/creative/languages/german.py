"""German, "du"."""

import re
from functools import partial

from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.folding import GERMAN as FOLDING
from geminivideo.creative.languages.folding import WORD_OR_NUMBER
from geminivideo.creative.languages.packs import UNJUDGED, known_by_letters, load_policy, load_signs
from geminivideo.creative.languages.plain import PlainGrammar
from geminivideo.creative.words import Words

_STOP_WORDS = frozenset(
    """der die das den dem des ein eine einen einem einer eines und oder aber denn doch so wie als wenn dass weil ob
    ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihnen mein meine meinen meinem meiner dein
    deine deinen deinem deiner sein seine seinen ihre ihren unser unsere in im an am auf aus bei beim mit nach
    von vom vor zu zum zur für fürs über unter um durch ohne gegen bis seit ist sind war bin bist sein hat habe
    haben hast wird werden kann können kannst will willst wollen soll muss nicht kein keine keinen nur auch
    schon noch sehr immer wieder da hier dort dann nun jetzt man mal was wer wo wann warum welche welcher alle
    alles jede jeder jeden dieser diese dieses""".split()
)
_ENDINGS = ("ungen", "ung", "ern", "est", "em", "en", "er", "es", "et", "st", "e", "s", "t")
_UMLAUTS = str.maketrans("äöü", "aou")


def stem(word: str) -> str:
    """Crude: Rechnung, Rechnungen -> rechn; Zahn, Zähne -> zahn; schlafe, schlafen -> schlaf."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.translate(_UMLAUTS)


_GRAMMAR = PlainGrammar(
    quotes=("„", "“"),
    leads=re.compile(
        r"^(?:ich (?:will|möchte|würde gern|wünsche mir|brauche)|wir (?:wollen|möchten|brauchen)|endlich mal)\s+"
        r"(?:gerne? |endlich )?(?=\S)",
        re.IGNORECASE,
    ),
    own_voice=re.compile(
        r"\b(?:ich|wir|mich|mir|uns|mein\w{0,2}|unser\w{0,2})\b|^(?:weiß|habe|bin|kann|finde) ", re.IGNORECASE
    ),
    for_lead=re.compile(r"^(?:für|an)\s+", re.IGNORECASE),
    not_who=re.compile(
        r"^(?:ich|wir|der|ein|jeder|mein|kein|er|sie sind|es|wer)\b|\b(?:ich bin|wir sind)\b", re.IGNORECASE
    ),
    breaks=frozenset("und oder aber weil wenn dass die der das für mit ohne bei in im an auf zu von aus statt".split()),
    opens_clauses=frozenset("wenn als sobald obwohl weil während".split()),
    cta_words={
        CtaType.BOOK_CALL: re.compile(
            r"termin|gespräch|beratung|anruf|buche|probestunde|probetraining|besichtigung|bewertung|kontroll|check-?up|"
            r"reservier|angebot anfordern|vereinbar|demo\b",
            re.IGNORECASE,
        ),
        CtaType.DOWNLOAD: re.compile(r"download|herunterladen|lade\b|leitfaden|e-?book|pdf|checkliste", re.IGNORECASE),
        CtaType.BUY_NOW: re.compile(
            r"kauf|bestell|shop|rabatt|%|sichern|sichere|gutschein|versand|paket|probebox|abo\b|€", re.IGNORECASE
        ),
    },
)

GERMAN = Language(
    code="de",
    name="German",
    words=Words(WORD_OR_NUMBER, FOLDING, stem, frozenset(map(FOLDING, _STOP_WORDS)), per_second=2.3),
    load_signs=partial(load_signs, "de", FOLDING),
    load_policy=partial(load_policy, "de", FOLDING),
    grammar=_GRAMMAR,
    quotes=_GRAMMAR.quotes,
    knows=known_by_letters("de", FOLDING),
    unjudged=UNJUDGED,
)
