"""The psychology seat: does it hurt where it should, and is there a reason to trust and to act?"""

from geminivideo.creative.council.base import Criterion, RubricJudge, blend
from geminivideo.creative.council.reading import Reading
from geminivideo.creative.model import Member
from geminivideo.creative.signals import strength, trigger_families

_ENOUGH_FAMILIES = 5


def pain(reading: Reading) -> float:
    """Named in the viewer's words, early, and felt."""
    brief, signs = reading.brief, reading.language.signs
    opening = " ".join(reading.voices[:2])
    felt = max(
        strength(signs.negative, reading.first_half, 2 * reading.room),
        strength(signs.triggers["loss"], reading.first_half, 2 * reading.room),
    )
    return blend(
        (0.40, reading.best_said(brief.pain_points, reading.first_half)),
        (0.15, reading.best_said(brief.pain_points, opening)),
        (0.15, reading.best_said(brief.desires, reading.script)),
        (0.30, felt),
    )


def triggers(reading: Reading) -> float:
    return len(trigger_families(reading.script, reading.language)) / (_ENOUGH_FAMILIES * reading.room)


def social_proof(reading: Reading) -> float:
    return strength(reading.language.signs.social_proof, reading.script, 2 * reading.room)


def authority(reading: Reading) -> float:
    return strength(reading.language.signs.authority, reading.script, 3 * reading.room)


def scarcity(reading: Reading) -> float:
    return strength(reading.language.signs.scarcity, reading.script, 2 * reading.room)


PSYCHOLOGY_JUDGE = RubricJudge(
    Member.CLAUDE,
    (
        Criterion("pain", pain, "say the pain in the viewer's words within the first scenes, and what it costs them"),
        Criterion("triggers", triggers, "use more than one reason to act: relief, belonging, choice, progress"),
        Criterion("social_proof", social_proof, "point to real people the viewer can ask, without inventing any"),
        Criterion("authority", authority, "explain why it works or how to check it"),
        Criterion("scarcity", scarcity, "give an honest reason to start now"),
    ),
)
