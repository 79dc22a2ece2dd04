"""Which scenes are worth showing, and why: a weighted mean of what was measured, with the reasons in words."""

from collections.abc import Sequence

from geminivideo.core.footage_scene import FootageScene, FootageSource, SceneFeatures
from geminivideo.core.scene_words import lines_of
from geminivideo.footage.model import MeasuredScene, RankedScene, scene_id
from geminivideo.footage.scene_objects import kinds_of
from geminivideo.footage.settings import ScoreWeights

KEPT_OUT = "kept out of ads by a person"
_MOST_KINDS = 4
_STANDARD_LINES = (2160, 1440, 1080, 720, 480, 360, 240)
_LONGEST_QUOTE = 60


def rank_scenes(
    scenes: Sequence[MeasuredScene], source: FootageSource, weights: ScoreWeights
) -> tuple[RankedScene, ...]:
    """In order of time; rank 1 has the highest score, the earlier one of equals first. What a person keeps out of ads
    comes last.
    """
    scores = [score(scene.features, weights) for scene in scenes]
    order = sorted(range(len(scenes)), key=lambda place: (not scenes[place].content.use, -scores[place], place))
    ranks = {place: rank for rank, place in enumerate(order, start=1)}
    return tuple(
        RankedScene(
            scene=FootageScene(
                scene_id=scene_id(source.footage_id, scene.index),
                source=source,
                index=scene.index,
                start_seconds=scene.start_seconds,
                end_seconds=scene.end_seconds,
                features=scene.features,
                subjects=scene.subjects,
                content=scene.content,
                score=scores[place],
            ),
            rank=ranks[place],
            reasons=reasons(scene, source, weights),
            duplicate_of=scene.duplicate_of,
            problems=scene.problems,
        )
        for place, scene in enumerate(scenes)
    )


def score(features: SceneFeatures, weights: ScoreWeights) -> float:
    """0 to 100. What was not measured neither helps nor harms: its weight goes to the others."""
    measured = [(weight, value) for _name, weight, value in _components(features, weights) if value is not None]
    total = sum(weight for weight, _value in measured)
    return round(100 * sum(weight * value for weight, value in measured) / total, 2) if total else 0.0


def reasons(scene: MeasuredScene, source: FootageSource, weights: ScoreWeights) -> tuple[str, ...]:
    """What the score rests on, the weightiest first, and what it could not take into account."""
    features = scene.features
    words = {
        "motion": _motion_words(features.motion),
        "novelty": _novelty_words(scene),
        "technical": _technical_words(features, source),
        "text": _text_words(scene),
        "objects": _object_words(scene),
        "speech": _share_words(features.speech, "speech", "no speech"),
    }
    components = sorted(_components(features, weights), key=lambda component: -component[1])
    kept_out = [] if scene.content.use else [KEPT_OUT]
    counted = kept_out + [words[name] for name, weight, value in components if value is not None and weight > 0]
    missing = [name for name, weight, value in components if value is None and weight > 0]
    if not source.has_audio and "speech" in missing:
        missing.remove("speech")
        counted.append("no sound")
    return (*counted, f"not measured: {', '.join(missing)}") if missing else tuple(counted)


def _components(features: SceneFeatures, weights: ScoreWeights) -> list[tuple[str, float, float | None]]:
    return [(name, getattr(weights, name), getattr(features, name)) for name in ScoreWeights.model_fields]


def _motion_words(motion: float | None) -> str:
    if motion is None or motion < 0.05:
        return "almost still"
    if motion < 0.25:
        return "little motion"
    return "some motion" if motion < 0.55 else "strong motion"


def _novelty_words(scene: MeasuredScene) -> str:
    if scene.duplicate_of is not None:
        return f"near-duplicate of scene {scene.duplicate_of}"
    if scene.index == 1:
        return "the first of its kind"
    novelty = scene.features.novelty or 0.0
    return "unlike any earlier scene" if novelty >= 0.6 else "partly like an earlier scene"


def _technical_words(features: SceneFeatures, source: FootageSource) -> str:
    sharpness = features.sharpness or 0.0
    quality = "sharp" if sharpness >= 0.7 else "fairly sharp" if sharpness >= 0.4 else "soft"
    return f"{quality} {_lines(min(source.width, source.height))}p"


def _lines(short_edge: int) -> int:
    """The usual name of a picture size: 718 lines are still called 720."""
    nearest = min(_STANDARD_LINES, key=lambda lines: abs(lines - short_edge))
    return nearest if abs(nearest - short_edge) <= 0.04 * nearest else short_edge


def _text_words(scene: MeasuredScene) -> str:
    """The words are quoted and shortened; what they say is data of the video's maker."""
    if not scene.features.text:
        return "no text on screen"
    said = " / ".join(lines_of(scene.content.text or ()))
    return f"text on screen: “{_shortened(said)}”" if said else "text on screen"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1].rstrip()}…"


def _object_words(scene: MeasuredScene) -> str:
    """Names of what is seen most, else how much there is."""
    kinds = kinds_of(scene.content.objects or ())
    if kinds:
        return ", ".join(kinds[:_MOST_KINDS])
    return _share_words(scene.features.objects, "much to see in it", "nothing recognised in it")


def _share_words(share: float | None, much: str, none: str) -> str:
    return much if share else none
