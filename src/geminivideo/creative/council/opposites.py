"""By language: what cannot be said together in one ad, and an offer that forbids to act."""

import re

_OPPOSITES = {
    "en": (
        (r"\bdo nothing\b|\bnot yet\b", r"\bdon't wait\b|\btoday counts\b|\bmake it this week\b|\bwaiting\b"),
        (r"\bno pressure\b|\btake your time\b", r"\bhurry\b|\blast chance\b|\bdon't wait\b|\bnow or never\b"),
        (r"\bstart small\b|\bone step\b", r"\ball at once\b|\beverything at once\b"),
        (r"\bdon't trust (?:an|the) ad\b", r"\btrust us\b|\bjust believe\b"),
        (r"\bno lecture\b", r"\btry this instead\b"),
    ),
    "de": (
        (r"\btu (?:heute )?nichts\b|\bnoch nicht\b", r"\bwarte nicht\b|\bheute zählt\b"),
        (r"\b(?:kein|ohne) druck\b|\bnimm dir zeit\b|\bohne eile\b", r"\bbeeil\b|\bletzte chance\b|\bwarte nicht\b"),
        (r"\bfang klein an\b|\bein schritt\b", r"\balles auf einmal\b"),
        (r"\bglaub keiner werbung\b", r"\bvertrau uns\b"),
        (r"\bkein vortrag\b", r"\bversuch stattdessen\b"),
    ),
    "es": (
        (r"\bno hagas nada\b|\btodavía no\b", r"\bno esperes\b|\bhoy cuenta\b"),
        (
            r"\bsin presión\b|\btómate tu tiempo\b|\bsin prisa\b",
            r"\bdate prisa\b|\búltima oportunidad\b|\bno esperes\b",
        ),
        (r"\bempieza pequeño\b|\bun paso\b", r"\btodo a la vez\b"),
        (r"\bno creas a(?:l| un) anuncio\b", r"\bconfía en nosotros\b"),
        (r"\bsin sermones\b", r"\bprueba esto en su lugar\b"),
    ),
    "ar": (
        (r"\bلا تفعل شيئ", r"\bلا تنتظر\b"),
        (r"\bبلا ضغط\b|\bخذ وقتك\b", r"\bأسرع الآن\b|\bآخر فرصة\b|\bلا تنتظر\b"),
        (r"\bابدأ صغير", r"\bكل شيء دفعة واحدة\b"),
        (r"\bلا تصدّ?ق (?:ال)?إعلان", r"\bثق بنا\b"),
    ),
}  # fmt: skip
OPPOSITES = {
    code: tuple((re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in pairs)
    for code, pairs in _OPPOSITES.items()
}
FORBIDDEN_ACTS = {
    "en": re.compile(
        r"^(?:please )?(?:do not|don't|don’t|never) (?:ever )?(?:book|buy|order|call|contact|click|come|get|join"
        r"|visit|try|download|sign up|subscribe|shop|start|tap|use)\b"
        r"(?![^.!?]*\b(?:until|before|without|unless|elsewhere)\b)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^(?!.*\b(?:warten|zögern)\b)(?:bitte )?(?:(?:nichts|nicht|niemals|nie|keine\w?)\b.{0,30}"
        r"\b(?:buch|kauf|bestell|anruf|klick|besuch|lad|test)\w*"
        r"|(?:buch|kauf|bestell|ruf|klick|besuch|lad|test)\w*\b.{0,20}\b(?:nichts?|niemals|kein\w*))"
        r"(?!.*\b(?:bevor|bis|ohne|woanders)\b)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"^(?:por favor,? )?(?:no|nunca) (?:\w+ )?"
        r"(?:reserv|compr|pid|llam|contact|hag|veng|descarg|prueb|uses|entr|empiec)\w*"
        r"(?!.*\b(?:hasta|antes|sin|otro lado)\b)",
        re.IGNORECASE,
    ),
    "ar": re.compile(r"^(?:لا|لا تقم ب\w*) ?ت?(?:حجز|شتر|طلب|تصل|ضغط|زر|حمل|جرب|نضم)\w*(?!.*(?:قبل|حتى|بدون|بلا))"),
}
