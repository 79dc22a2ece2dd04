import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.footage_scene import SceneContent, SceneFeatures, SeenText
from geminivideo.footage.model import MeasuredScene
from geminivideo.footage.ranking import rank_scenes, reasons, score
from geminivideo.footage.settings import ScoreWeights
from tests.footage.builders import box, scene, source, thing

WEIGHTS = ScoreWeights()
NAMES = list(ScoreWeights.model_fields)
share = st.none() | st.floats(0, 1)


def test_a_score_is_the_weighted_mean_of_what_was_measured() -> None:
    features = SceneFeatures(motion=0.4, novelty=1.0, technical=0.8)
    assert score(features, WEIGHTS) == pytest.approx(100 * (0.25 * 0.4 + 0.15 * 1 + 0.10 * 0.8) / 0.5, abs=0.01)


def test_everything_measured_uses_every_weight() -> None:
    assert sum(WEIGHTS.model_dump().values()) == pytest.approx(1)
    assert score(SceneFeatures(**dict.fromkeys(NAMES, 1.0)), WEIGHTS) == 100
    assert score(SceneFeatures(**dict.fromkeys(NAMES, 0.0)), WEIGHTS) == 0


def test_nothing_measured_scores_nothing_and_says_so() -> None:
    assert score(SceneFeatures(), WEIGHTS) == 0
    assert reasons(scene(), source(), WEIGHTS) == ("not measured: motion, objects, text, speech, novelty, technical",)


def test_a_file_without_sound_has_no_speech_that_somebody_could_have_measured() -> None:
    found = reasons(scene(motion=0.8), source(has_audio=False), WEIGHTS)
    assert found == ("strong motion", "no sound", "not measured: objects, text, novelty, technical")


@given(values=st.fixed_dictionaries(dict.fromkeys(NAMES, share)), name=st.sampled_from(NAMES), more=st.floats(0, 1))
def test_more_of_a_good_thing_never_lowers_the_score(values: dict[str, float | None], name: str, more: float) -> None:
    if (value := values[name]) is not None:
        better = {**values, name: value + (1 - value) * more}
        assert score(SceneFeatures(**better), WEIGHTS) >= score(SceneFeatures(**values), WEIGHTS) - 0.011


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, share)), min_size=1, max_size=9))
def test_ranks_go_from_one_without_gaps_and_follow_the_scores(values: list[dict[str, float | None]]) -> None:
    scenes = [scene(index, **features) for index, features in enumerate(values, start=1)]
    ranked = rank_scenes(scenes, source(), WEIGHTS)

    assert [one.scene.index for one in ranked] == list(range(1, len(scenes) + 1))
    assert sorted(one.rank for one in ranked) == list(range(1, len(scenes) + 1))
    by_rank = sorted(ranked, key=lambda one: one.rank)
    assert [one.scene.score for one in by_rank] == sorted((one.scene.score for one in ranked), reverse=True)
    assert all(0 <= one.scene.score <= 100 for one in ranked)


def test_of_equal_scenes_the_earlier_one_comes_first() -> None:
    ranked = rank_scenes([scene(1, motion=0.5), scene(2, motion=0.5)], source(), WEIGHTS)
    assert [one.rank for one in ranked] == [1, 2]


def test_reasons_say_in_words_what_the_score_rests_on() -> None:
    lively = scene(3, motion=0.8, novelty=0.9, technical=0.87, sharpness=0.9)
    assert reasons(lively, source(width=1280, height=720), WEIGHTS) == (
        "strong motion",
        "unlike any earlier scene",
        "sharp 720p",
        "not measured: objects, text, speech",
    )
    again = MeasuredScene(
        index=4,
        start_seconds=0,
        end_seconds=1,
        duplicate_of=2,
        features=SceneFeatures(motion=0.0, novelty=0.0, technical=0.3, sharpness=0.1),
    )
    assert reasons(again, source(width=608, height=1080), WEIGHTS)[:3] == (
        "almost still",
        "near-duplicate of scene 2",
        "soft 608p",
    )


def test_what_is_seen_is_named() -> None:
    names = ("person", "dog", "person", "cup", "chair", "bottle")
    content = SceneContent(objects=tuple(thing(name, at=float(at)) for at, name in enumerate(names)))
    crowded = scene(1, objects=1.0).model_copy(update={"content": content})
    empty = scene(1, objects=0.0).model_copy(update={"content": SceneContent(objects=())})
    assert reasons(crowded, source(), WEIGHTS)[0] == "person, bottle, chair, cup"
    assert reasons(empty, source(), WEIGHTS)[0] == "nothing recognised in it"


def test_a_weight_of_zero_is_no_reason() -> None:
    only_motion = ScoreWeights(motion=1, objects=0, text=0, speech=0, novelty=0, technical=0)
    assert reasons(scene(1, motion=0.3, novelty=1.0), source(), only_motion) == ("some motion",)


def test_scene_ids_are_the_same_every_time() -> None:
    first, second = (rank_scenes([scene(1), scene(2)], source(), WEIGHTS) for _ in range(2))
    assert [one.scene.scene_id for one in first] == ["footage_1_s0001", "footage_1_s0002"]
    assert first == second


def test_reasons_quote_what_is_written_and_shorten_it() -> None:
    def reason(*texts: str) -> str:
        lines = tuple(SeenText(at_seconds=1, text=text, box=box(), confidence=0.9) for text in texts)
        shown = scene(text=1.0).model_copy(update={"content": SceneContent(text=lines)})
        return reasons(shown, source(), WEIGHTS)[0]

    assert reason("Save 20%", "{\\an8}today") == "text on screen: “Save 20% / {\\an8}today”"
    assert reason("word " * 100).endswith("word…”")
    assert len(reason("x" * 200)) < 85
    assert reason() == "text on screen"
    assert reason("01:00:02", "01:00:04", "01:00:06") == "text on screen: “01:00:02”"  # a clock is one line
    assert reasons(scene(text=0.0), source(), WEIGHTS)[0] == "no text on screen"
