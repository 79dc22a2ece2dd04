"""Ad templates: each structure is edited in its own way, the blueprint's own choices stay, and the plan says why."""

import json

import pytest

from geminivideo.core.vocabulary import AdStructure, CaptionStyle, LookName, Pacing, Platform, ShotType, Transition
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.music_choice import Track
from geminivideo.rendering.plan.clips import CardClip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import TrackSettings
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.templates.casting import cast_scenes
from geminivideo.rendering.templates.grammars import GRAMMARS
from geminivideo.rendering.templates.marking import marked
from geminivideo.rendering.timeline import lay_out
from tests.rendering.examples import blueprint, footage, scene, source, speeches
from tests.rendering.golden.ads import golden_ad, golden_footage, golden_plan
from tests.rendering.golden.files import path_of, written


@pytest.mark.parametrize("structure", AdStructure)
def test_the_plan_of_each_structure_is_the_one_we_looked_at(structure: AdStructure) -> None:
    """`python -m tests.rendering.golden` writes them anew: read the difference before you commit it."""
    plan = golden_plan(structure)
    kept = path_of(structure).read_text("utf-8")
    assert written(plan) == kept
    assert EditPlan.model_validate({"version": 1, **json.loads(kept)}) == plan


def test_what_a_plan_leaves_out_goes_on_meaning_what_it_meant() -> None:
    """The files above hold no defaults; a stored plan without a field is rendered as it was before there was one."""
    kept = json.loads(path_of(AdStructure.HOOK_STORY_OFFER).read_text("utf-8"))
    plan = EditPlan.model_validate({"version": 1, **kept}).model_dump(mode="json")
    assert {name: value for name, value in plan.items() if name not in kept} == {
        "version": 1, "fps": 30, "logo": None, "font": None, "lut": None, "progress_bar": None, "lower_thirds": [],
        "countdown": None, "notes": [], "heard": [], "captions": None, "campaign_id": None,
        "mix": {"voice_db": 0.0, "music_db": 0.0, "original_db": 0.0, "duck_db": 13.0},
        "voice": {"provider": "offline", "voice": None, "model": None, "instructions": None, "fallback": True},
    }  # fmt: skip
    assert {name: value for name, value in plan["clips"][0].items() if name not in kept["clips"][0]} == {
        "transition": "cut", "transition_frames": 0, "crop_path": [], "crop_override": None, "fill": "cover",
        "keyframes": [], "grade_reason": "", "sound": None,
    }  # fmt: skip
    assert plan["titles"][0]["place"] == "top"


@pytest.mark.parametrize("structure", AdStructure)
def test_a_template_says_what_it_does_and_paces_stay_watchable(structure: AdStructure) -> None:
    grammar = GRAMMARS[structure]
    for role in (grammar.opening, *grammar.body, grammar.closing):
        assert role.why
        assert 0.6 <= role.pace <= 1.3
        assert ShotType.TEXT_CARD not in role.shots
    plan = golden_plan(structure)
    assert plan.template is structure
    assert plan.template_reason.startswith(grammar.why)
    for clip in plan.clips:
        assert cast_scenes(grammar, 5)[clip.scene].role.name + ": " in clip.reason


@pytest.mark.parametrize("structure", AdStructure)
@pytest.mark.parametrize("scenes", range(1, 9))
def test_every_scene_has_a_role_in_the_grammars_order(structure: AdStructure, scenes: int) -> None:
    grammar = GRAMMARS[structure]
    roles = [cast.role for cast in cast_scenes(grammar, scenes)]
    assert len(roles) == scenes
    assert roles[0] is grammar.opening
    assert scenes == 1 or roles[-1] is grammar.closing
    places = [grammar.body.index(role) for role in roles[1:-1]]
    assert places == sorted(places)
    core = {role.name for role in grammar.body if role.core}
    few = scenes - 2 <= len(core)
    assert not few or {role.name for role in roles[1:-1]} <= core


def edited(structure: AdStructure, **changed: object) -> EditPlan:
    settings = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0, **changed)  # type: ignore[arg-type]
    ad = golden_ad(structure)
    return make_plan(ad, lay_out(ad, speeches(ad), settings.template), golden_footage(), settings)


def shots(plan: EditPlan) -> int:
    return sum(isinstance(clip, FootageClip) for clip in plan.clips)


def test_another_template_recuts_the_same_ad() -> None:
    own, calm, quick = (
        edited(AdStructure.PROBLEM_SOLUTION, template=template)
        for template in (None, AdStructure.TESTIMONIAL, AdStructure.UGC_STYLE)
    )
    assert shots(calm) < shots(own) <= shots(quick)
    assert calm.narration == own.narration == quick.narration
    assert "asked for, the ad is written as problem_solution" in calm.template_reason
    kinds = {clip.transition for clip in quick.clips}
    assert kinds == {Transition.CUT}, "what the blueprint asks for belongs to the structure it was written as"


def test_the_blueprints_own_transition_stays_and_where_it_says_nothing_the_template_chooses() -> None:
    plan = edited(AdStructure.COMPARISON)
    into = {clip.scene: clip for clip in reversed(plan.clips)}
    assert (into[1].transition, into[2].transition) == (Transition.WIPE, Transition.WIPE)
    assert "wipe as the template has it" in into[1].reason
    assert into[3].transition is Transition.DISSOLVE
    assert "dissolve as the blueprint has it" in into[3].reason


def test_the_pacing_chooses_among_a_roles_transitions() -> None:
    def into_the_second(pacing: Pacing) -> Transition:
        ad = golden_ad(AdStructure.LISTICLE).model_copy(update={"pacing": pacing})
        plan = make_plan(
            ad, lay_out(ad, speeches(ad)), golden_footage(), EditSettings(Platform.TIKTOK, CaptionStyle.NONE, seed=0)
        )
        return next(clip.transition for clip in plan.clips if clip.scene == 1)

    assert into_the_second(Pacing.SLOW) is Transition.SLIDE
    assert into_the_second(Pacing.FAST) is Transition.WHIP


def test_points_are_numbered_and_sides_are_labelled_unless_the_text_does_it_itself() -> None:
    assert [title.text for title in edited(AdStructure.LISTICLE).titles[1:]] == [
        "1. A second cup",
        "Sign 2",
        "3. Weekend headaches",
    ]
    before, after = (cast_scenes(GRAMMARS[AdStructure.COMPARISON], 5)[place] for place in (1, 2))
    assert marked("waiting", before, "en-GB") == "Before: waiting"
    assert marked("waiting", after, "ar") == "بعد: waiting"
    assert marked("Before noon", before, "en") == "Before noon"
    assert marked("Option one: wait", before, "en") == "Option one: wait"
    assert marked("waiting", before, "xx") == "waiting"
    assert marked("one two three four five six", before, "en") == "one two three four five six"
    assert marked("", before, "en") == ""


def test_a_text_that_stands_alone_opens_its_scene_as_a_card_and_footage_follows() -> None:
    plan = edited(AdStructure.COMPARISON)
    card, shot = [clip for clip in plan.clips if clip.scene == 3][:2]
    assert isinstance(card, CardClip)
    assert [word.text for word in card.headline] == ["You", "decide"]
    assert isinstance(shot, FootageClip)
    assert not [title for title in plan.titles if title.text == "You decide"], "once is enough"


def test_jump_cuts_stay_with_one_take_and_leave_time_out() -> None:
    plan = edited(AdStructure.UGC_STYLE)
    first, second = [clip for clip in plan.clips if clip.scene == 1][:2]
    assert isinstance(first, FootageClip)
    assert isinstance(second, FootageClip)
    assert first.scene_id == second.scene_id
    assert second.in_seconds - first.in_seconds - first.frames / plan.fps == pytest.approx(0.6, abs=0.01)
    assert "a jump cut in the same take" in second.reason


def test_end_cards_and_music_are_the_templates() -> None:
    cards = {structure: edited(structure).clips[-1] for structure in (AdStructure.UGC_STYLE, AdStructure.TESTIMONIAL)}
    assert [card.frames for card in cards.values() if isinstance(card, EndCardClip)] == [75, 105]
    assert getattr(edited(AdStructure.TESTIMONIAL).music, "mood", None) == "calm"


def test_the_lean_of_a_role_is_graded_unless_a_look_was_asked_for() -> None:
    def saturation(scene_number: int, **changed: object) -> float:
        plan = edited(AdStructure.TRANSFORMATION, **changed)
        clip = next(clip for clip in plan.clips if clip.scene == scene_number)
        assert isinstance(clip, FootageClip)
        return clip.grade.saturation

    assert saturation(1) < saturation(2) < saturation(3)
    looked = [saturation(number, styling=Styling(look=LookName.WARM)) for number in (1, 2, 3)]
    assert len(set(looked)) == 1


def test_a_template_without_footage_still_makes_an_ad() -> None:
    for structure in AdStructure:
        ad = blueprint(*[scene(3, "Buy it now", on_screen_text="Now")] * 4, structure=structure)
        settings = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0)
        plan = make_plan(ad, lay_out(ad, speeches(ad)), [], settings)
        assert shots(plan) == 0
        short = make_plan(ad, lay_out(ad, speeches(ad)), [footage(source(seconds=1.0))], settings)
        assert short.frames == plan.frames


@pytest.mark.parametrize("structure", AdStructure)
@pytest.mark.parametrize("bpm", [66, 97, 128])
def test_every_template_cuts_on_the_beats_of_a_given_track(structure: AdStructure, bpm: int) -> None:
    """Where scenes begin is the voice's; every cut within one is on a beat, if there is one that leaves shots whole."""
    beats = tuple(round(0.4 + 60 / bpm * number, 4) for number in range(60))
    track = Track(AssetRef(asset_id="asset_1", sha256="ab"), 60.0, beats)
    plan = edited(structure, beat_sync=True, styling=Styling(track=track))
    assert isinstance(plan.music, TrackSettings)
    first = {clip.scene: clip.start for clip in reversed(plan.clips)}
    within = [clip for clip in plan.clips if clip.start != first[clip.scene]]
    assert within
    on_beat = [clip.start in plan.music.beats for clip in within]
    assert sum(on_beat) >= len(on_beat) - (1 if bpm < 90 else 0)
    assert plan.frames == edited(structure).frames
