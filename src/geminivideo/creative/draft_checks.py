"""What can be checked about a draft without an opinion, whoever wrote it; in words that a writer can act on."""

from collections.abc import Iterator

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.model import Brief
from geminivideo.creative.policy import find_violations
from geminivideo.creative.words import spoken_words, words_that_fit

SHORTEST_SECONDS, LONGEST_SECONDS = 6.0, 60.0
_TEXTS = ("voice_over", "on_screen_text", "visual_direction", "footage_query", "emotion")


def faults_of(blueprint: Blueprint, brief: Brief) -> list[str]:
    """Length, pace, missing texts, an offer that is not the brief's, language, ad policy; empty when all is well."""
    return [*_form(blueprint), *_pace(blueprint), *_brief(blueprint, brief), *_policy(blueprint, brief)]


def hook_faults(blueprint: Blueprint, hooks: HookSet) -> list[str]:
    if hooks.is_too_close(blueprint.hook.text, blueprint.id):
        return [f"the hook “{blueprint.hook.text}” is too close to the hook of another ad of the campaign"]
    return []


def _form(blueprint: Blueprint) -> Iterator[str]:
    seconds = blueprint.total_seconds
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        yield f"the scenes last {seconds:g} s, not {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}"
    if blueprint.scenes[0].voice_over != blueprint.hook.text:
        yield "the first scene's voice_over is not the hook"
    for number, scene in enumerate(blueprint.scenes, start=1):
        if missing := [name for name in _TEXTS if not getattr(scene, name).strip()]:
            yield f"scene {number} has no {', '.join(missing)}"


def _pace(blueprint: Blueprint) -> Iterator[str]:
    for number, scene in enumerate(blueprint.scenes, start=1):
        if fault := _haste(scene):
            yield f"scene {number}: {fault}"


def _haste(scene: BlueprintScene) -> str:
    words, room = spoken_words(scene.voice_over), words_that_fit(scene.seconds)
    return f"{words} words do not fit its {scene.seconds:g} s; at most {room} do" if words > room else ""


def _brief(blueprint: Blueprint, brief: Brief) -> Iterator[str]:
    if {blueprint.cta.text, blueprint.offer} != {brief.offer}:
        yield f"the call to action is not the brief's offer, “{brief.offer}”"
    if blueprint.product_name != brief.product_name:
        yield f"the product is not the brief's, “{brief.product_name}”"
    if _main(blueprint.language) != _main(brief.language):
        yield f"it is in {blueprint.language!r}, the brief asks for {brief.language!r}"


def _main(language: str) -> str:
    return language.lower().split("-")[0]


def _policy(blueprint: Blueprint, brief: Brief) -> Iterator[str]:
    """What the offer itself says is no fault of the draft's: no draft could do without it."""
    for violation in find_violations(blueprint):
        if violation.words.lower() not in brief.offer.lower():
            rule = violation.rule.value.replace("_", " ")
            yield f"against ad policy ({rule}) in {violation.place}: “{violation.words}”"
