"""The prior for a scene's click-through rate when it opens or carries an ad.

Facts it rests on: a baseline CTR of 2.4% (score 50) and the bands 2, 5 and 10%; the footage ranking's starting weights
(motion .25, objects .20, text, speech and novelty .15 each, technical quality .10) as sizes of effects; a visible face
near the camera attracts looks; too much text, glare, darkness and very long shots lose them. Measured CTR also carries
the luck of the impressions. Which features were measured is independent of the outcome here: a scene analysed without a
detector is not a worse scene, only a less certain one.
"""

import numpy as np

from geminivideo.oracle.curves import CTR_CURVE, Vector
from geminivideo.oracle.dataset import Dataset
from geminivideo.oracle.model import Basis, Evidence
from geminivideo.oracle.prior.shapes import Columns, anywhere, mixed, peak, saturating, step, within
from geminivideo.oracle.schema import SCENE_SCHEMA, Matrix

_UNUSUAL_SHARE = 0.15
# Extractors that fail or are not installed leave out whole groups of features.
_DETECTORS = ("objects", "text", "speech")
_FACES = ("faces", "face_area")
_SOUND = ("loudness_lufs", "speech")
_PICTURE = ("motion", "sharpness", "brightness", "contrast", "colourfulness", "resolution", "novelty", "technical")


def draw(rng: np.random.Generator, n: int) -> Dataset:
    """`n` imagined scenes as an analysis would see them, and the CTR that each is imagined to have reached."""
    whole = draw_complete(rng, n)
    scores = expected_score(whole) + noise_spread(whole) * rng.standard_normal(n)
    x = hide_unmeasured(rng, whole)
    return Dataset(SCENE_SCHEMA, x, CTR_CURVE.outcome(scores), CTR_CURVE, Evidence(Basis.PRIOR, observed=0))


def draw_complete(rng: np.random.Generator, n: int) -> Matrix:
    """Scenes with every feature measured."""
    unusual = round(n * _UNUSUAL_SHARE)
    return SCENE_SCHEMA.matrix(mixed(rng, _typical(rng, n - unusual), anywhere(rng, SCENE_SCHEMA, unusual)))


def hide_unmeasured(rng: np.random.Generator, whole: Matrix) -> Matrix:
    """NaN where an analysis would have measured nothing: in a third of the scenes everything is there, in a third the
    detectors are missing, and in the rest each group is missing by chance.
    """
    n = len(whole)
    kind = rng.integers(0, 3, n)
    hidden = np.zeros(whole.shape, bool)
    for group, chance in ((_DETECTORS, 0.3), (_FACES, 0.3), (_SOUND, 0.4), (_PICTURE, 0.1), (("novelty",), 0.2)):
        lost = (kind == 2) & (rng.random(n) < chance)
        if group is _DETECTORS:
            lost |= kind == 1
        hidden[np.ix_(lost, [SCENE_SCHEMA.names.index(name) for name in group])] = True
    return np.where(hidden, np.nan, whole)


def expected_score(whole: Matrix) -> Vector:
    """The part of the score that a complete set of features explains; a typical scene is at 50."""
    scene = SCENE_SCHEMA.columns(whole)
    return 7.4 + _content(scene) + _people(scene) + _picture(scene) + _sound_and_length(scene)


def noise_spread(whole: Matrix) -> Vector:
    """Standard deviation in score points; fast, crowded scenes are a gamble."""
    scene = SCENE_SCHEMA.columns(whole)
    return 9.0 * np.exp(0.5 * step(scene["motion"], at=0.6, softness=0.08) - 0.25 * step(scene["technical"], 0.7, 0.1))


def _content(scene: Columns) -> Vector:
    motion = 25 * saturating(scene["motion"], scale=0.35) - 12 * step(scene["motion"], at=0.85, softness=0.05)
    text = 15 * peak(scene["text"], at=0.35, width=0.4)
    return motion + 12 * scene["objects"] + 0.5 * text + 12 * scene["novelty"]


def _people(scene: Columns) -> Vector:
    """A face that is near counts, more so when it speaks; a crowd of small ones does not."""
    near = step(scene["face_area"], at=0.08, softness=0.03) * saturating(scene["faces"], scale=0.5)
    crowd = step(scene["faces"], at=5, softness=1)
    return 10 * near * (0.6 + 0.8 * scene["speech"]) - 4 * crowd


def _picture(scene: Columns) -> Vector:
    light = 4 * peak(scene["brightness"], at=0.52, width=0.35)
    colour = 3 * scene["colourfulness"] + 3 * scene["contrast"]
    return light + colour + 10 * (scene["technical"] - 0.6) + 2 * scene["sharpness"]


def _sound_and_length(scene: Columns) -> Vector:
    loudness = 2 * peak(scene["loudness_lufs"], at=-15, width=12)
    length = 4 * peak(np.log(scene["seconds"]), at=np.log(3.5), width=1.2)
    return loudness + length + 4 * scene["speech"]


def _typical(rng: np.random.Generator, n: int) -> Columns:
    sharpness, resolution = rng.beta(4, 2.5, n), rng.beta(4, 2, n)
    faces = np.where(rng.random(n) < 0.45, rng.gamma(2.0, 0.7, n), 0.0)
    return {
        "motion": rng.beta(1.6, 3.2, n),
        "sharpness": sharpness,
        "brightness": rng.beta(5, 5, n),
        "contrast": rng.beta(4, 5, n),
        "colourfulness": rng.beta(2.5, 4, n),
        "resolution": resolution,
        "novelty": rng.beta(2.5, 2, n),
        "technical": np.clip(0.6 * sharpness + 0.4 * resolution, 0, 1),
        "faces": np.clip(faces, 0, 50),
        "face_area": (faces > 0) * rng.beta(1.3, 8, n),
        "loudness_lufs": within(rng, -20.0, 7, -120, 20, n),
        "objects": np.minimum(rng.poisson(1.8, n) / 5, 1.0),
        "text": np.where(rng.random(n) < 0.4, rng.beta(1.5, 3, n), 0.0),
        "speech": np.where(rng.random(n) < 0.55, rng.beta(3, 2, n), 0.0),
        "seconds": np.clip(np.exp(np.log(3.5) + 0.6 * rng.standard_normal(n)), 0.01, 600),
    }
