import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.footage_scene import SubjectSample
from geminivideo.footage.model import MeasuredScene
from geminivideo.footage.ranking import KEPT_OUT
from geminivideo.footage.sidecar.applying import apply_corrections
from geminivideo.footage.sidecar.corrections import Corrections, SceneCorrection
from geminivideo.footage.sidecar.fields import BY_A_PERSON, SceneFields
from geminivideo.footage.sidecar.reading import corrections_in, read_sidecar
from geminivideo.footage.sidecar.transcript import timed_words
from tests.footage.builders import box, footage
from tests.footage.sidecar.builders import READY, content, document, measured, ranked

SCENES = measured()


def correction(start: float, end: float, **fields: Any) -> Corrections:
    return Corrections(scenes=(SceneCorrection(start_seconds=start, end_seconds=end, fields=SceneFields(**fields)),))


def first(**fields: Any) -> MeasuredScene:
    scenes, misfits = apply_corrections(SCENES, correction(0, 2, **fields))
    assert misfits == ()
    assert scenes[1:] == SCENES[1:]
    return scenes[0]


def test_without_corrections_nothing_changes() -> None:
    assert apply_corrections(SCENES, None) == (SCENES, ())
    assert apply_corrections(SCENES, Corrections()) == (SCENES, ())


def test_what_was_measured_just_so_is_not_called_corrected() -> None:
    assert first(objects=["dog"], transcript="by now", shot_scale="wide") == SCENES[0]


def test_things_that_were_found_keep_their_place_and_others_are_somewhere() -> None:
    scene = first(objects=["Dog", "frisbee"])
    assert [(thing.label, thing.box.area < 1) for thing in scene.content.objects or ()] == [
        ("dog", True),
        ("frisbee", False),
    ]
    assert scene.features.objects == pytest.approx(0.4)
    assert scene.content.backends["objects"] == BY_A_PERSON
    assert scene.content.corrected == ("objects",)


def test_nothing_seen_written_and_said() -> None:
    scene = first(objects=[], on_screen_text=[], transcript="")
    assert (scene.content.objects, scene.content.text, scene.content.words) == ((), (), ())
    features = scene.features
    assert (features.objects, features.text, features.text_area, features.speech, features.speech_rate) == (
        0,
        0,
        0,
        0,
        None,
    )


def test_a_line_put_right_stays_where_it_was() -> None:
    lines = first(on_screen_text=["SAVE 20%", "today"]).content.text or ()
    assert [(line.text, line.box.x, line.confidence) for line in lines] == [("SAVE 20%", 0.1, 1), ("today", 0, 1)]


def test_words_that_were_heard_keep_their_times() -> None:
    scene = first(transcript="Buy it now")
    assert [(w.text, w.start_seconds, w.end_seconds) for w in scene.content.words or ()] == [
        ("Buy", 0, 0.3),
        ("it", 0.3, 0.5),
        ("now", 0.5, 0.9),
    ]
    assert (scene.features.speech, scene.features.speech_rate) == (0.5, 180)


@given(st.text(max_size=80), st.text(max_size=80))
def test_words_of_any_text_are_in_order_and_within_the_scene(before: str, after: str) -> None:
    heard = timed_words(before, (), 1.0, 3.0)
    words = timed_words(after, heard, 1.0, 3.0)
    assert [word.text for word in words] == after.split()
    times = [time for word in words for time in (word.start_seconds, word.end_seconds)]
    assert times == sorted(times)
    assert all(1 <= time <= 3 for time in times)


def test_where_a_person_sees_nobody_the_crop_follows_nobody() -> None:
    seen = SubjectSample(at_seconds=0.5, kind="person", box=box(), confidence=0.5)
    with_person = SCENES[0].model_copy(update={"subjects": (seen,)})
    ((scene,), _) = apply_corrections((with_person,), correction(0, 2, objects=["cat"]))
    assert scene.subjects == ()


def test_a_person_s_words_need_no_warning() -> None:
    warned = SCENES[0].model_copy(update={"problems": ("words: a small model", "faces not measured")})
    ((scene,), _) = apply_corrections((warned,), correction(0, 2, transcript="Buy now"))
    assert scene.problems == ("faces not measured",)


def test_what_is_kept_out_is_last_and_says_why() -> None:
    scenes, _ = apply_corrections(SCENES, correction(0, 2, use=False))
    assert [scene.content.use for scene in scenes] == [False, True, True]
    of = ranked(scenes)
    assert [one.rank for one in of] == [3, 1, 2]
    assert of[0].reasons[0] == KEPT_OUT
    assert of[0].scene.score == of[1].scene.score


def test_corrections_follow_their_seconds_to_the_scenes_of_a_newer_detector() -> None:
    newer = measured((0, 1.9, 4.1, 6))
    scenes, misfits = apply_corrections(newer, correction(2, 4, description="a dog"))
    assert [scene.content.description for scene in scenes] == [None, "a dog", None]
    assert misfits == ()


def test_a_correction_that_fits_no_more_is_told() -> None:
    scenes, misfits = apply_corrections(measured((0, 6)), correction(2, 4, transcript="Hello", use=True))
    assert scenes[0].content.corrected == ()
    assert misfits == (
        "the correction of transcript at 2.00-4.00 s fits no scene any more: its cuts were found elsewhere",
    )


def test_what_must_not_be_shown_is_kept_out_whatever_the_cuts_are() -> None:
    for edges, kept in (((0, 6), [False]), ((0, 3, 6), [False, False]), ((0, 2.1, 3.9, 6), [True, False, True])):
        scenes, _ = apply_corrections(measured(edges), correction(2, 4, use=False))
        assert [scene.content.use for scene in scenes] == kept


def test_a_document_with_corrections_is_written_read_and_written_the_same() -> None:
    said = Corrections(
        cuts=(2, 4),
        scenes=(
            SceneCorrection(
                start_seconds=0, end_seconds=2, fields=SceneFields(objects=["person"], transcript="Buy now", use=False)
            ),
            SceneCorrection(
                start_seconds=4, end_seconds=6, fields=SceneFields(description="a lawn", on_screen_text=[])
            ),
        ),
    )
    scenes, _ = apply_corrections(SCENES, said)
    of = footage(**READY, corrections=said)
    written = document(scenes, of)
    assert corrections_in(read_sidecar(written)) == said
    stored = said.stored()
    assert Corrections.model_validate(json.loads(json.dumps(stored))) == said
    assert Corrections().stored() is None


def test_hostile_words_are_written_harmlessly() -> None:
    hostile = measured((0, 6), description="[red]x[/]\x1b[2J\u202e" * 3)
    written = document((hostile[0].model_copy(update={"content": content(description="[red]x\x1b[2J\u202e\0")}),))
    assert written["scenes"][0]["description"] == "[red]x[2J"
