"""What a language pack gives: words and stems, phrases placed as typed, decks that are whole, briefs recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import AdStructure, CtaType
from geminivideo.creative.council.contradictions import find_contradictions, forbids_acting
from geminivideo.creative.director.copy_deck import SLOT, load_copy_deck
from geminivideo.creative.director.grid import Angle, Side
from geminivideo.creative.director.local import must_be_writable
from geminivideo.creative.director.material import read_brief
from geminivideo.creative.director.slots import fill, slots_for
from geminivideo.creative.director.timing import closing_words, hook_words, time_scenes
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.folding import tokens_of_any_script
from geminivideo.creative.languages.recognition import other_language
from geminivideo.creative.languages.registry import LANGUAGES, is_known, language_for
from geminivideo.creative.signals import firmness, specificity, trigger_families, understandable
from geminivideo.creative.words import sentences, share_said, spoken_words, stems, tokens, words_that_fit
from tests.creative.briefs import brief
from tests.creative.languages_briefs import BAD, GOOD, LOCAL, local_brief
from tests.creative.samples import sample
from tests.creative.test_language import FOREIGN

PACKS = [LANGUAGES[code] for code in LOCAL]


@pytest.mark.parametrize(
    ("tag", "code"), [("de", "de"), ("de-AT", "de"), ("es-MX", "es"), ("AR-ae", "ar"), ("en-GB", "en")]
)
def test_a_tag_finds_its_pack(tag: str, code: str) -> None:
    assert language_for(tag).code == code
    assert is_known(tag)


def test_an_unknown_language_is_read_as_english_and_said_to_be_unknown() -> None:
    assert language_for("fr").code == "en"
    assert not is_known("fr")


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("de", "Rechnung Rechnungen"), ("de", "Zahn Zähne"), ("de", "schlafe schlafen schläft"),
        ("de", "Straße Strasse"),
        ("es", "factura facturas facturar"), ("es", "energía energia"), ("es", "cansado cansada cansados"),
        ("ar", "الطاقة طاقة بالطاقة والطاقة طاقتك"), ("ar", "مَوعِد موعد الموعد"), ("ar", "الموظفون الموظفين موظف"),
    ],
)  # fmt: skip
def test_stems_join_a_word_family(code: str, family: str) -> None:
    assert len(stems(family, LANGUAGES[code].words)) == 1


@pytest.mark.parametrize(
    ("code", "phrase", "said", "share"),
    [
        ("de", "keine Zeit fürs Fitnessstudio", "Zeit und Fitnessstudio", 1.0),
        ("es", "sin tiempo para el gimnasio", "Tiempo, gimnasios.", 1.0),
        ("ar", "لا وقت للنادي", "الوقت والنادي", 1.0),
        ("ar", "لا وقت للنادي", "النادي", 0.5),
    ],
)
def test_share_said(code: str, phrase: str, said: str, share: float) -> None:
    words = LANGUAGES[code].words
    assert share_said(phrase, stems(said, words), words) == share


def test_words_of_other_scripts_count() -> None:
    assert tokens("„Größe“ für dich, 3,5 kg", LANGUAGES["de"].words) == ["grösse", "für", "dich", "3,5", "kg"]
    assert tokens("لا وَقْتَ للنادي؟", LANGUAGES["ar"].words) == ["لا", "وقت", "للنادي"]
    assert tokens_of_any_script("لا وقتَ اليوم") == ["لا", "وقت", "اليوم"]
    assert tokens_of_any_script("It's 5% off") == ["it's", "5%", "off"]
    assert spoken_words("هل هذا مألوف؟ 🔥") == 3
    assert sentences("هل تعرف؟ نعم. „Ja?“ Gut.") == ["هل تعرف؟", "نعم.", "„Ja?“", "Gut."]


@given(st.sampled_from(PACKS), st.text(max_size=80))
def test_any_text_can_be_read(language: Language, text: str) -> None:
    assert 0 <= specificity(text, language) <= 1
    assert all(tokens(text, language.words)) or not tokens(text, language.words)
    trigger_families(text, language)
    language.policy.offences(text)
    grammar = language.grammar
    for forms in (grammar.pain(text), grammar.desire(text)):
        if forms is not None:
            assert any(c.isalpha() for c in forms.label)
            assert len(forms.label.split()) <= 8
    grammar.audience(text)


@pytest.mark.parametrize("code", LOCAL)
def test_decks_are_whole_and_know_only_slots_that_exist(code: str) -> None:
    deck = load_copy_deck(LANGUAGES[code])
    name = next(name for name in GOOD if name.startswith(code))
    known = set(slots_for(read_brief(local_brief(name)), Angle(Side.PAIN, 0, 0), 30))
    assert set(SLOT.findall(deck.model_dump_json())) <= known
    assert {treatment.structure for treatment in deck.treatments} == set(AdStructure)
    assert all(len(hook.say) >= 6 for hook in deck.hooks.values())
    lines = [line for hook in deck.hooks.values() for line in hook.say]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("code", LOCAL)
@pytest.mark.parametrize("seconds", [15, 20, 30])
def test_the_longest_ends_leave_room_for_the_shortest_middle(code: str, seconds: int) -> None:
    words = LANGUAGES[code].words
    hook, closing = "word " * hook_words(words), "word " * closing_words(seconds, words)
    times = time_scenes(seconds, hook, closing, words)
    assert sum(times) == seconds
    assert min(times[1:-1]) >= 3.0
    assert words_that_fit(times[0], words) >= hook_words(words)
    assert words_that_fit(times[-1], words) >= closing_words(seconds, words)


@pytest.mark.parametrize(
    ("name", "pain", "line", "filled"),
    [
        ("de_dental", 0, "{pain}. Schon wieder.", "Angst vorm Zahnarzt. Schon wieder."),
        ("de_dental", 1, "Genug von {pain_quote}? Gut.", "Genug von „Ich verstecke meine Zähne auf Fotos“? Gut."),
        ("de_dental", 1, "{pain}? Nein.", "„Ich verstecke meine Zähne auf Fotos“? Nein."),
        ("de_invoicing", 2, "Genug von {pain_quote}?", "Genug von „Ich weiß nicht, wer mir noch…“?"),
        ("es_meals", 0, "¿{pain}? Sí.", "“¿Qué cenamos hoy?” Sí."),
        ("ar_meals", 0, "كم مرة {pain_quote}؟", "كم مرة «ماذا نأكل اليوم؟»"),
        ("es_dental", 0, "¿{pain}? Ya basta de {pain_quote}.", "¿Miedo al dentista? Ya basta de “miedo al dentista”."),
        ("es_meals", 0, "¿Otra vez {pain_quote}?", "¿Otra vez “¿Qué cenamos hoy?”?"),
        ("ar_dental", 0, "أسبوع آخر من {pain_quote}؟", "أسبوع آخر من «الخوف من طبيب الأسنان»؟"),
        ("ar_fitness", 0, "من أجل {who}.", "من أجل الموظفين المشغولين في دبي."),
    ],
)
def test_phrases_are_placed_as_they_were_typed(name: str, pain: int, line: str, filled: str) -> None:
    assert fill(line, slots_for(read_brief(local_brief(name)), Angle(Side.PAIN, pain, 0), 30)) == filled


@pytest.mark.parametrize(
    ("code", "typed", "label"),
    [
        ("de", "Ich möchte endlich den Preis kennen", "den Preis kennen"),
        ("de", "• 🔥 Mehr Energie!!! (wirklich)", "Mehr Energie"),
        ("es", "Quiero poder dormir bien", "dormir bien"),
        ("es", "MENOS DESPERDICIO", "menos desperdicio"),
        ("ar", "أريد أن أنام", "«أنام»"),
        ("ar", "«هدوء» 🔥", "هدوء"),
    ],
)
def test_a_desire_loses_what_is_not_meant(code: str, typed: str, label: str) -> None:
    forms = LANGUAGES[code].grammar.desire(typed)
    assert forms is not None
    assert forms.label == label


@pytest.mark.parametrize(
    ("code", "who", "slot"),
    [
        ("de", "Für Berufstätige in München", "Berufstätige in München"), ("de", "Ich bin Gründer", None),
        ("de", "ein junger Vater", None), ("es", "Vivo en Miami", None), ("es", "padres ocupados", "padres ocupados"),
        ("ar", "أعمل في دبي", None), ("ar", "أصحاب البيوت", "أصحاب البيوت"), ("ar", "محبو الزيتون", "محبو الزيتون"),
    ],
)  # fmt: skip
def test_an_audience_stands_after_for_or_not_at_all(code: str, who: str, slot: str | None) -> None:
    assert LANGUAGES[code].grammar.audience(who) == slot


@pytest.mark.parametrize(
    ("code", "offer", "kind"),
    [
        ("de", "Jetzt Erstgespräch buchen", CtaType.BOOK_CALL), ("de", "20 % Rabatt sichern", CtaType.BUY_NOW),
        ("es", "Descarga la guía", CtaType.DOWNLOAD), ("es", "Reserva tu cita", CtaType.BOOK_CALL),
        ("ar", "احجز موعدك", CtaType.BOOK_CALL), ("ar", "اطلب صندوقك", CtaType.BUY_NOW),
        ("de", "Hier", CtaType.LEARN_MORE),
    ],
)  # fmt: skip
def test_what_an_offer_asks_for(code: str, offer: str, kind: CtaType) -> None:
    assert LANGUAGES[code].grammar.offer(offer).type is kind


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_briefs_in_a_known_language_are_accepted(name: str) -> None:
    must_be_writable(local_brief(name))


@pytest.mark.parametrize("said", LOCAL)
@pytest.mark.parametrize("written", ["fr", "it", "pt", "nl", "de", "es"])
def test_words_in_another_language_than_said_are_noticed(said: str, written: str) -> None:
    assert other_language(FOREIGN[written], said) == (written if written != said else None)


def test_a_brief_that_says_something_else_than_it_is_written_in_is_refused() -> None:
    arabic = local_brief("ar_fitness").model_dump() | {"language": "de"}
    with pytest.raises(InvalidInputError, match="'ar'") as error:
        must_be_writable(brief("tiny", **arabic))
    assert 'language="ar"' in error.value.next_step
    english = brief("fitness", language="de")
    with pytest.raises(InvalidInputError, match="'en'"):
        must_be_writable(english)


def test_an_unknown_language_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(InvalidInputError, match="English, German, Spanish, Arabic") as error:
        must_be_writable(brief("tiny", language="fr-CA"))
    assert "live model" in error.value.next_step


@pytest.mark.parametrize("code", LOCAL)
def test_gibberish_is_not_understood_and_vague_phrases_say_little(code: str) -> None:
    language = LANGUAGES[code]
    gibberish, vague = local_brief(f"{code}_gibberish"), local_brief(f"{code}_vague")
    good = local_brief(next(name for name in GOOD if name.startswith(code)))
    assert understandable((gibberish.offer, *gibberish.pain_points), language) < 0.5
    assert understandable((good.offer, *good.pain_points, *good.desires), language) == 1.0
    assert max(firmness(one, language) for one in vague.desires) < min(
        firmness(one, language) for one in good.pain_points
    )


@pytest.mark.parametrize(
    ("code", "offer", "forbidden"),
    [
        ("de", "Bitte nichts buchen", True), ("de", "Nicht warten: buchen", False), ("es", "No reserves nada", True),
        ("es", "No esperes", False), ("ar", "لا تحجز شيئًا", True), ("ar", "لا تنتظر", False),
    ],
)  # fmt: skip
def test_an_offer_that_forbids_to_act(code: str, offer: str, forbidden: bool) -> None:
    assert forbids_acting(offer, LANGUAGES[code]) is forbidden


def test_contradictions_in_the_ads_own_language() -> None:
    lines = ("Ohne Druck.", "Warte nicht.", "Glaub keiner Werbung.", "Gut.", "Vertrau uns.")
    german = sample(lines).model_copy(update={"language": "de"})
    assert len(find_contradictions(german)) == 2


@pytest.mark.parametrize(
    ("code", "filled", "polished"),
    [
        ("de", "Der Weg: „Warum ich?“, noch ein Vorsatz.", "Der Weg: „Warum ich?“, noch ein Vorsatz."),
        ("de", "Sag es laut: „Warum ich?“.", "Sag es laut: „Warum ich?“"),
        ("de", "Nur heute!. Jetzt.", "Nur heute! Jetzt."),
        ("es", "Lo de siempre: “¿Por qué yo?”, otro enero.", "Lo de siempre: “¿Por qué yo?”, otro enero."),
        ("es", "Imagina un mes sin “¿Por qué yo?”.", "Imagina un mes sin “¿Por qué yo?”."),
        ("es", "Empieza con “no sé qué…”.", "Empieza con “no sé qué…”"),
        ("ar", "الطريق: «لماذا أنا؟»، وعام آخر.", "الطريق: «لماذا أنا؟»، وعام آخر."),
    ],
)
def test_punctuation_around_a_quoted_question(code: str, filled: str, polished: str) -> None:
    assert LANGUAGES[code].grammar.polish(filled) == polished


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("de", "Wenn das Velo wieder streikt, obwohl ich es erst letzte Woche zur Reparatur gebracht habe"),
        ("es", "Cuando llego a casa y no hay nada listo porque trabajé todo el día"),
        ("ar", "عندما أعود إلى البيت متأخرًا بعد يوم طويل من العمل ولا أجد وقتًا"),
    ],
)
def test_when_alone_is_not_what_was_meant(code: str, typed: str) -> None:
    """Cut at the comma or the "and", only the occasion would be left."""
    forms = LANGUAGES[code].grammar.pain(typed)
    assert forms is not None
    assert forms.label.strip("„“”«»").endswith("…")


def test_a_stretched_arabic_word_is_written_plainly() -> None:
    forms = LANGUAGES["ar"].grammar.desire("طــاقة أكثر")
    assert forms is not None
    assert forms.label == "طاقة أكثر"
