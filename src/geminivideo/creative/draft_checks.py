"""What can be checked about a draft without an opinion, whoever wrote it; in words that a writer can act on."""

from collections.abc import Iterator

from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.director.live.languages import wrong_language
from geminivideo.creative.director.live.truth import Truth
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.languages.registry import base_tag
from geminivideo.creative.model import Brief
from geminivideo.creative.policy import find_violations
from geminivideo.creative.scene_checks import naming_faults, scene_faults

SHORTEST_SECONDS, LONGEST_SECONDS = 6.0, 60.0


def faults_of(blueprint: Blueprint, brief: Brief) -> list[str]:
    """Length, pace, missing or too long texts, a product without a name, an offer that is not the brief's, language,
    invented facts, ad policy; empty when all is well.
    """
    return [
        *_form(blueprint),
        *_scenes(blueprint, brief),
        *_brief(blueprint, brief),
        *_truth(blueprint, brief),
        *_policy(blueprint, brief),
    ]


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


def _scenes(blueprint: Blueprint, brief: Brief) -> Iterator[str]:
    for number, scene in enumerate(blueprint.scenes, start=1):
        faults = scene_faults(scene, brief, last=number == len(blueprint.scenes))
        yield from (f"scene {number}: {fault}" for fault in faults)
    texts = (text for scene in blueprint.scenes for text in (scene.voice_over, scene.on_screen_text))
    yield from naming_faults(texts, brief)


def _truth(blueprint: Blueprint, brief: Brief) -> Iterator[str]:
    truth = Truth(brief)
    for number, scene in enumerate(blueprint.scenes, start=1):
        for name in ("voice_over", "on_screen_text", "visual_direction"):
            yield from (f"scene {number} {name}: {offence}" for offence in truth.offences(getattr(scene, name)))
    if reason := wrong_language([scene.voice_over for scene in blueprint.scenes], brief.language):
        yield reason


def _brief(blueprint: Blueprint, brief: Brief) -> Iterator[str]:
    if {blueprint.cta.text, blueprint.offer} != {brief.offer}:
        yield f"the call to action is not the brief's offer, “{brief.offer}”"
    if blueprint.product_name != brief.product_name:
        yield f"the product is not the brief's, “{brief.product_name}”"
    if base_tag(blueprint.language) != base_tag(brief.language):
        yield f"it is in {blueprint.language!r}, the brief asks for {brief.language!r}"


def _policy(blueprint: Blueprint, brief: Brief) -> Iterator[str]:
    """What the offer itself says is no fault of the draft's: no draft could do without it."""
    for violation in find_violations(blueprint):
        if violation.words.lower() not in brief.offer.lower():
            rule = violation.rule.value.replace("_", " ")
            yield f"against ad policy ({rule}) in {violation.place}: “{violation.words}”"
