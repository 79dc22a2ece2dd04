"""Ad policy in German, Spanish and Arabic: what is blocked with which words, and what is not."""

import pytest

from geminivideo.creative.council.council import Council
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.languages.registry import LANGUAGES
from geminivideo.creative.model import PolicyRule
from geminivideo.creative.policy import check_text, find_brief_violations
from tests.creative.languages_briefs import LOCAL, local_brief
from tests.creative.samples import sample

R = PolicyRule
BLOCKED = {
    "de": [
        ("Bist du zu dick?", R.PERSONAL_ATTRIBUTES),
        ("Du bist pleite.", R.PERSONAL_ATTRIBUTES),
        ("Dein Bauchfett ist peinlich.", R.PERSONAL_ATTRIBUTES),
        ("Leidest du unter Depressionen?", R.PERSONAL_ATTRIBUTES),
        ("Für übergewichtige Frauen.", R.PERSONAL_ATTRIBUTES),
        ("Als Diabetiker kennst du das.", R.PERSONAL_ATTRIBUTES),
        ("Leiden Sie unter Depressionen?", R.PERSONAL_ATTRIBUTES),
        ("Sieh dir das Vorher-Nachher an.", R.HEALTH_CLAIM),
        ("Heilt deine Arthrose.", R.HEALTH_CLAIM),
        ("Klinisch bewiesen.", R.HEALTH_CLAIM),
        ("Ganz ohne Nebenwirkungen.", R.HEALTH_CLAIM),
        ("30 kg in 7 Tagen abnehmen.", R.UNREALISTIC_OUTCOME),
        ("Garantierte Ergebnisse.", R.UNREALISTIC_OUTCOME),
        ("Fließend Spanisch in 3 Tagen.", R.UNREALISTIC_OUTCOME),
        ("Abnehmen ohne Anstrengung.", R.UNREALISTIC_OUTCOME),
        ("Abnehmen ohne Sport.", R.UNREALISTIC_OUTCOME),
        ("10 Kilo in vier Wochen weg.", R.UNREALISTIC_OUTCOME),
        ("Verdiene 5.000 € im Monat.", R.INCOME_CLAIM),
        ("So wirst du schnell reich.", R.INCOME_CLAIM),
        ("Passives Einkommen für alle.", R.INCOME_CLAIM),
        ("Werde reich im Schlaf.", R.INCOME_CLAIM),
        ("Ein wahres Wundermittel.", R.MIRACLE),
        ("Unsere Geheimformel.", R.MIRACLE),
        ("So ein Scheiß.", R.PROFANITY),
        ("JETZT KAUFEN UND SPAREN", R.SHOUTING),
        ("Schnell!!!", R.SHOUTING),
        ("Das wirst du nicht glauben, denn du wirst es nicht glauben.", R.DECEPTIVE_URGENCY),
        ("Nur noch 3 Plätze frei.", R.DECEPTIVE_URGENCY),
        ("Dein Konto wird bald gesperrt.", R.DECEPTIVE_URGENCY),
        ("Deine letzte Chance.", R.DECEPTIVE_URGENCY),
        ("Jetzt Pistole kaufen.", R.WEAPONS),
        ("Kauf dir eine Schusswaffe.", R.WEAPONS),
        ("Meine Feinde töten.", R.VIOLENCE),
        ("Räche dich heute.", R.VIOLENCE),
        ("Bestell deine Zigaretten hier.", R.TOBACCO),
        ("Kauf eine E-Zigarette.", R.TOBACCO),
        ("Cannabis online.", R.DRUGS),
        ("Viagra ohne Rezept.", R.DRUGS),
        ("Heiße Singles warten.", R.ADULT_CONTENT),
        ("Dein Online-Casino.", R.GAMBLING),
        ("Freispiele sichern.", R.GAMBLING),
        ("Verdopple dein Geld.", R.INVESTMENT_CLAIM),
        ("Garantierte Rendite.", R.INVESTMENT_CLAIM),
        ("Schick uns 1 Bitcoin.", R.INVESTMENT_CLAIM),
    ],
    "es": [
        ("¿Estás gorda?", R.PERSONAL_ATTRIBUTES),
        ("Estás en la ruina.", R.PERSONAL_ATTRIBUTES),
        ("Tu papada se nota.", R.PERSONAL_ATTRIBUTES),
        ("¿Sufres de depresión?", R.PERSONAL_ATTRIBUTES),
        ("Conoce a solteros gays.", R.PERSONAL_ATTRIBUTES),
        ("Mira el antes y después.", R.HEALTH_CLAIM),
        ("Cura la diabetes.", R.HEALTH_CLAIM),
        ("Clínicamente probado.", R.HEALTH_CLAIM),
        ("Sin efectos secundarios.", R.HEALTH_CLAIM),
        ("Pierde 30 kg ya.", R.UNREALISTIC_OUTCOME),
        ("Resultados garantizados.", R.UNREALISTIC_OUTCOME),
        ("Mata a tus enemigos.", R.VIOLENCE),
        ("Viagra sin receta.", R.DRUGS),
        ("Gana dinero sin trabajar.", R.INCOME_CLAIM),
        ("¿Usted sufre de ansiedad?", R.PERSONAL_ATTRIBUTES),
        ("¿Está usted endeudado?", R.PERSONAL_ATTRIBUTES),
        ("Baja 5 kg sin dieta.", R.UNREALISTIC_OUTCOME),
        ("Habla inglés en 3 días.", R.UNREALISTIC_OUTCOME),
        ("Adelgaza sin esfuerzo.", R.UNREALISTIC_OUTCOME),
        ("Gana 5.000 € al mes.", R.INCOME_CLAIM),
        ("Gana $500 diarios.", R.INCOME_CLAIM),
        ("Hazte rico desde casa.", R.INCOME_CLAIM),
        ("Ingresos pasivos para todos.", R.INCOME_CLAIM),
        ("Un milagro para tu piel.", R.MIRACLE),
        ("Nuestra fórmula secreta.", R.MIRACLE),
        ("Qué mierda.", R.PROFANITY),
        ("COMPRA AHORA MISMO", R.SHOUTING),
        ("¡Rápido!!!", R.SHOUTING),
        ("No lo vas a creer.", R.DECEPTIVE_URGENCY),
        ("Solo quedan 3 plazas.", R.DECEPTIVE_URGENCY),
        ("Última oportunidad.", R.DECEPTIVE_URGENCY),
        ("Compra una pistola.", R.WEAPONS),
        ("Venta de armas.", R.WEAPONS),
        ("Matar a mis enemigos.", R.VIOLENCE),
        ("Véngate hoy.", R.VIOLENCE),
        ("Compra cigarrillos electrónicos.", R.TOBACCO),
        ("Tu tienda de vapeo.", R.TOBACCO),
        ("Compra marihuana.", R.DRUGS),
        ("Antibióticos sin receta.", R.DRUGS),
        ("Chicas calientes te esperan.", R.ADULT_CONTENT),
        ("Tu casino favorito.", R.GAMBLING),
        ("Apuestas deportivas aquí.", R.GAMBLING),
        ("Duplica tu dinero.", R.INVESTMENT_CLAIM),
        ("Rentabilidad garantizada.", R.INVESTMENT_CLAIM),
        ("Envíanos 1 bitcoin.", R.INVESTMENT_CLAIM),
    ],
    "ar": [
        ("هل أنت سمين؟", R.PERSONAL_ATTRIBUTES),
        ("أنت مفلس.", R.PERSONAL_ATTRIBUTES),
        ("كرشك محرج.", R.PERSONAL_ATTRIBUTES),
        ("لأنك مريض سكري.", R.PERSONAL_ATTRIBUTES),
        ("هل تعاني من الاكتئاب؟", R.PERSONAL_ATTRIBUTES),
        ("تعرّف على مطلقات.", R.PERSONAL_ATTRIBUTES),
        ("شاهد قبل وبعد.", R.HEALTH_CLAIM),
        ("يعالج السكري.", R.HEALTH_CLAIM),
        ("مثبت علميًا.", R.HEALTH_CLAIM),
        ("بلا آثار جانبية.", R.HEALTH_CLAIM),
        ("اخسر 30 كيلو الآن.", R.UNREALISTIC_OUTCOME),
        ("نتائج مضمونة.", R.UNREALISTIC_OUTCOME),
        ("تعلّم الإنجليزية في 3 أيام.", R.UNREALISTIC_OUTCOME),
        ("نحافة بدون مجهود.", R.UNREALISTIC_OUTCOME),
        ("اربح 5000 درهم شهريًا.", R.INCOME_CLAIM),
        ("طريق الثراء السريع.", R.INCOME_CLAIM),
        ("دخل سلبي للجميع.", R.INCOME_CLAIM),
        ("إنها معجزة.", R.MIRACLE),
        ("وصفة سحرية.", R.MIRACLE),
        ("تبًا لهذا.", R.PROFANITY),
        ("أسرع!!!", R.SHOUTING),
        ("لن تصدّق ما حدث.", R.DECEPTIVE_URGENCY),
        ("الفرصة الأخيرة.", R.DECEPTIVE_URGENCY),
        ("بقي 3 مقاعد.", R.DECEPTIVE_URGENCY),
        ("اشترِ مسدسًا اليوم.", R.WEAPONS),
        ("متجر أسلحة.", R.WEAPONS),
        ("قتل أعدائي.", R.VIOLENCE),
        ("انتقم الآن.", R.VIOLENCE),
        ("اطلب السجائر.", R.TOBACCO),
        ("توصيل شيشة.", R.TOBACCO),
        ("شراء الحشيش.", R.DRUGS),
        ("دواء بدون وصفة.", R.DRUGS),
        ("محتوى إباحي.", R.ADULT_CONTENT),
        ("أفضل كازينو.", R.GAMBLING),
        ("لفات مجانية.", R.GAMBLING),
        ("ضاعف أموالك.", R.INVESTMENT_CLAIM),
        ("عوائد مضمونة.", R.INVESTMENT_CLAIM),
        ("أرسل لنا 1 بيتكوين.", R.INVESTMENT_CLAIM),
    ],
}
ALLOWED = {
    "de": """Fett verlieren ohne zu hungern.|Du bist müde.|Du bist armselig bezahlt?|Geld-zurück-Garantie.
Dauert 10 Minuten am Tag.|Kochen in 20 Minuten.|Rechnungen in 2 Minuten schreiben.
Genug von „wenig Energie“?|Nicht mehr rauchen: endlich rauchfrei.|Das CRM und die DATEV.
Spar 3 Stunden pro Woche.|Schwarzer Kaffee für dich.|Heute zählt: Termin buchen.|Gib Gas.
Eine neue Heißklebepistole.|Ich wette, dass du lächelst.|Wundere dich nicht.
Schieß bessere Fotos von Menschen.|Endlich aufhören mit Zigaretten.|Der Hund bellt bei jedem Besuch.
Verdoppel deine Ersparnis beim Einkauf.|Ein armer Hund.|Jetzt Gras für den Rasen bestellen.
Spanisch lernen in 15 Minuten am Tag.|Zufriedenheit garantiert oder Geld zurück.|Dein Konto wird täglich abgeglichen.
Vorher und nachher der Küche.""",
    "es": """Perder grasa sin pasar hambre.|Estás cansado.|Garantía de devolución.|Toma 10 minutos al día.
Cenar en 20 minutos.|Dejar de fumar cigarrillos.|¿Basta ya de “poca energía”?|El CRM de tu ERP.
Ahorra 3 horas por semana.|Un café negro.|Una pistola de silicona nueva.|Apuesta por ti.
Dispara mejores fotos.|Hoy cuenta: reserva tu cita.|Pobre perro.|Antes de decidir, pregunta.
Gana tiempo cada semana.|Mata el aburrimiento.|Tu dieta y tus metas.|Cura de sueño.
Matricula a tus hijos hoy.|Materiales para profesores.|El matrimonio de tus padres.|Disparamos fotos a mujeres.
Habla inglés en 15 minutos al día.|Satisfacción garantizada.|Tu cuenta será más clara.|Sin receta: cocina a tu manera.
El antes y después de tu cocina.|La Virgen de los Milagros.|Pinche de cocina.|Sin trabajo extra.
Puros ingredientes frescos, pide tu caja.|Lleva puros vegetales.|Gana tiempo en dos días.""",
    "ar": """خسارة الدهون بلا جوع.|أنت متعب.|ضع خطة أصغر.|عشر دقائق كل يوم.|عشاء في 20 دقيقة.|الإقلاع عن السجائر.
قهوة سوداء لك.|أسبوع آخر من التأجيل.|اليوم مهم: احجز موعدك.|كل أسبوع انتظار.|قبل أن تقرر، اسأل.
وفّر 3 ساعات في الأسبوع.|اسأل الأطباء.|فقير في الوقت؟|الحصان الأسود.|بعد العمل وقبل النوم.
ضاعف وقتك مع العائلة.|اربح وقتك.|تعلّم الإنجليزية في 15 دقيقة يوميًا.|نضمن لك استرداد المبلغ.
مواعيد قبل وبعد الدوام.|جرّب مسدس الشمع.|نتائج الفحص خلال يومين.|الجهاز يعمل دائمًا.
بدون عمل إضافي.|ضرب من الخيال للأطفال.""",
}
_CASES = [(code, text, rule) for code, cases in BLOCKED.items() for text, rule in cases]


@pytest.mark.parametrize(("code", "text", "rule"), _CASES, ids=[f"{code}: {text}" for code, text, _ in _CASES])
def test_blocks_with_the_words_that_were_typed(code: str, text: str, rule: PolicyRule) -> None:
    found = check_text(f"So. {text}", language=LANGUAGES[code])
    offending = [violation for violation in found if violation.rule is rule]
    assert offending, found
    assert all(violation.words and violation.words in text for violation in offending)


@pytest.mark.parametrize("code", LOCAL)
def test_every_rule_has_a_case(code: str) -> None:
    latin = {R.SHOUTING} if code == "ar" else set()
    assert {rule for _, rule in BLOCKED[code]} | latin == set(PolicyRule)
    assert set(LANGUAGES[code].policy.patterns) == set(PolicyRule) - {R.SHOUTING}


_INNOCENT = [(code, text) for code, texts in ALLOWED.items() for text in texts.replace("\n", "|").split("|")]


@pytest.mark.parametrize(("code", "text"), _INNOCENT)
def test_allows(code: str, text: str) -> None:
    assert check_text(text, language=LANGUAGES[code]) == []


@pytest.mark.parametrize("name", ["de_guns", "es_crypto", "ar_guns"])
def test_what_may_not_be_sold_blocks_every_draft(name: str) -> None:
    asked = local_brief(name)
    assert {violation.rule for violation in find_brief_violations(asked)} & {R.WEAPONS, R.INVESTMENT_CLAIM, R.VIOLENCE}
    blueprint = sample().model_copy(update={"language": asked.language})
    assert not Council(local_judges()).judge([blueprint], asked)[0].approved


def test_vowel_signs_do_not_hide_a_claim() -> None:
    found = check_text("نَتَائِجُ مَضْمُونَةٌ.", language=LANGUAGES["ar"])
    assert [violation.rule for violation in found] == [R.UNREALISTIC_OUTCOME]
    assert found[0].words.startswith("مَضْمُون")
