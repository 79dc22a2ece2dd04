"""A brief in another language is recognised, an English one never taken for one, however short."""

import pytest

from geminivideo.core.errors import InvalidInputError
from geminivideo.creative.director.local import must_be_writable
from geminivideo.creative.english.language import foreign_language
from tests.creative.briefs import ALL, brief

FOREIGN = {
    "de": ["Jetzt Termin buchen", "berufstätige Eltern in Berlin", "keine Zeit", "abnehmen"],
    "fr": ["Réservez votre essai gratuit", "parents occupés à Lyon", "pas de temps pour le sport", "plus d'énergie"],
    "es": ["Reserva tu cita", "padres ocupados en Madrid", "sin tiempo para el gimnasio", "tener más energía"],
    "it": ["Prenota subito", "genitori di Milano", "non ho tempo per la palestra", "più energia"],
    "pt": ["Marque uma consulta", "pais ocupados em Lisboa", "não tenho tempo", "mais energia"],
    "nl": ["Maak nu een afspraak", "drukke ouders in Utrecht", "geen tijd om te sporten", "meer energie"],
}
ENGLISH = [
    ["Try it", "anyone", "stress", "calm"],
    ["Shop now", "Costa del Sol expats", "El Niño storms", "La Mer glow"],
    ["Book a table at Chez Pierre", "foodies in Los Angeles", "bland pizza con carne", "pasta al dente"],
    ["Order Con Leche", "cafe owners", "weak coffee", "vitamin E and C"],
    ["Start free trial", "teams", "slow BI", "fast ETL"],
    ["Learn German", "expats in Berlin", "I only know und and oder", "order a Bier without English"],
    ["20% off", "yogis", "stiff hips", "Om mani padme hum"],
    ["Voir Dire Club: join", "law students", "moot court nerves", "win a mandate pro bono"],
]


@pytest.mark.parametrize("language", FOREIGN)
def test_recognises(language: str) -> None:
    assert foreign_language(FOREIGN[language]) == language


@pytest.mark.parametrize("texts", ENGLISH, ids=[texts[0] for texts in ENGLISH])
def test_no_false_alarm(texts: list[str]) -> None:
    assert foreign_language(texts) is None


@pytest.mark.parametrize("name", ALL)
def test_the_briefs_of_all_trades_pass(name: str) -> None:
    must_be_writable(brief(name))


def test_refuses_a_language_unnamed_as_it_does_named() -> None:
    offer, who, pain, desire = FOREIGN["fr"]
    changes = {"offer": offer, "target_avatar": who, "pain_points": [pain], "desires": [desire]}
    for brief_in_french in (brief("tiny", **changes), brief("tiny", language="fr")):
        with pytest.raises(InvalidInputError, match="knows English, German, Spanish, Arabic") as refused:
            must_be_writable(brief_in_french)
        assert "live model" in refused.value.next_step
