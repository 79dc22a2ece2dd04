"""Choosing footage: every scene of the footage is scored for what a blueprint scene asks for, and the score says why.

Scores are points of 100. A part that nothing measured counts as middling and is named so in the reason.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from geminivideo.core.footage_scene import FootageScene, SceneFeatures
from geminivideo.core.vocabulary import ShotType
from geminivideo.core.word_stems import stems
from geminivideo.rendering.scene_knowledge import SceneKnowledge

Similarity = Callable[[str, str], float]

# What each question is worth; together 100.
WORDS, SHOT, ENERGY, RANK = 36.0, 22.0, 16.0, 26.0
REPEAT_PENALTY = 4.0  # for each earlier use of the same scene
SAME_AS_BEFORE_PENALTY = 3.0  # two shots of one scene in a row look like a mistake unless they are clearly better
OVERLAP_PENALTY = 30.0  # showing the very same seconds again
SAME_TAKE_BONUS = 8.0  # where jump cuts are wanted
JUMP_SECONDS = 0.6  # left out by a jump cut: less looks like a dropped frame
GOOD_ENOUGH = 22.0  # below this, designed typography says it better
LEAST_BRIGHTNESS, LEAST_CONTRAST = 0.04, 0.02  # below either, a scene shows nothing: it is black, or one flat colour
_UNKNOWN = 0.5
_EDGE_SECONDS = 0.1  # the first frames after a cut in the source often still hold the shot before

_LIVELY = frozenset(
    "excite excited excitement energy energetic joy joyful happy thrill triumph triumphant pride proud urgent urgency "
    "surprise surprised amazed shock shocked playful fun motivated anger angry confident eager bold adrenaline".split()
)
_QUIET = frozenset(
    "calm relief relieved trust peace peaceful sad sadness tired frustrated frustration worry worried lonely serene "
    "thoughtful nostalgia nostalgic hope hopeful empathy shame guilt fear anxious anxiety doubt overwhelm".split()
)


@dataclass(frozen=True, slots=True)
class Need:
    """What one shot asks for."""

    query: str
    shot_type: ShotType
    emotion: str
    energy: float  # 0-10
    seconds: float
    same_take: bool = False  # a jump cut: the shot before goes on, some seconds of it left out


@dataclass(frozen=True, slots=True)
class Choice:
    scene: FootageScene
    in_seconds: float
    score: float
    reason: str


@dataclass(slots=True)
class Uses:
    """What the ad shows already."""

    spans: list[tuple[str, float, float]] = field(default_factory=list)

    def add(self, choice: Choice, seconds: float) -> None:
        self.spans.append((choice.scene.scene_id, choice.in_seconds, choice.in_seconds + seconds))

    def of(self, scene_id: str) -> list[tuple[float, float]]:
        return sorted((begin, end) for used, begin, end in self.spans if used == scene_id)

    @property
    def latest(self) -> str | None:
        return self.spans[-1][0] if self.spans else None


def choose(
    need: Need,
    scenes: Sequence[FootageScene],
    uses: Uses,
    similarity: Similarity,
    knowledge: SceneKnowledge | None = None,
) -> Choice | None:
    """The best scene for a shot, or None when nothing is good enough. Equal scores go to the earlier scene.

    `similarity` compares the query with what a file is called, `knowledge` with what is known of the scenes themselves.
    """
    known = knowledge or SceneKnowledge(scenes)
    rated = [_rate(need, scene, uses, similarity, known) for scene in scenes]
    good = [choice for choice in rated if choice is not None and choice.score >= GOOD_ENOUGH]
    return max(good, key=lambda choice: choice.score, default=None)


def _rate(
    need: Need, scene: FootageScene, uses: Uses, similarity: Similarity, knowledge: SceneKnowledge
) -> Choice | None:
    jumps = need.same_take and uses.latest == scene.scene_id
    place = _place(scene, need.seconds, uses.of(scene.scene_id), JUMP_SECONDS if jumps else 0.0)
    if place is None or _shows_nothing(scene.features):
        return None
    in_seconds, overlaps = place
    named = max(0.0, min(1.0, similarity(need.query, scene.source.label)))
    known = knowledge.of(need.query, scene)
    parts = [
        ("words", WORDS, *(known.words_fit(named) if known else (named, scene.source.label))),
        ("shot", SHOT, *shot_fit(need.shot_type, scene.features)),
        ("energy", ENERGY, *energy_fit(need.emotion, need.energy, scene.features)),
        ("rank", RANK, scene.score / 100, f"scene score {scene.score:.0f}"),
    ]
    score = sum(worth * fit for _name, worth, fit, _why in parts)
    said = [f"{name} {worth * fit:.0f}/{worth:.0f} ({why})" for name, worth, fit, why in parts]
    penalties = _penalties(scene.scene_id, uses, overlaps=overlaps, jumps=jumps)
    for points, why in (*penalties, *(known.penalties if known else ())):
        score -= points
        said.append(f"{-points:+.0f} ({why})")
    return Choice(scene, in_seconds, round(score, 3), f"{score:.0f} points: " + ", ".join(said))


def _shows_nothing(features: SceneFeatures) -> bool:
    measured = ((features.brightness, LEAST_BRIGHTNESS), (features.contrast, LEAST_CONTRAST))
    return any(value is not None and value < least for value, least in measured)


def _penalties(scene_id: str, uses: Uses, *, overlaps: bool, jumps: bool) -> list[tuple[float, str]]:
    times = 0 if jumps else len(uses.of(scene_id))
    found = [(REPEAT_PENALTY * times, f"shown {times}x before")] if times else []
    if jumps:
        found.append((-SAME_TAKE_BONUS, "a jump cut in the same take"))
    elif uses.latest == scene_id:
        found.append((SAME_AS_BEFORE_PENALTY, "same as the shot before"))
    if overlaps:
        found.append((OVERLAP_PENALTY, "these seconds were shown"))
    return found


def _place(
    scene: FootageScene, seconds: float, used: Sequence[tuple[float, float]], gap: float
) -> tuple[float, bool] | None:
    """Where in the scene `seconds` can be taken, and whether they were shown before; None when it is too short.

    `gap` is left out after what was shown.
    """
    begin, end = scene.start_seconds, min(scene.end_seconds, scene.source.duration_seconds)
    edge = _EDGE_SECONDS if end - begin >= seconds + 2 * _EDGE_SECONDS else 0.0
    begin, end = begin + edge, end - edge
    if end - begin + 1e-6 < seconds:
        return None
    cursor = begin
    for used_begin, used_end in used:
        if used_begin - cursor >= seconds:
            break
        cursor = max(cursor, used_end + gap)
    if end - cursor + 1e-6 >= seconds:
        return round(cursor, 6), False
    return round(begin, 6), True


def shot_fit(wanted: ShotType, features: SceneFeatures) -> tuple[float, str]:
    """How well the framing fits, judged by the share of the picture that faces fill, and by the amount of motion.

    A whole figure in a wide shot has a face of about 0.4% of it, a person from the waist up 2%, a close-up 10%.
    """
    area, motion = features.face_area, features.motion
    if wanted is ShotType.ACTION:
        return (_UNKNOWN, "motion not measured") if motion is None else (_ramp(motion, 0.45), f"motion {motion:.2f}")
    if area is None:
        return _UNKNOWN, "faces not measured"
    said = f"faces fill {area:.1%}"
    if wanted is ShotType.CLOSE_UP:
        return _ramp(area, 0.10), said
    if wanted is ShotType.MEDIUM:
        return (_ramp(area, 0.015) if area < 0.015 else max(0.2, 1 - _ramp(area - 0.05, 0.12))), said
    return 1 - _ramp(area, 0.03), said  # wide and detail: no face dominates


def energy_fit(emotion: str, energy: float, features: SceneFeatures) -> tuple[float, str]:
    """How well motion and light carry the emotion; the ad's own energy stands in where the word says nothing."""
    wanted = _wanted_liveliness(emotion, energy)
    measured = [value for value in (features.motion, features.brightness) if value is not None]
    if not measured:
        return _UNKNOWN, "not measured"
    motion = _UNKNOWN if features.motion is None else _ramp(features.motion, 0.5)
    light = _UNKNOWN if features.brightness is None else features.brightness
    lively = 0.7 * motion + 0.3 * light
    return 1 - abs(wanted - lively), f"lively {lively:.2f}, wanted {wanted:.2f}"


def _wanted_liveliness(emotion: str, energy: float) -> float:
    words = set(re.findall(r"\w+", emotion.casefold()))
    if words & _LIVELY:
        return 0.85
    return 0.2 if words & _QUIET else energy / 10


def _ramp(value: float, full: float) -> float:
    return max(0.0, min(1.0, value / full))


def shared_words(query: str, label: str) -> float:
    """Share of the query's words that the label has too, by their stems: 0-1. Needs no model."""
    wanted, there = stems(query), stems(label)
    return len(wanted & there) / len(wanted) if wanted else 0.0
