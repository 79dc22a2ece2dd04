"""The twelve numbers of a blueprint and the fifteen of a scene, each by a rule that is written here.

Where public evidence exists it sets the size of an effect: in real headline tests a digit wins 63% of the significant
pairs, the first person 65%, the longer text 58%, a question mark 29%, an exclamation mark 17%. An effect's points are
the log-odds of that share. Everything else is a judgement, kept small and visible.
"""

import math
from collections.abc import Iterable

from geminivideo.core.blueprint import Blueprint, Transformation
from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.core.vocabulary import CtaType, HookType, Pacing, ShotType, Transition
from geminivideo.oracle.ad_words.languages import ad_words_of
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.text_measures import has_digit, reading_ease, words

# Points of engagement by hook type as the DeepCTR heuristics give them, a tenth of each, on a base of 5.
_HOOK_BONUS = {
    HookType.PATTERN_INTERRUPT: 2.0,
    HookType.CURIOSITY_GAP: 1.5,
    HookType.QUESTION: 1.2,
    HookType.STORY: 0.8,
}
_OTHER_HOOK_BONUS = 0.5
_DIGIT, _FIRST_PERSON, _LONGER = math.log(63 / 37), math.log(65 / 35), math.log(58 / 42)
_QUESTION_MARK, _EXCLAMATION_MARK = math.log(29 / 71), math.log(17 / 83)
# A hook has about three seconds; at 2.5 words a second much more than this is not heard by then.
_HOOK_WORDS_MAX = 15

# How much a call to action asks for and how directly: buying is clearest, "learn more" the vaguest.
_CTA_BASE = {CtaType.BUY_NOW: 5.0, CtaType.BOOK_CALL: 4.5, CtaType.DOWNLOAD: 4.5, CtaType.LEARN_MORE: 3.5}
_SLOWEST_SCENE, _FASTEST_SCENE = 12.0, 1.0  # seconds a scene lasts at pacing 0 and 10
_PACING_STEP = {Pacing.SLOW: -1.0, Pacing.MEDIUM: 0.0, Pacing.FAST: 1.0}
_LIVELY = frozenset({Transition.WHIP, Transition.ZOOM, Transition.GLITCH})


def blueprint_features(blueprint: Blueprint) -> dict[str, float]:
    """The features of `BLUEPRINT_SCHEMA`, in its order. Only length and scene count can leave the schema's range."""
    return {
        "hook_effectiveness": hook_effectiveness(blueprint),
        "has_transformation": float(blueprint.transformation is not None),
        "transformation_believability": _believability(blueprint.transformation, blueprint.language),
        "num_emotional_triggers": _distinct("num_emotional_triggers", blueprint.emotional_triggers),
        "cta_strength": cta_strength(blueprint),
        "scene_count": float(len(blueprint.scenes)),
        "pacing_speed": _pacing_speed(blueprint),
        "energy_level": _energy_level(blueprint),
        "num_winning_patterns_matched": _distinct(
            "num_winning_patterns_matched", (pattern.id for pattern in blueprint.winning_patterns)
        ),
        "has_voiceover": float(bool(words(blueprint.script))),
        "total_duration": blueprint.total_seconds,
        "text_readability": _readability(blueprint),
    }


def scene_features(features: SceneFeatures, seconds: float) -> dict[str, float | None]:
    """The features of `SCENE_SCHEMA`: what was measured, None where nothing measured it, and the scene's length."""
    known = {name: value for name, value in features.model_dump().items() if name in SCENE_SCHEMA.names}
    return {**known, "seconds": seconds}


def hook_effectiveness(blueprint: Blueprint) -> float:
    """0-10: the hook type's prior, moved by what headline tests say about the text; no text is worth nothing."""
    text = blueprint.hook.text
    count = len(words(text))
    if not count:
        return 0.0
    points = 5 + _HOOK_BONUS.get(blueprint.hook.type, _OTHER_HOOK_BONUS)
    points += _DIGIT * has_digit(text) + _FIRST_PERSON * ad_words_of(blueprint.language).is_first_person(text)
    points += _QUESTION_MARK * ("?" in text or "؟" in text) + _EXCLAMATION_MARK * ("!" in text)
    points += _LONGER * min(max((count - 6) / 4, -1), 1)
    points -= 0.25 * max(count - _HOOK_WORDS_MAX, 0)
    return _ten(points)


def cta_strength(blueprint: Blueprint) -> float:
    """0-10: what it asks for, an imperative up front, brevity, a reason to act now, the offer, and being repeated."""
    text, known = blueprint.cta.text, ad_words_of(blueprint.language)
    count = len(known.words(text))
    if not count:
        return 0.0
    points = _CTA_BASE[blueprint.cta.type] + 1.5 * known.is_call(text)
    points += 1.0 if 2 <= count <= 7 else -0.2 * max(count - 10, 0)
    points += 0.75 * (known.is_about_now(text) or has_digit(text))
    points += 1.0 * known.share_a_word(text, f"{blueprint.offer} {blueprint.product_name}")
    last = blueprint.scenes[-1]
    points += 1.0 * known.share_a_word(text, f"{last.voice_over} {last.on_screen_text}")
    return _ten(points)


def pacing_of(mean_scene_seconds: float) -> float:
    """0-10 on a logarithmic scale: twelve-second scenes are 0, one-second scenes 10."""
    span = math.log(_SLOWEST_SCENE / _FASTEST_SCENE)
    return _ten(10 * math.log(_SLOWEST_SCENE / mean_scene_seconds) / span)


def _believability(transformation: Transformation | None, language: str) -> float:
    """0-10: the Director's own estimate, less for absolute promises and vague ends, more for a stated time span."""
    if transformation is None:
        return 0.0
    known = ad_words_of(language)
    points = transformation.believability - 1.5 * min(known.count_absolutes(transformation.after), 3)
    points += 0.5 * known.has_time_span(transformation.after)
    points -= 1.0 * sum(len(words(end)) < 2 for end in (transformation.before, transformation.after))
    return _ten(points)


def _pacing_speed(blueprint: Blueprint) -> float:
    """The cut rate of the script, moved one point by the pacing that the Director asked for."""
    return _ten(
        pacing_of(blueprint.total_seconds / len(blueprint.scenes)) + _PACING_STEP[blueprint.pacing],
    )


def _energy_level(blueprint: Blueprint) -> float:
    """Seven tenths what the Director asked for, three tenths the share of time in action or behind a lively cut."""
    lively = sum(s.seconds for s in blueprint.scenes if s.shot_type is ShotType.ACTION or s.transition in _LIVELY)
    return _ten(0.7 * blueprint.energy + 3 * lively / blueprint.total_seconds)


def _readability(blueprint: Blueprint) -> float:
    """Reading ease of everything that is said or shown; each text is a sentence of its own at least."""
    scenes = (text for scene in blueprint.scenes for text in (scene.voice_over, scene.on_screen_text))
    return reading_ease("\n".join([blueprint.hook.text, *scenes, blueprint.cta.text]), blueprint.language)


def _distinct(feature: str, names: Iterable[str]) -> float:
    """How many different ones there are; past the feature's range more of them say nothing more."""
    high = next(f.high for f in BLUEPRINT_SCHEMA.features if f.name == feature)
    return min(float(len({name.strip().casefold() for name in names if name.strip()})), high)


def _ten(points: float) -> float:
    return round(min(max(points, 0.0), 10.0), 4)
