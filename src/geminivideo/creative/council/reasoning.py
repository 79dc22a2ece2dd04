"""The reasoning seat: would this stop the thumb, move somebody, and be understood at once?"""

from geminivideo.creative.council.base import Criterion, RubricJudge, blend
from geminivideo.creative.council.contradictions import forbids_acting
from geminivideo.creative.council.reading import Reading
from geminivideo.creative.hook_quality import hook_quality
from geminivideo.creative.model import Member
from geminivideo.creative.signals import concreteness, firmness, specificity, strength, unknown_words, vagueness
from geminivideo.creative.words import share_said, spoken_words, tokens

_QUOTABLE_WORDS = 6
_HALF = 0.5
_QUOTED = 3


def hook(reading: Reading) -> float:
    return hook_quality(reading.hook, (*reading.brief.pain_points, *reading.brief.desires), reading.language)


def emotion(reading: Reading) -> float:
    signs = reading.language.signs
    felt = (
        strength(signs.negative, reading.script, 2 * reading.room),
        strength(signs.positive, reading.script, 2 * reading.room),
    )
    falls = bool(signs.negative.search(reading.first_half)) or bool(signs.triggers["loss"].search(reading.first_half))
    rises = bool(signs.positive.search(reading.second_half)) or bool(
        signs.triggers["vision"].search(reading.second_half)
    )
    return blend((0.3, felt[0]), (0.3, felt[1]), (0.2, falls), (0.2, rises))


def value_clarity(reading: Reading) -> float:
    brief, language = reading.brief, reading.language
    audience = share_said(brief.target_avatar, reading.said, language.words) * firmness(brief.target_avatar, language)
    addressed = not language.signs.you.isdisjoint(tokens(reading.body, language.words))
    return blend(
        (0.25, reading.names_product(reading.script)),
        (0.35, reading.best_said(brief.desires, reading.script)),
        (0.10, max(audience, 0.6 if addressed else 0.0)),
        (0.15, min(1.0, specificity(brief.offer, language) / 0.6)),
        (0.15, 1.0 - 2.0 * vagueness(reading.script, language)),
    )


def _unsaid(reading: Reading) -> str:
    if reading.understood < _HALF:
        unknown = unknown_words(
            (reading.brief.offer, *reading.brief.pain_points, *reading.brief.desires), reading.language
        )
        return f"nobody understands {', '.join(f'“{word}”' for word in unknown[:_QUOTED])}"
    if not reading.names_product(reading.script):
        return "the product is never named"
    if reading.best_said(reading.brief.desires, reading.script) < _HALF:
        return "what the viewer gets stays vague"
    return ""


def cta(reading: Reading) -> float:
    if forbids_acting(reading.brief.offer, reading.language):
        return 0.0
    signs = reading.language.signs
    return blend(
        (0.45, reading.share_in(reading.brief.offer, reading.closing)),
        (0.15, bool(signs.next_step.search(reading.closing))),
        (0.15, reading.share_in(reading.brief.offer, reading.screens[-1])),
        (0.25, strength(signs.ease, reading.closing, 2)),
    )


def shareability(reading: Reading) -> float:
    triggers = reading.language.signs.triggers
    short = [line for line in reading.lines[:-1] if spoken_words(line) <= _QUOTABLE_WORDS]
    turned = [line for line in reading.lines if triggers["contrast"].search(line)]
    return blend(
        (0.3, min(1.0, len(short) / (2 * reading.room))),
        (0.25, bool(turned)),
        (0.25, strength(triggers["belonging"], reading.script, 2 * reading.room)),
        (0.2, min(1.0, 2.5 * concreteness(reading.script, reading.language))),
    )


REASONING_JUDGE = RubricJudge(
    Member.GEMINI,
    (
        Criterion("hook", hook, "name the viewer's own problem or wish in the first line and leave a question open"),
        Criterion("emotion", emotion, "show one feeling before the turn and a better one after it"),
        Criterion(
            "value_clarity", value_clarity, "say the product, for whom it is and what they get, in plain words", _unsaid
        ),
        Criterion(
            "cta", cta, "end on the offer itself, with one easy act", lambda reading: f"now: “{reading.closing}”"
        ),
        Criterion("shareability", shareability, "add a short line that a friend would repeat"),
    ),
)
