from typing import Any

import numpy as np
import pytest

from geminivideo.core.footage_scene import SeenText
from geminivideo.footage.extractors.appearance import pack
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.extractors.look import Look
from geminivideo.footage.extractors.motion import MotionStep
from geminivideo.footage.features import measure_scenes
from geminivideo.footage.model import MeasuredScene
from geminivideo.footage.observations import Observations, Sample
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.sound import Loudness
from tests.footage.builders import box, face, sample, source

LOOK = Look(brightness=0.5, contrast=0.4, colourfulness=0.3, sharpness=0.8)


def looking(degrees: float) -> str:
    """An appearance as text: an angle in the plane, so that cosines are known."""
    angle = np.deg2rad(degrees)
    return pack(np.array([np.cos(angle), np.sin(angle)], np.float32))


def seen(samples: list[Sample], seconds: float = 4.0, **changes: Any) -> Observations:
    values: dict[str, Any] = {
        "times": tuple(round(frame / 30, 6) for frame in range(round(seconds * 30))),
        "end_seconds": seconds,
        "cuts": (60,),
        "motion": (),
        "samples": tuple(samples),
        "failures": (),
        "problems": (),
    }
    return Observations.model_validate({**values, **changes})


def measured(observations: Observations, heard: Loudness | None = None, **changes: Any) -> tuple[MeasuredScene, ...]:
    changes.setdefault("duration_seconds", observations.end_seconds)
    return measure_scenes(observations, heard, source(**changes), AnalysisSettings())


def test_a_scene_has_the_mean_of_its_own_samples() -> None:
    darker = LOOK.model_copy(update={"brightness": 0.1, "sharpness": 0.4})
    first, second = measured(seen([sample(0.0, look=LOOK), sample(1.0, look=darker), sample(2.0, look=LOOK)]))
    assert first.features.brightness == pytest.approx(0.3)
    assert second.features.brightness == pytest.approx(0.5)
    assert (first.index, second.index) == (1, 2)


def test_technical_is_six_parts_sharpness_and_four_parts_resolution() -> None:
    scene, _ = measured(seen([sample(0.0, look=LOOK)]), width=1280, height=720)
    assert scene.features.resolution == pytest.approx(720 / 1080, abs=1e-4)
    assert scene.features.technical == pytest.approx(0.6 * 0.8 + 0.4 * 720 / 1080, abs=1e-3)
    portrait, _ = measured(seen([sample(0.0, look=LOOK)]), width=2160, height=3840)
    assert portrait.features.resolution == 1


def test_what_was_not_measured_is_none_and_not_zero() -> None:
    scene, _ = measured(seen([sample(0.0)]))
    absent = scene.features.model_dump(exclude={"resolution"})
    assert set(absent.values()) == {None}
    assert scene.features.resolution is not None


def test_no_faces_found_is_zero() -> None:
    scene, _ = measured(seen([sample(0.0, faces=())]))
    assert (scene.features.faces, scene.features.face_area) == (0, 0)


def test_faces_are_counted_per_sample_and_their_area_added_up() -> None:
    two = (face(x=0.1, width=0.2, height=0.5), face(x=0.6, width=0.2, height=0.5))
    scene, _ = measured(seen([sample(0.0, faces=two), sample(0.5, faces=())]))
    assert scene.features.faces == pytest.approx(1.0)
    assert scene.features.face_area == pytest.approx(0.1)


def test_a_step_across_a_cut_is_nobodys_motion() -> None:
    steps = (
        MotionStep(from_seconds=1.8, at_seconds=1.9, speed=0.04),
        MotionStep(from_seconds=1.9, at_seconds=2.0, speed=9.0),
        MotionStep(from_seconds=2.1, at_seconds=2.2, speed=0.0),
    )
    first, second = measured(seen([], motion=steps))
    assert first.features.motion == pytest.approx(1 - np.exp(-1), abs=1e-3)
    assert second.features.motion == 0


def test_a_near_duplicate_has_no_novelty_and_names_the_first_of_its_kind() -> None:
    samples = [
        sample(0.0, appearance=looking(0)),
        sample(2.0, appearance=looking(90)),
        sample(4.0, appearance=looking(20)),
    ]
    first, second, third = measured(seen(samples, seconds=6.0, cuts=(60, 120)))
    assert (first.features.novelty, first.duplicate_of) == (1, None)
    assert second.features.novelty == pytest.approx(1, abs=0.02)
    assert second.duplicate_of is None
    assert (third.features.novelty, third.duplicate_of) == (0, 1)


def test_novelty_is_the_distance_to_the_most_similar_earlier_scene() -> None:
    _, second = measured(seen([sample(0.0, appearance=looking(0)), sample(2.0, appearance=looking(60))]))
    assert second.features.novelty == pytest.approx(0.5, abs=0.02)
    assert second.duplicate_of is None


def test_a_failure_marks_the_scenes_from_there_on() -> None:
    failure = Failure(extractor="faces", at_seconds=2.5, reason="RuntimeError: gone")
    first, second = measured(seen([], failures=(failure,)))
    assert first.problems == ()
    assert second.problems == ("faces not measured from 2.5 s on: RuntimeError: gone",)


def test_loudness_is_that_of_the_scene_and_none_without_sound() -> None:
    heard = Loudness(powers=(0.01,) * 20 + (0.1,) * 20)
    quiet, loud = measured(seen([]), heard)
    assert quiet.features.loudness_lufs == pytest.approx(-20.7, abs=0.1)
    assert loud.features.loudness_lufs == pytest.approx(-10.7, abs=0.1)
    assert measured(seen([]))[0].features.loudness_lufs is None


def test_scenes_end_within_the_files_duration() -> None:
    scenes = measured(seen([], seconds=4.0, end_seconds=4.02), duration_seconds=3.99)
    assert scenes[-1].end_seconds == 3.99


def test_a_first_picture_that_comes_late_moves_the_end_with_it() -> None:
    late = tuple(round(0.5 + frame / 30, 6) for frame in range(120))
    scenes = measured(seen([], times=late, end_seconds=4.5), duration_seconds=4.0)
    assert (scenes[0].start_seconds, scenes[-1].end_seconds) == (0.5, 4.5)


def writing(at: float, text: str, confidence: float = 0.9) -> SeenText:
    return SeenText(at_seconds=at, text=text, box=box(0.1, 0.7, 0.5, 0.2), confidence=confidence)


def test_writing_is_a_share_of_the_moments_that_were_looked_at() -> None:
    looks = [
        sample(0.0, text=(writing(0.0, "Save now"),)),
        sample(0.25),
        sample(0.5, text=(writing(0.5, "Save now", 0.95), writing(0.5, "today"))),
        sample(1.0, text=()),
    ]
    scene, _ = measured(seen(looks, backends={"text": "reader 1"}))
    assert scene.features.text == pytest.approx(2 / 3, abs=1e-4)
    assert scene.features.text_area == pytest.approx((0.1 + 0.2) / 3, abs=1e-4)
    assert scene.content.text == (looks[2].text or ())
    assert scene.content.backends == {"text": "reader 1"}


def test_a_scene_without_a_look_for_writing_has_no_answer() -> None:
    backends = {"text": "reader 1", "faces": "faces 1", "objects": "things 1"}
    first, second = measured(seen([sample(0.0, text=(), faces=(), objects=()), sample(2.5)], backends=backends))
    assert (first.features.text, first.content.text) == (0.0, ())
    assert (second.features.text, second.features.text_area, second.content.text) == (None, None, None)
    assert (first.content.backends, second.content.backends) == (backends, {})
