"""Briefs in German, Spanish and Arabic as advertisers type them, good ones and some that deserve to fail."""

from typing import Any

from geminivideo.creative.model import Brief

_BRIEFS: dict[str, dict[str, Any]] = {
    "de_fitness": {
        "product_name": "PTD Fitness Coaching",
        "offer": "Jetzt kostenloses Erstgespräch buchen",
        "target_avatar": "Berufstätige in München",
        "pain_points": ["keine Zeit fürs Fitnessstudio", "wenig Energie am Nachmittag", "schon jede Diät probiert"],
        "desires": ["Fett verlieren", "mich im Spiegel wohlfühlen", "mehr Energie bis zum Abend"],
    },
    "de_dental": {
        "product_name": "Zahnarztpraxis Lindenhof",
        "offer": "Kontrolltermin diesen Monat gratis",
        "target_avatar": "Erwachsene, die den Zahnarzt meiden",
        "pain_points": [
            "Angst vorm Zahnarzt",
            "Ich verstecke meine Zähne auf Fotos",
            "Versteckte Kosten",
            "Zahnschmerzen in der Nacht",
        ],
        "desires": ["selbstbewusst lächeln", "schmerzfreie Behandlung", "Ich möchte den Preis vorher kennen"],
    },
    "de_invoicing": {
        "product_name": "Rechnix – Rechnungen für Selbstständige",
        "offer": "14 Tage kostenlos testen. Ohne Kreditkarte",
        "target_avatar": "selbstständige Designerinnen und Entwickler",
        "pain_points": [
            "Kunden zahlen zu spät",
            "sonntags Rechnungen hinterherlaufen",
            "Ich weiß nicht, wer mir noch Geld schuldet",
        ],
        "desires": ["pünktlich bezahlt werden", "Rechnungen in 2 Minuten schreiben", "abends keine Buchhaltung mehr"],
    },
    "de_dogs": {
        "product_name": "Hundeschule Gute Pfote",
        "offer": "Zum kostenlosen Welpen-Webinar anmelden",
        "target_avatar": "Menschen mit ihrem ersten Hund",
        "pain_points": ["Mein Hund zieht an der Leine", "Bellt bei jedem Besuch", "Die Nachbarn beschweren sich"],
        "desires": ["ein ruhiger Hund", "entspannte Spaziergänge", "Besuch ohne Gebell"],
    },
    "de_empty": {
        "product_name": "MegaSlim",
        "offer": "Jetzt bestellen",
        "target_avatar": "alle",
        "pain_points": ["Bist du zu dick?", "du bist pleite", "Probleme"],
        "desires": ["garantiert Wunderergebnisse", "30 kg in 7 Tagen abnehmen", "schnell reich werden", "gute Sachen"],
    },
    "de_vague": {
        "product_name": "Lösungen Plus",
        "offer": "Kontakt",
        "target_avatar": "Leute",
        "pain_points": ["Probleme", "Probleme mit Sachen", "schlechte Ergebnisse"],
        "desires": ["bessere Ergebnisse", "ein gutes Leben", "Erfolg"],
    },
    "de_gibberish": {
        "product_name": "asdf",
        "offer": "qwer",
        "target_avatar": "hjkl",
        "pain_points": ["asdf", "hjkl zxcv"],
        "desires": ["bnm", "qwop"],
    },
    "de_guns": {
        "product_name": "WaffenMarkt",
        "offer": "Jetzt Pistole kaufen",
        "target_avatar": "Jugendliche",
        "pain_points": ["meine Feinde nerven mich", "schwach in der Schule"],
        "desires": ["meine Feinde töten", "mich mächtig fühlen"],
    },
    "es_fitness": {
        "product_name": "PTD Fitness Coaching",
        "offer": "Reserva tu consulta gratis",
        "target_avatar": "profesionales ocupados en Madrid",
        "pain_points": ["sin tiempo para el gimnasio", "poca energía por la tarde", "ya probé todas las dietas"],
        "desires": ["perder grasa", "sentirme bien frente al espejo", "más energía hasta la noche"],
    },
    "es_dental": {
        "product_name": "Clínica Dental Sonrisa Clara",
        "offer": "Revisión dental gratis este mes",
        "target_avatar": "adultos que evitan al dentista",
        "pain_points": [
            "Miedo al dentista",
            "Escondo los dientes en las fotos",
            "Costes ocultos",
            "dolor de muelas por la noche",
        ],
        "desires": ["sonreír con confianza", "un tratamiento sin dolor", "Quiero saber el precio antes de empezar"],
    },
    "es_meals": {
        "product_name": "Caja y Cuchara",
        "offer": "Prueba tu primera caja por 29 €",
        "target_avatar": "padres sin tiempo para cocinar",
        "pain_points": ["¿Qué cenamos hoy?", "pedir comida tres veces por semana", "Los niños no comen verduras"],
        "desires": ["cenar en 20 minutos", "comer todos juntos", "Menos desperdicio"],
    },
    "es_language": {
        "product_name": "Speak Easy School",
        "offer": "Agenda una clase de prueba",
        "target_avatar": "Vivo en Miami y trabajo con americanos",
        "pain_points": [
            "Me quedo en blanco cuando me hablan",
            "olvidé la gramática",
            "vergüenza al hablar en reuniones",
        ],
        "desires": ["hablar inglés con fluidez", "hacer amigos en la oficina", "pedir la cena sin señalar el menú"],
    },
    "es_empty": {
        "product_name": "MegaSlim",
        "offer": "Pide ahora",
        "target_avatar": "todos",
        "pain_points": ["¿Estás gorda?", "estás en la ruina", "problemas"],
        "desires": [
            "resultados milagrosos garantizados",
            "perder 30 kg en 7 días",
            "hacerte rico rápido",
            "cosas buenas",
        ],
    },
    "es_vague": {
        "product_name": "Soluciones Plus",
        "offer": "Contacto",
        "target_avatar": "gente",
        "pain_points": ["problemas", "problemas con cosas", "malos resultados"],
        "desires": ["mejores resultados", "una buena vida", "éxito"],
    },
    "es_gibberish": {
        "product_name": "asdf",
        "offer": "qwer",
        "target_avatar": "hjkl",
        "pain_points": ["asdf", "hjkl zxcv"],
        "desires": ["bnm", "qwop"],
    },
    "es_crypto": {
        "product_name": "CryptoX",
        "offer": "Envíanos 1 bitcoin",
        "target_avatar": "personas con ahorros",
        "pain_points": ["mis ahorros pierden valor"],
        "desires": ["triplicar mis ahorros", "libertad financiera"],
    },
    "ar_fitness": {
        "product_name": "PTD Fitness Coaching",
        "offer": "احجز استشارتك المجانية",
        "target_avatar": "الموظفون المشغولون في دبي",
        "pain_points": ["لا وقت للنادي الرياضي", "طاقة منخفضة بعد الظهر", "جربت كل الحميات"],
        "desires": ["خسارة الدهون", "الثقة أمام المرآة", "طاقة أكثر حتى المساء"],
    },
    "ar_dental": {
        "product_name": "عيادة الابتسامة المشرقة",
        "offer": "احجز فحص الأسنان المجاني هذا الشهر",
        "target_avatar": "البالغون الذين يتجنبون طبيب الأسنان",
        "pain_points": ["الخوف من طبيب الأسنان", "أخفي أسناني في الصور", "تكاليف خفية", "ألم الأسنان في الليل"],
        "desires": ["ابتسامة بثقة", "علاج بلا ألم", "أريد أن أعرف السعر قبل البدء"],
    },
    "ar_meals": {
        "product_name": "صندوق الطبخ",
        "offer": "اطلب صندوقك الأول بـ 99 درهم",
        "target_avatar": "آباء وأمهات بلا وقت للطبخ",
        "pain_points": ["ماذا نأكل اليوم؟", "طلب الطعام ثلاث مرات في الأسبوع", "الأطفال لا يأكلون الخضار"],
        "desires": ["عشاء في 20 دقيقة", "وجبة تجمع العائلة", "هدر أقل للطعام"],
    },
    "ar_estate": {
        "product_name": "بيوت المرفأ",
        "offer": "احصل على تقييم مجاني لبيتك",
        "target_avatar": "أصحاب البيوت في الرياض",
        "pain_points": ["وسطاء لا يعاودون الاتصال", "البيت معروض منذ أشهر", "لا أعرف القيمة الحقيقية لبيتي"],
        "desires": ["بيع البيت بسعر عادل", "انتقال بلا فوضى", "معرفة القيمة قبل البيع"],
    },
    "ar_empty": {
        "product_name": "MegaSlim",
        "offer": "اطلب الآن",
        "target_avatar": "الجميع",
        "pain_points": ["هل أنت سمين؟", "أنت مفلس", "مشاكل"],
        "desires": ["نتائج معجزة مضمونة", "خسارة 30 كيلو في 7 أيام", "الثراء السريع", "أشياء جيدة"],
    },
    "ar_vague": {
        "product_name": "حلول بلس",
        "offer": "تواصل",
        "target_avatar": "الناس",
        "pain_points": ["مشاكل", "مشاكل مع أشياء", "نتائج سيئة"],
        "desires": ["نتائج أفضل", "حياة جيدة", "النجاح"],
    },
    "ar_gibberish": {
        "product_name": "شسيب",
        "offer": "ضصثق",
        "target_avatar": "خحجد",
        "pain_points": ["شسيب", "ظطكذ غعهخ"],
        "desires": ["ئءؤر", "ضصثقف"],
    },
    "ar_guns": {
        "product_name": "سوق السلاح",
        "offer": "اشتر مسدسًا اليوم",
        "target_avatar": "مراهقون",
        "pain_points": ["أعدائي يزعجونني", "ضعيف في المدرسة"],
        "desires": ["قتل أعدائي", "الشعور بالقوة"],
    },
}

GOOD = [name for name in _BRIEFS if name.split("_")[1] not in {"empty", "vague", "gibberish", "guns", "crypto"}]
BAD = [name for name in _BRIEFS if name not in GOOD]
LOCAL = ["de", "es", "ar"]


def local_brief(name: str, **changes: Any) -> Brief:
    return Brief.model_validate(_BRIEFS[name] | {"language": name[:2]} | changes)
