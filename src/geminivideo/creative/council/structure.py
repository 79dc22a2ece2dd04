"""The structure seat: does it hold together, can it be checked, and is the next step plain?"""

from geminivideo.creative.council.base import Criterion, RubricJudge, blend
from geminivideo.creative.council.contradictions import find_contradictions, forbids_acting
from geminivideo.creative.council.reading import Reading
from geminivideo.creative.model import Member
from geminivideo.creative.signals import hits, readability, strength, vagueness
from geminivideo.creative.words import Words, seconds_needed, spoken_words

_LONGEST_HOOK = 5.5
_SLOWEST_SHARE = 0.44  # of the words that could be spoken


def narrative(reading: Reading) -> float:
    """Opens fast, has a problem before its answer and a better end, and every scene is spoken at a natural pace."""
    brief = reading.brief
    first = next((at for at, voice in enumerate(reading.voices) if reading.names_product(voice)), None)
    paced = [
        _natural_pace(scene.seconds, scene.voice_over, reading.language.words) for scene in reading.blueprint.scenes
    ]
    return blend(
        (0.15, reading.blueprint.scenes[0].seconds <= _LONGEST_HOOK),
        (0.20, reading.best_said(brief.pain_points, reading.first_half)),
        (0.20, reading.best_said(brief.desires, " ".join(reading.voices[1:]))),
        (0.20, first is not None and first < len(reading.voices) - 1),
        (0.25, sum(paced) / len(paced)),
    )


def _natural_pace(seconds: float, text: str, words: Words) -> float:
    words_a_second = spoken_words(text) / seconds
    if words_a_second > words.per_second + 1e-9:
        return 0.0
    return min(1.0, words_a_second / (_SLOWEST_SHARE * words.per_second))


def argument(reading: Reading) -> float:
    """Reasons, and a visible line from the problem through the product to the wish."""
    linked = any(
        reading.names_product(voice)
        and reading.best_said((*reading.brief.desires, *reading.brief.pain_points), voice) > 0
        for voice in reading.voices
    )
    return blend(
        (0.40, strength(reading.language.signs.reasoning, reading.script, 3 * reading.room)),
        (0.20, linked),
        (0.20, reading.best_said(reading.brief.pain_points, reading.script)),
        (0.20, reading.best_said(reading.brief.desires, reading.script)),
    )


def no_contradictions(reading: Reading) -> float:
    return 1.0 - 0.5 * len(find_contradictions(reading.blueprint))


def checkable_claims(reading: Reading) -> float:
    """Nothing that has to be taken on trust, in words that are easy to follow and mean something."""
    language = reading.language
    texts = " ".join((*reading.voices, *reading.screens))
    honest = 1.0 - 0.35 * hits(language.signs.claims, texts) - 0.25 * hits(language.signs.hype, texts)
    return blend(
        (0.5, honest),
        (0.25, readability(reading.voices, language)),
        (0.25, 1.0 - 2.5 * vagueness(reading.script, language)),
    )


def next_step(reading: Reading) -> float:
    if forbids_acting(reading.brief.offer, reading.language):
        return 0.0
    last, signs, words = reading.blueprint.scenes[-1], reading.language.signs, reading.language.words
    return blend(
        (0.45, reading.share_in(reading.brief.offer, reading.closing)),
        (0.20, bool(signs.next_step.search(reading.closing))),
        (0.20, reading.blueprint.cta.text == reading.brief.offer),
        (
            0.15,
            strength(signs.ease, reading.closing, 1) if seconds_needed(reading.closing, words) <= last.seconds else 0.0,
        ),
    )


STRUCTURE_JUDGE = RubricJudge(
    Member.GPT,
    (
        Criterion("narrative", narrative, "problem first, product in the middle, the wish at the end, no dead seconds"),
        Criterion("argument", argument, "tie the problem to the product and the product to the wish with a reason"),
        Criterion(
            "no_contradictions",
            no_contradictions,
            "remove what contradicts another line",
            lambda reading: "; ".join(find_contradictions(reading.blueprint)),
        ),
        Criterion("checkable_claims", checkable_claims, "replace claims and vague words by something one can check"),
        Criterion("next_step", next_step, "say in the last line exactly what to do"),
    ),
)
