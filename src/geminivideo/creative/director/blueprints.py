"""Putting hook and scenes together into a blueprint, with what can be read off them."""

from collections.abc import Sequence

from geminivideo.core.blueprint import Blueprint, BlueprintScene, CallToAction, Hook, Transformation
from geminivideo.core.vocabulary import HookType, Pacing
from geminivideo.creative.director.grid import Angle, Cell, Side
from geminivideo.creative.director.material import Material
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.model import Brief
from geminivideo.creative.signals import hits, trigger_families
from geminivideo.creative.words import content_words, share_said, stems

_FAST_SECONDS_PER_SCENE, _SLOW_SECONDS_PER_SCENE = 4.5, 7.0
_MOSTLY = 0.6
_ENERGY = {
    HookType.BENEFIT_STACK: 7.5, HookType.PATTERN_INTERRUPT: 8.0, HookType.URGENCY_SCARCITY: 7.0,
    HookType.CONTROVERSY: 7.0, HookType.NEGATIVE: 6.0, HookType.STATISTIC: 6.0, HookType.QUESTION: 5.5,
    HookType.CURIOSITY_GAP: 5.5, HookType.SOCIAL_PROOF: 5.5, HookType.TRANSFORMATION: 6.0, HookType.PAIN_AGITATE: 5.0,
    HookType.STORY: 4.5,
}  # fmt: skip


def assemble(
    blueprint_id: str, material: Material, cell: Cell, hook: str, scenes: tuple[BlueprintScene, ...]
) -> Blueprint:
    brief = material.brief
    script = heard_and_read(scenes)
    pacing = pacing_of(scenes)
    lead, _ = angle_texts(brief, cell.angle)
    return Blueprint(
        id=blueprint_id,
        title=_title(material, cell),
        hook=Hook(type=cell.hook_type, text=hook),
        scenes=scenes,
        cta=CallToAction(type=material.offer.type, text=brief.offer),
        product_name=brief.product_name,
        offer=brief.offer,
        target_avatar=brief.target_avatar,
        angle=lead,
        structure=cell.structure,
        emotional_triggers=trigger_families(script, material.language),
        transformation=_transformation(material, cell.angle, script),
        pains_addressed=_addressed(brief.pain_points, cell.angle.pain, script, material.language),
        desires_addressed=_addressed(brief.desires, cell.angle.desire, script, material.language),
        pacing=pacing,
        energy=min(10.0, _ENERGY[cell.hook_type] + (1.5 if pacing is Pacing.FAST else 0.0)),
        language=brief.language,
        platforms=brief.platforms,
    )


def angle_texts(brief: Brief, angle: Angle) -> tuple[str, str]:
    """The brief's own words for the lead and for its support."""
    pain, desire = brief.pain_points[angle.pain], brief.desires[angle.desire]
    return (pain, desire) if angle.leads is Side.PAIN else (desire, pain)


def heard_and_read(scenes: Sequence[BlueprintScene]) -> str:
    return " ".join(text for scene in scenes for text in (scene.voice_over, scene.on_screen_text))


def pacing_of(scenes: tuple[BlueprintScene, ...]) -> Pacing:
    average = sum(scene.seconds for scene in scenes) / len(scenes)
    if average <= _FAST_SECONDS_PER_SCENE:
        return Pacing.FAST
    return Pacing.MEDIUM if average < _SLOW_SECONDS_PER_SCENE else Pacing.SLOW


def _title(material: Material, cell: Cell) -> str:
    forms = material.pains[cell.angle.pain] if cell.angle.leads is Side.PAIN else material.desires[cell.angle.desire]
    label = material.language.grammar.upper_first(forms.label) if forms else material.product
    hook, structure = (value.replace("_", " ") for value in (cell.hook_type.value, cell.structure.value))
    return f"{label}: {hook} hook, {structure} ({cell.seconds} s)"


def _transformation(material: Material, angle: Angle, script: str) -> Transformation | None:
    pain, desire = material.pains[angle.pain], material.desires[angle.desire]
    if pain is None or desire is None:
        return None
    upper_first = material.language.grammar.upper_first
    return Transformation(
        before=upper_first(pain.you),
        after=upper_first(desire.you),
        believability=believability(script, material.language),
    )


def believability(script: str, language: Language = ENGLISH) -> float:
    """10 for a script without a claim that has to be taken on trust; hype, absolutes and numbers cost."""
    signs = language.signs
    promised_numbers = sum(word[:1].isdigit() for word in content_words(script, language.words))
    return max(0.0, 10.0 - 1.5 * hits(signs.hype, script) - 1.0 * hits(signs.claims, script) - 0.5 * promised_numbers)


def _addressed(items: tuple[str, ...], first: int, script: str, language: Language) -> tuple[str, ...]:
    """The items whose own words are heard or read in the ad, the angle's first."""
    words = language.words
    said = stems(script, words)
    order = [first, *(at for at in range(len(items)) if at != first)]
    return tuple(items[at] for at in order if share_said(items[at], said, words) >= _MOSTLY)
