"""The reasoning seat: would this stop the thumb, move somebody, and be understood at once?"""

import re

from geminivideo.creative.council.appeal import appeal
from geminivideo.creative.council.base import Criterion, RubricJudge, blend
from geminivideo.creative.council.reading import Reading, firmness
from geminivideo.creative.model import Member
from geminivideo.creative.signals import (
    EASE, HYPE, NEGATIVE_FEELING, NEXT_STEP, POSITIVE_FEELING, TRIGGERS, concreteness, hits, specificity, strength, vagueness,
)
from geminivideo.creative.words import share_said, spoken_words, stems, tokens

_WORST_APPEAL, _BEST_APPEAL = 0.25, 0.70
_TENSION = ("curiosity", "contrast", "loss", "belonging", "vision", "relief")
_QUOTABLE_WORDS = 6


def hook(reading: Reading) -> float:
    items = (*reading.brief.pain_points, *reading.brief.desires)
    tension = sum(bool(TRIGGERS[family].search(reading.hook)) for family in _TENSION)
    return blend(
        (0.25, (appeal(reading.hook) - _WORST_APPEAL) / (_BEST_APPEAL - _WORST_APPEAL)),
        (0.35, reading.best_said(items, reading.hook)),
        (0.25, (0.0, 0.8, 1.0)[min(tension, 2)]),
        (0.15, _length_fit(spoken_words(reading.hook))),
    ) * (0.8 ** hits(HYPE, reading.hook))


def _length_fit(words: int) -> float:
    """Long enough to say something, short enough for the first three to five seconds."""
    if 5 <= words <= 10:
        return 1.0
    return 0.75 if 3 <= words <= 13 else 0.2


def emotion(reading: Reading) -> float:
    felt = strength(NEGATIVE_FEELING, reading.script, 2), strength(POSITIVE_FEELING, reading.script, 2)
    falls = bool(NEGATIVE_FEELING.search(reading.first_half)) or bool(TRIGGERS["loss"].search(reading.first_half))
    rises = bool(POSITIVE_FEELING.search(reading.second_half)) or bool(TRIGGERS["vision"].search(reading.second_half))
    return blend((0.3, felt[0]), (0.3, felt[1]), (0.2, falls), (0.2, rises))


def value_clarity(reading: Reading) -> float:
    brief = reading.brief
    audience = share_said(brief.target_avatar, reading.said) * firmness(brief.target_avatar)
    return blend(
        (0.25, reading.names_product(reading.script)),
        (0.35, reading.best_said(brief.desires, reading.script)),
        (0.15, max(audience, 0.6 if "you" in tokens(reading.body) else 0.0)),
        (0.15, min(1.0, specificity(brief.offer) / 0.6)),
        (0.10, 1.0 - 2.5 * vagueness(reading.script)),
    )


def cta(reading: Reading) -> float:
    said = stems(reading.closing)
    return blend(
        (0.45, share_said(reading.brief.offer, said)),
        (0.15, bool(NEXT_STEP.search(reading.closing))),
        (0.15, share_said(reading.brief.offer, stems(reading.screens[-1]))),
        (0.25, strength(EASE, reading.closing, 2)),
    )


def shareability(reading: Reading) -> float:
    short = [line for line in reading.lines[:-1] if spoken_words(line) <= _QUOTABLE_WORDS]
    turned = [line for line in reading.lines if TRIGGERS["contrast"].search(line)]
    return blend(
        (0.3, min(1.0, len(short) / 3)),
        (0.25, bool(turned)),
        (0.25, strength(TRIGGERS["belonging"], reading.script, 2)),
        (0.2, min(1.0, 1.5 * concreteness(re.sub(r"\d+ s", "", reading.script)))),
    )


REASONING_JUDGE = RubricJudge(
    Member.GEMINI,
    (
        Criterion("hook", 30, hook, "name the viewer's own problem or wish in the first line and leave a question open"),
        Criterion("emotion", 25, emotion, "show one feeling before the turn and a better one after it"),
        Criterion("value_clarity", 20, value_clarity, "say the product, for whom it is and what they get, in plain words"),
        Criterion("cta", 15, cta, "end on the offer itself, with one easy act"),
        Criterion("shareability", 10, shareability, "add a short line that a friend would repeat"),
    ),
)
