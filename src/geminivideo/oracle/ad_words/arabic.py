"""Arabic: imperatives to a man, to a woman and to many, and the nouns that buttons have instead.

Vowel signs and the forms of alef, ya and ha are made equal.
"""

import re

from geminivideo.oracle.ad_words.base import AdWords, lower, of
from geminivideo.oracle.text_measures import UNSAID

_FORMS: dict[str, str | None] = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
_TABLE = {**UNSAID, **str.maketrans(_FORMS)}
_FRONT = ("وال", "بال", "فال", "كال", "لل", "ال")


def _key(text: str) -> str:
    return lower(text).translate(_TABLE)


def _stem(word: str) -> str:
    """Without the article, and what is written in front of it."""
    front = next((front for front in _FRONT if word.startswith(front) and len(word) - len(front) >= 3), "")
    return word.removeprefix(front)


def _of(text: str) -> frozenset[str]:
    return of(_key(text))


ARABIC = AdWords(
    calls=_of(
        "احجز احجزي احجزوا اشتر اشتري اشتروا اتصل اتصلي اتصلوا احصل احصلي احصلوا اختر اختاري اكتشف اكتشفي اكتشفوا "
        "حمل حملي حملوا جد انضم انضمي انضموا تعلم تعلمي راسلنا راسلينا اطلب اطلبي اطلبوا وفر وفري شاهد شاهدي شاهدوا "
        "تسوق تسوقي تسوقوا سجل سجلي سجلوا ابدأ ابدئي ابدؤوا اضغط اضغطي اضغطوا جرب جربي جربوا افتح زر زوروا زورونا "
        "اغتنم اغتنمي اغتنموا استفد استفيدي اشترك اشتركي اشتركوا تواصل تواصلي تواصلوا اعرف اعرفي اقرأ "
        "أرسل أرسلي أرسلوا نزل نزلي نزلوا قدم قدمي قدموا تقدم تقدمي استمع استمعي العب العبي تبرع تبرعي تبرعوا "
        "انقر انقري انقروا تابع تابعي تابعنا تابعونا استخدم استخدمي قارن قارني اسأل اسألي اسألنا أضف أضيفي ادخل "
        "ادخلي ثبت ثبتي تنزيل تحميل معرفة إرسال الاشتراك التسجيل"
    ),
    now=_of("الآن اليوم حالا فورا الليلة"),
    first_person=_of("أنا نحن لي عندي لدي معي مني نفسي لنا عندنا لدينا حياتي"),
    absolute=re.compile(
        _key(
            r"(?<!\w)[وف]?ب?(?:ال)?(?:فورا|فوري[ةا]?|بين ليلة وضحاها|في ليلة واحدة|مضمون[ةا]?|ضمان|"
            r"دائما|أبدا|إلى الأبد|للأبد|"
            r"معجزة|سحري[ةا]?|(?:بلا|بدون|دون) (?:أي )?(?:جهد|مجهود|عناء))(?!\w)|(?:100|١٠٠) ?[%٪]"
        )
    ),
    time_span=re.compile(
        _key(
            r"(?<!\w)(?:(?:\d+|ثلاثة?|أربعة?|خمسة?|ستة?|سبعة?|ثماني?ة?|تسعة?|عشرة?|اثن[يا] عشر)\s+"
            r"(?:دقيقة|دقائق|ساعة|ساعات|يوم|أيام|أسبوع|أسابيع|شهر|أشهر|شهور|سنة|سنوات|عام|أعوام)|"
            r"دقيقتين|ساعتين|يومين|أسبوعين|شهرين|سنتين|عامين|(?:يوم|أسبوع|شهر|عام) واحد|(?:دقيقة|ساعة|سنة) واحدة)"
        )
    ),
    key=_key,
    stem=_stem,
)
