"""From what the pass saw and heard to the features of each scene.

| feature | 0 is | 1 is |
|---|---|---|
| motion | nothing moves | 1 - exp(-v / 0.04); v: mean optical flow, picture diagonals a second, camera included |
| sharpness | defocused | pixel-crisp (extractors/look.py: gradients that one more blur takes away) |
| brightness, contrast | black; plain | white; half black, half white (mean and standard deviation of luma) |
| colourfulness | gray | "extremely colourful", 109 on the scale of Hasler and Suesstrunk |
| resolution | | 1080 lines or more along the short edge |
| technical | | 0.6 sharpness + 0.4 resolution |
| novelty | near-duplicate of an earlier scene | unlike all of them: 1 - the greatest cosine of appearance |
| text | no writing | writing at every moment that was looked at for it |
| text_area | no writing | writing fills the picture: share of the area, mean over the same moments |
| objects | nothing is recognised | five kinds of things or more |
| face_area | no faces | faces fill the picture: share of the area, mean over the samples |
| silence | something is heard all the time | nothing is: share of the time below -50 LUFS (sound.py) |
| speech | nobody speaks | somebody speaks all the time (speech/features.py, as `speech_rate`) |

`faces` is their mean number per sample, `loudness_lufs` the gated loudness of ITU-R BS.1770, -70 for silence.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import TypeVar

from geminivideo.core.footage_scene import FootageSource, SceneFeatures
from geminivideo.footage.arrays import Vector
from geminivideo.footage.extractors.appearance import cosine, mean_appearance, unpack
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.model import MeasuredScene
from geminivideo.footage.observations import Observations, Sample
from geminivideo.footage.scene_content import objects_of, scene_content
from geminivideo.footage.scene_objects import share_of_kinds
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.shots import Span, scene_spans
from geminivideo.footage.sidecar.cuts import spans_at
from geminivideo.footage.sound import Loudness
from geminivideo.footage.speech.features import SaidInScene, said_in
from geminivideo.footage.speech.model import Speech
from geminivideo.footage.speech.quiet import Quiet
from geminivideo.footage.subjects import subjects_of

T = TypeVar("T")
_FULL_RESOLUTION_SHORT_EDGE = 1080
# Diagonals a second, all pixels averaged. People acting before a still camera come out at a motion of 0.25 to 0.45.
_LIVELY_SPEED = 0.04
_SHARPNESS_SHARE, _RESOLUTION_SHARE = 0.6, 0.4


def measure_scenes(
    seen: Observations,
    heard: Loudness | None,
    source: FootageSource,
    settings: AnalysisSettings,
    speech: Speech | None = None,
    cuts: Sequence[float] | None = None,
) -> tuple[MeasuredScene, ...]:
    """`cuts`: seconds at which a person wants cuts, instead of those that were found."""
    end = _end(seen, source)
    if cuts is None:
        spans = scene_spans(seen.cuts, seen.times, end, seen.motion, settings, Quiet.around(speech))
    else:
        spans = spans_at(cuts, seen.times, end)
    scenes: list[MeasuredScene] = []
    looks: list[Vector | None] = []
    for index, span in enumerate(spans, start=1):
        samples = _within(span, seen.samples, lambda sample: sample.at_seconds)
        look = _appearance(samples)
        novelty, duplicate_of = _novelty(look, looks, settings.near_duplicate_cosine)
        looks.append(look)
        said = said_in(speech, span.start, span.end)
        scenes.append(
            MeasuredScene(
                index=index,
                start_seconds=span.start,
                end_seconds=span.end,
                features=_features(span, samples, seen, heard, source, novelty).model_copy(update=_spoken(said)),
                subjects=subjects_of(samples),
                content=scene_content(samples, said, seen.backends, source.width / source.height),
                duplicate_of=duplicate_of,
                problems=(*_problems(span, seen.failures), *said.problems),
            )
        )
    return tuple(scenes)


def _spoken(said: SaidInScene) -> dict[str, float | None]:
    return {"speech": said.speech, "speech_rate": said.speech_rate}


def _end(seen: Observations, source: FootageSource) -> float:
    """Where the last picture ends; within the file's duration, which counts from the first picture.

    The first picture may begin a little after the file does: less than a frame is rounding, more is a real offset.
    """
    offset = seen.times[0] if seen.times[0] * source.frame_rate >= 1 else 0.0
    last = seen.times[-1]
    return round(max(min(seen.end_seconds, offset + source.duration_seconds), last + 1e-3), 6)


def _features(
    span: Span,
    samples: Sequence[Sample],
    seen: Observations,
    heard: Loudness | None,
    source: FootageSource,
    novelty: float | None,
) -> SceneFeatures:
    looks = [sample.look for sample in samples if sample.look]
    faces = [sample.faces for sample in samples if sample.faces is not None]
    texts = [sample.text for sample in samples if sample.text is not None]
    objects = objects_of(samples)
    sharpness = _mean([look.sharpness for look in looks])
    resolution = min(1.0, min(source.width, source.height) / _FULL_RESOLUTION_SHORT_EDGE)
    technical = None if sharpness is None else _SHARPNESS_SHARE * sharpness + _RESOLUTION_SHARE * resolution
    return SceneFeatures(
        motion=_motion(span, seen),
        sharpness=sharpness,
        brightness=_mean([look.brightness for look in looks]),
        contrast=_mean([look.contrast for look in looks]),
        colourfulness=_mean([look.colourfulness for look in looks]),
        resolution=round(resolution, 4),
        novelty=novelty,
        technical=_rounded(technical),
        faces=_mean([len(found) for found in faces]),
        face_area=_mean([min(1.0, sum(face.box.area for face in found)) for found in faces]),
        text=_mean([float(bool(lines)) for lines in texts]),
        text_area=_mean([min(1.0, sum(line.box.area for line in lines)) for lines in texts]),
        objects=None if objects is None else share_of_kinds(objects),
        loudness_lufs=heard.lufs(span.start, span.end) if heard else None,
        silence=heard.silence(span.start, span.end) if heard else None,
    )


def _within(span: Span, sequence: Sequence[T], seconds: Callable[[T], float]) -> Sequence[T]:
    """Of what is in order of time, that which lies in the span: an hour has thousands of spans."""
    return sequence[bisect_left(sequence, span.start, key=seconds) : bisect_left(sequence, span.end, key=seconds)]


def _motion(span: Span, seen: Observations) -> float | None:
    """Steps across a cut compare two shots and say nothing of either."""
    begun = _within(span, seen.motion, lambda step: step.from_seconds)
    speeds = [step.speed for step in begun if step.at_seconds < span.end]
    return round(1 - math.exp(-fmean(speeds) / _LIVELY_SPEED), 4) if speeds else None


def _appearance(samples: Sequence[Sample]) -> Vector | None:
    vectors = [unpack(sample.appearance) for sample in samples if sample.appearance]
    return mean_appearance(vectors) if vectors else None


def _novelty(
    look: Vector | None, earlier: Sequence[Vector | None], duplicate_from: float
) -> tuple[float | None, int | None]:
    """How unlike every earlier scene this one looks, and the index of the first scene that it repeats, if any.

    A near-duplicate has no novelty at all, however small the difference that remains.
    """
    if look is None:
        return None, None
    likeness = [cosine(look, other) if other is not None else 0.0 for other in earlier]
    for index, cos in enumerate(likeness, start=1):
        if cos >= duplicate_from:
            return 0.0, index
    return round(1 - max([0.0, *likeness]), 4), None


def _problems(span: Span, failures: Sequence[Failure]) -> tuple[str, ...]:
    return tuple(str(failure) for failure in failures if failure.at_seconds < span.end)


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 4) if values else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
