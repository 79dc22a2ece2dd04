"""Every feature follows from the blueprint: change the blueprint and the number moves, in the direction it says."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint, CallToAction, Hook, Transformation, WinningPattern
from geminivideo.core.footage_scene import SceneFeatures
from geminivideo.core.vocabulary import CtaType, HookType, Pacing, ShotType
from geminivideo.oracle.features import blueprint_features, cta_strength, hook_effectiveness, scene_features
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.text_measures import reading_ease
from tests.oracle.examples import example_blueprint, example_scene

BASE = example_blueprint()
SILENT = tuple(scene.model_copy(update={"voice_over": ""}) for scene in BASE.scenes)
HARD = "Notwithstanding considerable organisational complications, practitioners systematically deteriorate."
LIVELY = tuple(scene.model_copy(update={"shot_type": ShotType.ACTION}) for scene in BASE.scenes)


def transformation(before: str, after: str, believability: float) -> Transformation:
    return Transformation(before=before, after=after, believability=believability)


def hooked(text: str, kind: HookType = HookType.STORY) -> float:
    return hook_effectiveness(example_blueprint(hook=Hook(type=kind, text=text)))


def called(text: str, kind: CtaType = CtaType.BOOK_CALL) -> float:
    return cta_strength(example_blueprint(cta=CallToAction(type=kind, text=text)))


@pytest.mark.parametrize(
    ("feature", "change", "direction"),
    [
        ("hook_effectiveness", {"hook": Hook(type=HookType.PATTERN_INTERRUPT, text=BASE.hook.text)}, 1),
        ("has_transformation", {"transformation": None}, -1),
        ("transformation_believability", {"transformation": transformation("Always tired", "Strong", 7)}, -1),
        ("num_emotional_triggers", {"emotional_triggers": ("hope", "relief", "pride")}, 1),
        ("cta_strength", {"cta": CallToAction(type=CtaType.LEARN_MORE, text="More about this")}, -1),
        ("scene_count", {"scenes": BASE.scenes[:3]}, -1),
        ("pacing_speed", {"pacing": Pacing.FAST}, 1),
        ("energy_level", {"scenes": LIVELY}, 1),
        ("num_winning_patterns_matched", {"winning_patterns": ()}, -1),
        ("has_voiceover", {"scenes": SILENT}, -1),
        ("total_duration", {"scenes": BASE.scenes[1:]}, -1),
        ("text_readability", {"scenes": (example_scene(30, HARD),)}, -1),
    ],
)
def test_feature_moves_with_the_blueprint(feature: str, change: dict[str, Any], direction: int) -> None:
    before, after = blueprint_features(BASE)[feature], blueprint_features(example_blueprint(**change))[feature]
    assert (after - before) * direction > 0


def test_example_is_as_computed_by_hand(blueprint: Blueprint) -> None:
    features = blueprint_features(blueprint)
    assert list(features) == list(BLUEPRINT_SCHEMA.names)
    assert features["has_transformation"] == 1
    assert features["transformation_believability"] == 7.5  # the Director's 7, and "six weeks"; "always" is no promise
    assert features["num_emotional_triggers"] == 2
    assert features["scene_count"] == 5
    assert features["total_duration"] == 30
    assert features["pacing_speed"] == pytest.approx(2.7894)  # 10 ln(12 / 6 s) / ln 12
    assert features["energy_level"] == pytest.approx(3.5)
    assert features["hook_effectiveness"] == pytest.approx(6.419, abs=1e-3)  # 5.8 for a story + ln(65 / 35)


def test_hook_follows_the_headline_evidence() -> None:
    plain = "The plan that ended back pain"
    assert hooked("The 10 minute plan that ended back pain") > hooked(plain)
    assert hooked(f"{plain}!") < hooked(f"{plain}?") < hooked(plain)
    assert hooked("My plan that ended back pain") > hooked(plain)
    assert hooked(plain) > hooked("A plan")
    assert hooked(" ".join(["word"] * 30)) < hooked(" ".join(["word"] * 12))
    assert hooked("  ") == 0


def test_cta_follows_its_rules() -> None:
    assert called("Book your free call") > called("Your free call")
    assert called("Book your free call today") > called("Book your free call")
    assert called("Book your free call") > called(
        "Book the thing which we have been talking about all of this time here"
    )
    assert called("Book your free call") > called("Book that")
    assert called("Book your free call", CtaType.BUY_NOW) > called("Book your free call", CtaType.LEARN_MORE)
    assert called("") == 0


def test_absolute_promises_are_believed_less() -> None:
    sober = blueprint_features(example_blueprint(transformation=transformation("Tired out", "Fit in 6 weeks", 7)))
    loud = blueprint_features(
        example_blueprint(transformation=transformation("Tired out", "Guaranteed fit overnight", 7))
    )
    assert sober["transformation_believability"] == 7.5
    assert loud["transformation_believability"] == 4.0


def test_repeated_triggers_and_patterns_count_once() -> None:
    repeated = example_blueprint(
        emotional_triggers=("Hope", "hope ", " "),
        winning_patterns=tuple(WinningPattern(id="win_1", summary=str(n)) for n in range(3)),
    )
    assert blueprint_features(repeated)["num_emotional_triggers"] == 1
    assert blueprint_features(repeated)["num_winning_patterns_matched"] == 1


def test_reading_ease_of_known_texts() -> None:
    assert reading_ease("The cat sat on the mat.", "en") == 100.0  # Flesch 116, cut at 100
    assert reading_ease("This sentence, taken as a reading passage, is quite ordinary.", "en-GB") == pytest.approx(
        45.4, abs=12
    )
    assert reading_ease(HARD, "en") == 0
    assert reading_ease("", "en") == 100.0
    assert reading_ease("Der Hund schläft. Die Katze auch.", "de") > reading_ease(
        "Bundesverfassungsgerichtliche Entscheidungsbegründungen überfordern Nichtjuristen.", "de"
    )


@settings(deadline=None)
@given(
    hook=st.text(max_size=300),
    cta=st.text(max_size=300),
    line=st.text(max_size=500),
    language=st.sampled_from(["en", "de", "ar", ""]),
    kind=st.sampled_from(list(HookType)),
    seconds=st.lists(st.floats(0.3, 30), min_size=4, max_size=12),
    energy=st.floats(0, 10),
    believability=st.floats(0, 10),
)
def test_no_text_leaves_the_ranges(
    hook: str,
    cta: str,
    line: str,
    language: str,
    kind: HookType,
    seconds: list[float],
    energy: float,
    believability: float,
) -> None:
    blueprint = example_blueprint(
        hook=Hook(type=kind, text=hook),
        cta=CallToAction(type=CtaType.BUY_NOW, text=cta),
        scenes=tuple(example_scene(s, line, on_screen_text=hook) for s in seconds),
        emotional_triggers=tuple(line),
        transformation=transformation(hook, cta, believability),
        language=language,
        energy=energy,
    )
    features = blueprint_features(blueprint)
    assert len(BLUEPRINT_SCHEMA.row(features, "bp_001")) == 12


def test_scene_features_pass_on_what_was_measured() -> None:
    features = scene_features(SceneFeatures(motion=0.4, faces=2.0), 3.5)
    assert features["motion"] == 0.4
    assert features["speech"] is None
    assert features["seconds"] == 3.5
    assert len(SCENE_SCHEMA.row(features, "scene_1")) == 15
