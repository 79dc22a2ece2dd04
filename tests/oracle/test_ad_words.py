"""The words of an ad in four languages: what an English ad is worth, its translation is worth too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint, CallToAction, Hook, Transformation
from geminivideo.core.vocabulary import CtaType, HookType
from geminivideo.oracle.ad_words.languages import ad_words_of
from geminivideo.oracle.features import blueprint_features, cta_strength, hook_effectiveness
from geminivideo.oracle.text_measures import words
from tests.oracle.examples import example_blueprint, example_scene

# A call to action, the offer it is about, and what is said last.
CALLS = {
    "en": ("Book your free consultation", "free consultation with a coach", "Book your free consultation."),
    "de": ("Buche dein kostenloses Gespräch", "kostenloses Gespräch mit Trainer", "Buche dein Gespräch."),
    "es": ("Reserva tu consulta gratis", "consulta gratis con entrenador", "Reserva tu consulta."),
    "ar": ("احجز استشارتك المجانية", "استشارة مجانية مع مدرب", "احجز استشارتك الآن."),
}
# The same call, weaker by one thing that each language says in its own way.
WITHOUT_VERB = {
    "en": "Your free consultation",
    "de": "Dein kostenloses Gespräch",
    "es": "Tu consulta gratis",
    "ar": "استشارتك المجانية",
}
WITH_NOW = {
    "en": "Book your free consultation today",
    "de": "Buche noch heute dein Gespräch",
    "es": "Reserva hoy tu consulta gratis",
    "ar": "احجز اليوم استشارتك المجانية",
}
OTHER_OFFER = {"en": "Book a table", "de": "Buche einen Tisch", "es": "Reserva una mesa", "ar": "احجز طاولة لشخصين"}
LANGUAGES = tuple(CALLS)


def ad(language: str, call: str, offer: str = "", last: str = "…", kind: CtaType = CtaType.BOOK_CALL) -> Blueprint:
    scene = example_scene(6, last)
    cta = CallToAction(type=kind, text=call)
    return example_blueprint(language=language, cta=cta, offer=offer or "—", product_name="X", scenes=(scene,) * 4)


def strength(language: str, text: str) -> float:
    _, offer, last = CALLS[language]
    return cta_strength(ad(language, text, offer, last))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_good_call_to_action_scores_as_its_english_one(language: str) -> None:
    assert strength(language, CALLS[language][0]) == strength("en", CALLS["en"][0]) == 9.0
    assert strength(language, WITHOUT_VERB[language]) == strength("en", WITHOUT_VERB["en"]) == 7.5
    assert strength(language, WITH_NOW[language]) == strength("en", WITH_NOW["en"]) == 9.75
    assert strength(language, OTHER_OFFER[language]) < strength(language, CALLS[language][0])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Jetzt Termin vereinbaren"),
        ("de", "Buchen Sie Ihr Erstgespräch"),
        ("de-AT", "HOL dir dein Angebot"),
        ("es", "¡Pídelo ya!"),
        ("es-MX", "Agende su cita"),
        ("es", "Suscríbete gratis"),
        ("ar", "اِحْجِزْ موعدك"),
        ("ar", "حمّل الدليل مجانًا"),
        ("ar-EG", "اشتري الآن"),
        ("ar", "إبدأ اليوم"),
        ("en", "Get the guide"),
        ("fr", "Shop maintenant"),
    ],
)
def test_imperatives(language: str, text: str) -> None:
    assert ad_words_of(language).is_call(text)


# What the platforms' own buttons say, and other calls that ads end with.
BUTTONS = {
    "en": "Apply now|Contact us|Listen now|Play game|Request time|Send message|Shop now|Subscribe|Use app|Click below|"
    "Register today|Follow us|Donate now",
    "de": "Jetzt bewerben|Kontaktiere uns|Angebot einholen|Jetzt anhören|Jetzt spielen|Nachricht senden|"
    "Jetzt einkaufen|Registrieren|Abonnieren|App nutzen|Bewirb dich|Schick uns eine Nachricht|Jetzt loslegen|Folge uns",
    "es": "Solicitar|Escuchar|Jugar|Ver menú|Enviar mensaje|Comprar|Registrarte|Suscribirte|Usar app|Síguenos|"
    "Envíanos un mensaje|Conoce el programa|Cotiza gratis",
    "ar": "تسوق الآن|تنزيل|نزّل التطبيق|أرسل رسالة|استمع الآن|العب الآن|معرفة المزيد|قدّم الآن|تبرّع الآن|انقر هنا|"
    "تابعنا|استخدم التطبيق|إرسال رسالة",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_calls(language: str) -> None:
    assert [text for text in BUTTONS[language].split("|") if not ad_words_of(language).is_call(text)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Dein Termin"),
        ("es", "Tu cita"),
        ("ar", "موعدك المجاني"),
        ("en", "Buche jetzt"),
        ("de", "Book now"),
        ("de", ""),
    ],
)
def test_what_is_no_imperative(language: str, text: str) -> None:
    assert not ad_words_of(language).is_call(text)


PROMISES = {
    "en": ("Guaranteed fit overnight", "Fit in six weeks"),
    "de": ("Garantiert fit über Nacht", "Fit in sechs Wochen"),
    "es": ("En forma de la noche a la mañana, garantizado", "En forma en seis semanas"),
    "ar": ("لياقة مضمونة بين ليلة وضحاها", "لياقة أفضل خلال ستة أسابيع"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_promises_are_believed_as_in_english(language: str) -> None:
    loud, sober = PROMISES[language]
    assert believed(language, loud) == believed("en", PROMISES["en"][0]) == 4.0
    assert believed(language, sober) == believed("en", PROMISES["en"][1]) == 7.5


def believed(language: str, after: str) -> float:
    change = Transformation(before="two words", after=after, believability=7)
    features = blueprint_features(example_blueprint(language=language, transformation=change))
    return features["transformation_believability"]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "immer wieder Freude", 0),
        ("de", "nie wieder Rückenschmerzen, für immer", 2),
        ("de", "mühelose Wundermittel mit 100 % Garantie", 4),
        ("es", "sin esfuerzo y para siempre, 100%", 3),
        ("es", "resultados instantáneos", 1),
        ("ar", "نتائج فورية بدون مجهود وبضمان ١٠٠٪", 4),
        ("ar", "دائمًا وللأبد", 2),
        ("ar", "تحسّن تدريجي", 0),
    ],
)
def test_absolute_promises(language: str, text: str, count: int) -> None:
    assert ad_words_of(language).count_absolutes(text) == count


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "nach 10 Minuten", True),
        ("de", "der Sechs-Wochen-Plan", True),
        ("de", "ein Tagebuch", False),
        ("de", "eines Tages", False),
        ("es", "en 3 días", True),
        ("es", "una semana después", True),
        ("es", "un mesero", False),
        ("ar", "خلال أسبوعين", True),
        ("ar", "بعد ١٠ دقائق", True),
        ("ar", "في يوم ما", False),
    ],
)
def test_time_spans(language: str, text: str, found: bool) -> None:
    assert ad_words_of(language).has_time_span(text) is found


HOOKS = {
    "en": ("My back hurt every morning", "The back hurts every morning"),
    "de": ("Mein Rücken schmerzte jeden Morgen", "Der Rücken schmerzt jeden Morgen"),
    "es": ("Mi espalda dolía cada mañana", "La espalda duele cada mañana"),
    "ar": ("أنا كنت أتألم كل صباح", "الظهر يؤلم في كل صباح"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_person_counts_as_in_english(language: str) -> None:
    own, others = (hook(language, text) for text in HOOKS[language])
    assert own - others == pytest.approx(hook("en", HOOKS["en"][0]) - hook("en", HOOKS["en"][1]))
    assert own > others


def hook(language: str, text: str) -> float:
    return hook_effectiveness(example_blueprint(language=language, hook=Hook(type=HookType.STORY, text=text)))


def test_vowel_signs_cut_no_word_apart() -> None:
    assert len(words("حَمِّل الدَّلِيلَ")) == 2
    assert words("cafe\u0301") == ["café"]


@given(st.text(max_size=200), st.sampled_from(["en", "de-CH", "es", "ar", "xx", ""]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    known = ad_words_of(language)
    assert known.count_absolutes(text) >= 0
    assert known.share_a_word(text, text) == any(len(word) > 3 for word in known.words(text))
    assert isinstance(known.is_call(text), bool)
    assert isinstance(known.has_time_span(text), bool)
