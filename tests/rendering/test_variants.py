"""A variant shows the original's pictures wherever its script is the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import CaptionStyle, Platform, ShotType, Transition
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.variants import Original, keeping_pictures
from tests.rendering.examples import blueprint, footage, scene, source, speeches

FILMS = [footage(source(name, seconds=9.0)) for name in ("coffee", "office", "garden", "kitchen")]
BODY = (
    scene(4.0, "Every day the same at your office", footage_query="office", transition=Transition.DISSOLVE),
    scene(4.0, "But there is a garden", footage_query="garden coffee", on_screen_text="A garden"),
    scene(3.0, "With words alone", shot_type=ShotType.TEXT_CARD),
    scene(3.0, "Try it today"),
)


def ad(hook: str, seconds: float = 3.0, query: str = "coffee", **changed: object) -> Blueprint:
    values = {"hook": blueprint().hook.model_copy(update={"text": hook}), **changed}
    return blueprint(scene(seconds, hook, footage_query=query), *BODY, **values)


def plan_of(of: Blueprint, seed: int = 3) -> EditPlan:
    return make_plan(of, lay_out(of, speeches(of)), FILMS, EditSettings(Platform.TIKTOK, CaptionStyle.HORMOZI, seed))


def pictures(plan: EditPlan, scene_index: int) -> list[object]:
    clips = [clip for clip in plan.clips if clip.scene == scene_index]
    return [clip.model_copy(update={"start": 0, "headline": ()}) for clip in clips]


@given(
    st.sampled_from(["Still tired?", "A much longer hook that takes more time to say than the other one did", "Hm"]),
    st.sampled_from([1.5, 3.0, 4.2]),
    st.sampled_from(["garden", "office kitchen", "coffee"]),
)
@settings(deadline=None, max_examples=30)
def test_another_hook_changes_the_first_scene_alone(hook: str, seconds: float, query: str) -> None:
    first, other = ad("Stop here now"), ad(hook, seconds, query)
    original = Original(first, plan_of(first))
    fresh = plan_of(other, seed=9)
    variant = keeping_pictures(fresh, other, original)
    for number in range(1, len(BODY) + 1):
        assert pictures(variant, number) == pictures(original.plan, number)
    assert pictures(variant, 0) == pictures(fresh, 0)
    assert variant.narration == fresh.narration
    assert variant.frames == fresh.frames
    later = variant.frames - original.plan.frames
    moved = [(title.text, title.start - later) for title in variant.titles[1:]]
    assert moved == [(title.text, title.start) for title in original.plan.titles[1:]]


def test_without_it_later_scenes_would_change_too() -> None:
    """Or the whole module would be for nothing."""
    first, other = ad("Stop here now"), ad("Stop here now", query="office")
    plain, original = plan_of(other), plan_of(first)
    assert any(pictures(plain, number) != pictures(original, number) for number in range(1, len(BODY) + 1))


def test_another_call_to_action_changes_the_end_alone() -> None:
    first = ad("Stop here now")
    other = first.model_copy(update={"offer": "Two for one"})
    original = Original(first, plan_of(first))
    variant = keeping_pictures(plan_of(other), other, original)
    assert variant.clips[:-1] == original.plan.clips[:-1]
    assert variant.clips[-1] != original.plan.clips[-1]


def test_another_mood_or_format_keeps_nothing() -> None:
    first = ad("Stop here now")
    calm = first.model_copy(update={"energy": 2.0})
    fresh = plan_of(calm)
    assert keeping_pictures(fresh, calm, Original(first, plan_of(first))).clips == fresh.clips


def test_an_inserted_scene_keeps_those_around_it() -> None:
    first = ad("Stop here now")
    more = first.model_copy(update={"scenes": (*first.scenes[:2], scene(2.5, "And one more"), *first.scenes[2:])})
    original = Original(first, plan_of(first))
    variant = keeping_pictures(plan_of(more), more, original)
    kept = {0: 0, 1: 1, 3: 2, 4: 3, 5: 4}
    for new, old in kept.items():
        unnumbered = [each.model_copy(update={"scene": old}) for each in pictures(variant, new)]  # type: ignore[attr-defined]
        assert unnumbered == pictures(original.plan, old), new
    assert {clip.footage_id for clip in variant.clips if isinstance(clip, FootageClip)} == {
        each.footage_id for each in variant.sources
    }
