from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.errors import InvalidInputError
from geminivideo.footage.sidecar.corrections import Corrections
from geminivideo.footage.sidecar.cuts import LEAST_SECONDS, spans_at
from geminivideo.footage.sidecar.reading import corrections_in, is_changed, read_sidecar
from tests.footage.builders import footage
from tests.footage.sidecar.builders import READY, document, measured

Change = Callable[[dict[str, Any]], object]
SCENES = measured()


def corrections(changed: dict[str, Any]) -> Corrections:
    return corrections_in(read_sidecar(changed))


def test_what_nobody_changed_holds_no_correction() -> None:
    assert corrections(document(SCENES)) == Corrections()
    assert not is_changed(read_sidecar(document(SCENES)))


def test_a_document_is_short_and_has_what_may_be_changed_before_what_informs() -> None:
    scene = document(SCENES)["scenes"][0]
    assert list(scene)[-1] == "information"
    assert (scene["objects"], scene["on_screen_text"], scene["transcript"]) == (["dog"], ["SAVE 2O%"], "by now")
    assert "box" not in str(scene)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("use", False),
        ("description", "a dog on a lawn"),
        ("objects", ["person"]),
        ("objects", []),
        ("on_screen_text", ["SAVE 20%"]),
        ("transcript", ""),
        ("language", "pt-BR"),
        ("shot_scale", "close_up"),
    ],
)
def test_what_a_person_wrote_is_a_correction_of_that_scene_alone(field: str, value: object) -> None:
    changed = document(SCENES)
    changed["scenes"][1][field] = value
    found = corrections(changed)
    assert is_changed(read_sidecar(changed))
    assert found.cuts is None
    (only,) = found.scenes
    assert (only.start_seconds, only.end_seconds, only.fields.said) == (2, 4, {field: value})
    assert only.fields.use is (field != "use")


def test_null_gives_a_field_back_to_the_machine() -> None:
    earlier = footage(**READY, corrections=Corrections())
    corrected = measured(corrected=("objects", "transcript"))
    kept = document(corrected, earlier)
    assert [list(one.fields.said) for one in corrections(kept).scenes] == [["objects", "transcript"]] * 3
    kept["scenes"][0]["objects"] = None
    assert [list(one.fields.said) for one in corrections(kept).scenes] == [["transcript"]] + [
        ["objects", "transcript"]
    ] * 2


def moved(scenes: list[dict[str, Any]]) -> None:
    scenes[0]["end_seconds"] = 2.5


def moved_by_the_other_side(scenes: list[dict[str, Any]]) -> None:
    scenes[1]["start_seconds"] = 2.5


def split(scenes: list[dict[str, Any]]) -> None:
    scenes.insert(1, deepcopy(scenes[0]))
    scenes[0]["end_seconds"] = 0.8
    scenes[1]["start_seconds"] = 0.8


def merged(scenes: list[dict[str, Any]]) -> None:
    del scenes[1]
    scenes[0]["end_seconds"] = 4


@pytest.mark.parametrize(
    ("change", "cuts"),
    [(moved, (2.5, 4)), (moved_by_the_other_side, (2.5, 4)), (split, (0.8, 2, 4)), (merged, (4,))],
)
def test_cuts_are_moved_split_and_merged(
    change: Callable[[list[dict[str, Any]]], None], cuts: tuple[float, ...]
) -> None:
    changed = document(SCENES)
    change(changed["scenes"])
    assert corrections(changed) == Corrections(cuts=cuts)  # copies of unchanged fields are no corrections


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["scenes"][1].update(objects="dog"), "scene 2: objects must be a valid list"),
        (lambda d: d["scenes"][1].update(objects=["dog", 3]), "scene 2: objects.2 must be a valid string"),
        (lambda d: d["scenes"][2].update(use="no"), "scene 3: use must be a valid boolean"),
        (lambda d: d["scenes"][0].update(object=["dog"]), "scene 1: object is not a field"),
        (lambda d: d["scenes"][0].update(end_seconds=float("nan")), "scene 1: end_seconds must be a finite number"),
        (lambda d: d["scenes"][0].update(end_seconds=10**400), "scene 1: end_seconds"),
        (lambda d: d["scenes"][0].update(end_seconds="2"), "scene 1: end_seconds must be a valid number"),
        (lambda d: d["scenes"][0].update(shot_scale="near"), "scene 1: shot_scale must be 'extreme_close_up'"),
        (lambda d: d["scenes"][0].update(language="English, mostly"), "scene 1: language"),
        (lambda d: d["scenes"][0].update(transcript="\ud800"), "scene 1: transcript"),
        (lambda d: d["scenes"].__delitem__(1), "scene 1: end_seconds is 2 and leaves a gap before scene 2"),
        (lambda d: d["scenes"][2].update(end_seconds=9), "scene 3: end_seconds is 9, but"),
        (lambda d: d["scenes"][0].update(start_seconds=-1), "scene 1: start_seconds is -1, but"),
        (lambda d: d["scenes"][0].update(end_seconds=4.5), "scene 2: from 4.5 to 4 s is less than"),
        (lambda d: d["scenes"].reverse(), "scene 1: start_seconds is 4, but"),
        (lambda d: d.update(scenes=[]), "scenes needs at least 1"),
        (lambda d: d.update(version=2), "version must be 1"),
        (lambda d: d["footage"].update(sha256="0"), "footage.sha256"),
        (lambda d: d.pop("baseline"), "baseline is missing"),
    ],
)
def test_a_wrong_document_is_refused_by_scene_and_field(change: Change, told: str) -> None:
    changed = document(SCENES)
    change(changed)
    with pytest.raises(InvalidInputError) as refused:
        corrections(changed)
    assert told in refused.value.cause


@pytest.mark.parametrize("nonsense", [None, 3, [], "x", {"scenes": {"a": [[[[]]]]}}])
def test_other_json_is_refused(nonsense: object) -> None:
    with pytest.raises(InvalidInputError):
        read_sidecar(nonsense)


def test_what_hides_or_reorders_text_is_taken_out_of_it() -> None:
    changed = document(SCENES)
    changed["scenes"][0]["description"] = "a\0b\x1b[31m red\u202e desrever"
    assert corrections(changed).scenes[0].fields.description == "ab[31m red desrever"


seconds = st.floats(-1, 7, allow_nan=False) | st.sampled_from([0.0, 0.8, 2.0, 3.0, 4.0, 6.0])


@given(st.lists(st.tuples(seconds, seconds), min_size=1, max_size=6))
def test_any_times_give_scenes_that_cover_the_file_without_a_gap_or_are_refused(
    times: list[tuple[float, float]],
) -> None:
    changed = document(SCENES)
    pattern = changed["scenes"][0]
    changed["scenes"] = [{**pattern, "start_seconds": start, "end_seconds": end} for start, end in times]
    try:
        cuts = corrections(changed).cuts
    except InvalidInputError as refused:
        told = refused.cause
    else:
        told = "scene "
        check_gapless((2.0, 4.0) if cuts is None else cuts)
    assert told.startswith("scene ")


@given(st.sets(st.integers(1, 59), max_size=12))
def test_every_choice_of_cuts_is_taken(tenths: set[int]) -> None:
    edges = [0.0, *(tenth / 10 for tenth in sorted(tenths)), 6.0]
    changed = document(SCENES)
    pattern = changed["scenes"][0]
    changed["scenes"] = [{**pattern, "start_seconds": one, "end_seconds": other} for one, other in pairwise(edges)]
    cuts = corrections(changed).cuts
    assert (edges[1:-1] == [2.0, 4.0]) if cuts is None else (list(cuts) == edges[1:-1])
    check_gapless(cuts or ())


def check_gapless(cuts: tuple[float, ...]) -> None:
    frames = tuple(number / 25 for number in range(150))
    spans = spans_at(cuts, frames, 6.0)
    assert (spans[0].start, spans[-1].end) == (0, 6)
    assert all(one.end == other.start and one.last == other.first for one, other in pairwise(spans))
    assert all(span.end > span.start for span in spans)
    assert len(spans) == len(cuts) + 1  # no cut of at least LEAST_SECONDS is lost at 25 frames a second
    assert LEAST_SECONDS > 2 / 25


def test_cuts_of_one_frame_are_one() -> None:
    assert [(span.start, span.end) for span in spans_at((1.1, 1.3), (0, 1, 2), 3)] == [(0, 1), (1, 3)]
