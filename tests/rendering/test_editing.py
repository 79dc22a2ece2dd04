"""The edit: complete, deterministic and explained."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint, CallToAction
from geminivideo.core.footage_scene import FootageScene, FootageSource
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, CtaType, Pacing, Platform, ShotType, Transition
from geminivideo.rendering.crop.reframing import reframe
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.editing.button import button_text
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.music_choice import Track
from geminivideo.rendering.plan.clips import CardClip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import MusicSettings, TrackSettings
from geminivideo.rendering.plan.words import TitlePlace, TitleRole
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS, MoodName
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, face, footage, scene, source, speeches

REEL = EditSettings(Platform.INSTAGRAM_REELS, CaptionStyle.HORMOZI, seed=0)


def planned(ad: Blueprint, scenes: list[FootageScene], chosen: EditSettings = REEL) -> EditPlan:
    return reframe(make_plan(ad, lay_out(ad, speeches(ad), chosen.template), scenes, chosen), scenes)


def coffee_ad() -> Blueprint:
    return blueprint(
        scene(3, "Still crashing at three every day?", on_screen_text="Crashing at 3 PM?", footage_query="tired man"),
        scene(7, "You drink one coffee, then another, and you are tired.", footage_query="pouring coffee",
              transition=Transition.SLIDE, shot_type=ShotType.DETAIL),
        scene(6, "Eight hours of energy. No crash, no jitters.", on_screen_text="8 hours. Zero crash.",
              shot_type=ShotType.TEXT_CARD, transition=Transition.DISSOLVE),
        scene(3, "Try it today.", transition=Transition.LIGHT),
    )  # fmt: skip


def coffee_footage() -> list[FootageScene]:
    man = source("tired man at a desk", seconds=9.0)
    return [
        footage(man, subjects=(face(0.68, 0.18, 0.1, at=0.5), face(0.69, 0.19, 0.1, at=3.0))),
        footage(source("hands pouring coffee", seconds=10.0)),
    ]


def test_asked_transitions_stay_and_a_text_card_stands_between_shots() -> None:
    plan = planned(coffee_ad(), coffee_footage())
    heads = [next(clip for clip in plan.clips if clip.scene == scene) for scene in range(4)]
    assert [(clip.kind, clip.transition, clip.transition_frames > 0) for clip in heads] == [
        ("footage", Transition.CUT, False),
        ("footage", Transition.SLIDE, True),
        ("card", Transition.DISSOLVE, True),
        ("end_card", Transition.LIGHT, True),
    ]
    assert [clip.scene for clip in plan.clips if isinstance(clip, CardClip)] == [2, 2]


SCENES = st.builds(
    scene,
    seconds=st.floats(0.5, 9),
    says=st.sampled_from(["", "Buy", "You drink one coffee and then another one.", "☕ {x}"]),
    on_screen_text=st.sampled_from(["", "20% off today", "x" * 300]),
    footage_query=st.sampled_from(["coffee", "dog", ""]),
    shot_type=st.sampled_from(list(ShotType)),
    transition=st.sampled_from(list(Transition)),
)
LENGTHS = st.lists(st.floats(0.04, 12), max_size=4)


@given(
    st.lists(SCENES, min_size=1, max_size=6),
    LENGTHS,
    st.sampled_from(list(Pacing)),
    st.sampled_from(list(Platform)),
    st.sampled_from(AdStructure),
    st.sampled_from([None, *AdStructure]),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_any_blueprint_with_any_footage_gives_a_valid_explained_plan(
    scenes: list[object],
    lengths: list[float],
    pacing: Pacing,
    platform: Platform,
    structure: AdStructure,
    template: AdStructure | None,
    beat_sync: bool,
) -> None:
    ad = blueprint(*scenes, pacing=pacing, structure=structure)  # type: ignore[arg-type]
    material = [footage(source(f"clip {n}", seconds=seconds)) for n, seconds in enumerate(lengths)]
    chosen = EditSettings(platform, CaptionStyle.MINIMAL, seed=3, template=template, beat_sync=beat_sync)
    plan = planned(ad, material, chosen)
    assert plan == planned(ad, material, chosen)
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan
    assert isinstance(plan.clips[-1], EndCardClip)
    assert all(clip.reason for clip in plan.clips)
    assert {clip.scene for clip in plan.clips} == set(range(len(scenes)))
    timeline = lay_out(ad, speeches(ad), template)
    assert plan.frames == timeline.frames == sum(clip.frames for clip in plan.clips)
    for slot in timeline.slots:  # a template never moves a scene under its voice
        assert next(clip.start for clip in plan.clips if clip.scene == slot.index) == slot.start
    assert plan.template is (template or structure)


def test_without_footage_everything_is_designed() -> None:
    plan = planned(coffee_ad(), [])
    assert not plan.sources
    cards = [clip for clip in plan.clips if isinstance(clip, CardClip)]
    assert len({card.design for card in cards}) > 1
    assert [word.text for word in cards[0].headline] == ["Crashing", "at", "3", "PM?"]
    assert cards[0].reason == "no footage fits this scene; hook: the problem at a glance, cut 1.2x as often"


def test_headline_words_come_with_the_voice() -> None:
    ad = blueprint(scene(3, "Get 8 hours today", on_screen_text="8 Hours free!", shot_type=ShotType.TEXT_CARD), scene())
    plan = planned(ad, [])
    card = plan.clips[0]
    assert isinstance(card, CardClip)
    said = {word.text: word.start for word in plan.words}
    assert [word.start for word in card.headline[:2]] == [said["8"], said["hours"]]
    assert card.headline[2].start > said["hours"]


def test_no_card_is_ever_empty() -> None:
    ad = blueprint(
        scene(9, "Short line.", shot_type=ShotType.TEXT_CARD), scene(4, "", shot_type=ShotType.TEXT_CARD), scene()
    )
    plan = planned(ad, [])
    for card in (clip for clip in plan.clips if isinstance(clip, CardClip)):
        said = [word for word in plan.words if card.start <= word.start < card.end]
        assert card.headline or said


def test_the_directors_notes_are_never_shown() -> None:
    ad = blueprint(scene(3, "", visual_direction="SECRET NOTE"), scene(3, "", visual_direction="SECRET NOTE"), scene())
    assert "SECRET" not in planned(ad, []).model_dump_json()


def test_on_screen_text_becomes_a_title_over_footage_and_the_hook_stands_in_for_a_missing_one() -> None:
    ad = blueprint(scene(3, "Hi"), scene(3, "Ho", on_screen_text="A point"), scene(3, "", on_screen_text=""), scene())
    titles = planned(ad, [footage(source(seconds=60.0))]).titles
    assert [(title.text, title.role) for title in titles] == [
        (ad.hook.text, TitleRole.HOOK),
        ("A point", TitleRole.POINT),
    ]


def test_a_title_makes_way_for_a_face() -> None:
    ad = blueprint(scene(3, "Hi", on_screen_text="Look at this"), scene())
    wide = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0)
    high = [footage(subjects=tuple(face(0.45, 0.1, 0.12, at=t) for t in range(9)))]
    low = [footage(subjects=tuple(face(0.45, 0.55, 0.12, at=t) for t in range(9)))]
    assert planned(ad, high, wide).titles[0].place is TitlePlace.LOW
    assert planned(ad, low, wide).titles[0].place is TitlePlace.TOP


def test_shots_of_the_same_scene_in_a_row_alternate_in_closeness() -> None:
    big = source("coffee", width=3840, height=2160, seconds=60.0)
    plan = planned(blueprint(scene(8, "", footage_query="coffee"), scene(), pacing=Pacing.FAST), [footage(big)])
    heights = [clip.window.height for clip in plan.clips if isinstance(clip, FootageClip)]
    assert heights[0] > heights[1] < heights[2]


def test_a_small_source_is_not_enlarged_further() -> None:
    small = source("coffee", width=640, height=360, seconds=60.0)
    plan = planned(blueprint(scene(8, "", footage_query="coffee"), scene(), pacing=Pacing.FAST), [footage(small)])
    assert {clip.window.height for clip in plan.clips if isinstance(clip, FootageClip)} == {360}


def test_the_ad_never_begins_with_a_transition() -> None:
    plan = planned(blueprint(scene(transition=Transition.GLITCH), scene(transition=Transition.ZOOM)), [])
    assert plan.clips[0].transition is Transition.CUT
    assert plan.clips[1].transition is Transition.ZOOM


def test_seed_changes_the_design_and_nothing_about_the_words() -> None:
    other = EditSettings(REEL.platform, REEL.caption_style, seed=1)
    one, two = planned(coffee_ad(), []), planned(coffee_ad(), [], other)
    assert one != two
    assert one.narration == two.narration


def test_dark_shots_are_lifted() -> None:
    def gamma(brightness: float) -> float:
        dark = footage(features=footage().features.model_copy(update={"brightness": brightness}))
        clip = planned(blueprint(scene(), scene()), [dark]).clips[0]
        assert isinstance(clip, FootageClip)
        return clip.grade.gamma

    assert gamma(0.15) > 1.05 > gamma(0.5) > gamma(0.9)


def test_unused_footage_is_not_a_source() -> None:
    unused: FootageSource = source("dog", seconds=1.0)
    plan = planned(blueprint(scene(), scene()), [footage(), footage(unused)])
    assert [each.label for each in plan.sources] == ["coffee"]


def test_with_beat_sync_the_cuts_within_scenes_fall_on_the_music(tmp_path: Path) -> None:
    ad = blueprint(
        *[scene(9, "You drink one coffee and then another one.", footage_query="coffee")] * 3,
        scene(3, "Go."),
        pacing=Pacing.FAST,
    )
    material = [footage(source(f"coffee {n}", seconds=30)) for n in range(4)]
    plan = planned(ad, material, EditSettings(Platform.TIKTOK, CaptionStyle.NONE, seed=0, beat_sync=True))
    assert isinstance(plan.music, MusicSettings)
    bed = compose(
        plan.seconds,
        MOODS[MoodName(plan.music.mood)],
        plan.music.energy,
        np.random.default_rng(0),
        tmp_path / "bed.wav",
    )
    on_beats = {round(beat * plan.fps) for beat in bed.beats}
    starts = {clip.scene: clip.start for clip in reversed(plan.clips)}
    within = [clip.start for clip in plan.clips if clip.start != starts[clip.scene]]
    assert len(within) >= 6
    assert set(within) <= on_beats


def test_a_given_track_takes_the_place_of_the_bed_and_its_beats_lead_the_cuts() -> None:
    ad = blueprint(*[scene(9, "You drink one coffee and then another one.")] * 3, scene(3, "Go."), pacing=Pacing.FAST)
    material = [footage(source(f"coffee {n}", seconds=30)) for n in range(4)]
    beats = tuple(round(1.1 + 0.61 * number, 4) for number in range(12))
    track = Track(AssetRef(asset_id="asset_1", sha256="ab"), 9.0, beats)
    settings = EditSettings(Platform.TIKTOK, CaptionStyle.NONE, seed=0, beat_sync=True, styling=Styling(track=track))
    plan = planned(ad, material, settings)
    assert isinstance(plan.music, TrackSettings)
    assert (plan.music.asset_id, plan.music.sha256, plan.music.offset_seconds) == ("asset_1", "ab", 1.08)
    assert plan.music.loop_seconds == pytest.approx(8 * 0.61), "two bars fit into the track"
    starts = {clip.scene: clip.start for clip in reversed(plan.clips)}
    within = [clip.start for clip in plan.clips if clip.start != starts[clip.scene]]
    assert len(within) >= 6
    assert set(within) <= set(plan.music.beats)
    assert EditPlan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("offer", "cta", "language", "button"),
    [
        ("Book your free consultation", None, "en", "Book your free consultation"),
        ("Get two for one today, in all our shops and online", None, "en-GB", "Buy now"),
        ("Get two for one today, in all our shops and online", None, "sv", None),
        ("Get two for one today, in all our shops and online", "x" * 60, "en", None),
    ],
)
def test_a_button_says_what_it_can_hold(offer: str, cta: str | None, language: str, button: str | None) -> None:
    text = cta or offer
    ad = blueprint(offer=offer, cta=CallToAction(type=CtaType.BUY_NOW, text=text), language=language)
    assert button_text(ad) == (button or text)
