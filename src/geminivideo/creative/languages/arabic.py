"""Modern Standard Arabic."""

import re
from dataclasses import dataclass
from functools import partial

from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.folding import ARABIC as FOLDING
from geminivideo.creative.languages.folding import WORD_OR_NUMBER
from geminivideo.creative.languages.packs import UNJUDGED, known_by_letters, load_policy, load_signs
from geminivideo.creative.languages.plain import PlainGrammar
from geminivideo.creative.words import Words

# "and", "so", "with", "to", "like", "the" are written onto the word that follows.
PREFIX = r"(?:[وف]?(?:[بك]?ال|لل|[بلك])?)"
_STOP_WORDS = frozenset(
    map(
        FOLDING,
        """في من إلى على عن مع بلا بدون دون ثم أو أم لا لم لن ما ماذا متى أين كيف لماذا هل هذا هذه ذلك تلك هو هي هم
        أنا أنت نحن هناك كل بعض أي إن أن لأن إذا حتى لو كان كانت يكون ليس ليست لي لك لنا بعد قبل عند كما قد لقد و ف
        الذي التي الذين فقط جدا أكثر أقل يا غير بين منذ عليه عليها فيه فيها به بها له لها""".split(),
    )
)
_PREFIXES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_SUFFIXES = (
    "تها",
    "تهم",
    "يات",
    "هما",
    "كما",
    "ها",
    "هم",
    "كم",
    "نا",
    "ات",
    "ان",
    "ون",
    "ين",
    "يه",
    "تك",
    "تي",
    "ه",
    "ك",
    "ي",
    "ا",
)
_ACCUSATIVE = re.compile(r"(?<=\w\w\w)ون(?!\w)")
_ENDS_SO_ANYWAY = frozenset("قانون زيتون تلفزيون كربون مليون ديون عيون فنون بدون سجون".split())


def stem(word: str) -> str:
    """Crude: what is written onto the front and the end comes off, as long as three letters stay."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


@dataclass(frozen=True, eq=False)
class _ArabicGrammar(PlainGrammar):
    def audience(self, target_avatar: str) -> str | None:
        """After a preposition, sound plurals end in -in."""
        who = super().audience(target_avatar)
        return " ".join(map(_after_preposition, who.split())) if who else None


def _after_preposition(word: str) -> str:
    return word if word.removeprefix("ال") in _ENDS_SO_ANYWAY else _ACCUSATIVE.sub("ين", word)


_GRAMMAR = _ArabicGrammar(
    quotes=("«", "»"),
    leads=re.compile(r"^(?:أريد|نريد|أرغب في|أتمنى|أود|أحتاج(?: إلى)?)\s+(?:أن )?(?=\S)"),
    own_voice=re.compile(
        r"(?:^|\s)(?:أنا|نحن|عندي|لدي|لي|أعرف|أستطيع|أشعر|أخاف|أجد|أكره|أتعب|أقدر|أنام|أحصل|أريد)(?!\w)"
    ),
    for_lead=re.compile(r"^(?:إلى|من أجل|لـ)\s*"),
    not_who=re.compile(r"^(?:أنا|نحن|أعمل|أعيش|أبحث|من)(?!\w)"),
    breaks=frozenset("من في على إلى عن مع بلا بدون لأن حتى التي الذي الذين عند بعد قبل أو ثم".split()),
    opens_clauses=frozenset("عندما حين حينما إذا لأن كلما".split()),
    cta_words={
        CtaType.BOOK_CALL: re.compile("احجز|حجز|موعد|استشارة|مكالمة|اتصل|جلسة|معاينة|تقييم|حصة|درس|فحص"),
        CtaType.DOWNLOAD: re.compile("حمّل|حمل|تنزيل|دليل|كتاب"),
        CtaType.BUY_NOW: re.compile("اشتر|اطلب|تسوق|خصم|[%٪]|شراء|طلب|صندوق|اشترك"),
    },
)

ARABIC = Language(
    code="ar",
    name="Arabic",
    words=Words(WORD_OR_NUMBER, FOLDING, stem, _STOP_WORDS, per_second=1.8),
    load_signs=partial(load_signs, "ar", FOLDING, PREFIX),
    load_policy=partial(load_policy, "ar", FOLDING),
    grammar=_GRAMMAR,
    quotes=_GRAMMAR.quotes,
    knows=known_by_letters("ar", FOLDING),
    unjudged=UNJUDGED,
)
