"""A draft that passed its checks, as a blueprint: what the brief or the grid settles is not taken from the model."""

from geminivideo.core.blueprint import (
    Blueprint,
    BlueprintScene,
    CallToAction,
    Hook,
    Transformation,
    WinningPattern,
)
from geminivideo.core.vocabulary import CtaType
from geminivideo.creative.director.blueprints import angle_texts, believability, heard_and_read, pacing_of
from geminivideo.creative.director.live.answers import DraftScene, ScriptDraft
from geminivideo.creative.director.live.assignment import Assignment
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.registry import is_known, language_for
from geminivideo.creative.model import Brief
from geminivideo.creative.signals import trigger_families
from geminivideo.creative.winners import Winner

_LONGEST_TITLE = 120


def blueprint_of(draft: ScriptDraft, assignment: Assignment, hook: str, brief: Brief) -> Blueprint:
    cell, language = assignment.cell, language_for(brief.language)
    scenes = tuple(_scene(scene, hook if at == 0 else scene.voice_over) for at, scene in enumerate(draft.scenes))
    script = heard_and_read(scenes)
    claimed = tuple(trigger.value for trigger in dict.fromkeys(draft.emotional_triggers))
    return Blueprint(
        id=assignment.blueprint_id,
        title=_title(draft, assignment, brief),
        hook=Hook(type=cell.hook_type, text=hook),
        scenes=scenes,
        cta=CallToAction(type=_cta_type(draft, brief), text=brief.offer),
        product_name=brief.product_name,
        offer=brief.offer,
        target_avatar=brief.target_avatar,
        angle=angle_texts(brief, cell.angle)[0],
        structure=cell.structure,
        # Where the signs can be read, they count and not the model's word.
        emotional_triggers=trigger_families(script, language) if is_known(brief.language) else claimed,
        transformation=_transformation(draft, script, language),
        pains_addressed=_items(brief.pain_points, draft.pains),
        desires_addressed=_items(brief.desires, draft.desires),
        pacing=pacing_of(scenes),
        energy=min(10.0, max(0.0, draft.energy)),
        language=brief.language,
        platforms=brief.platforms,
        winning_patterns=(_pattern(assignment.winner),) if assignment.winner else (),
    )


def _title(draft: ScriptDraft, assignment: Assignment, brief: Brief) -> str:
    given = draft.title or f"{angle_texts(brief, assignment.cell.angle)[0]} ({assignment.cell.seconds} s)"
    return given if len(given) <= _LONGEST_TITLE else f"{given[: _LONGEST_TITLE - 1].rstrip()}…"


def _scene(draft: DraftScene, line: str) -> BlueprintScene:
    return BlueprintScene(
        seconds=draft.seconds,
        visual_direction=draft.visual_direction,
        voice_over=line,
        on_screen_text=draft.on_screen_text,
        footage_query=draft.footage_query,
        emotion=draft.emotion.lower(),
        shot_type=draft.shot_type,
        transition=draft.transition,
    )


def _transformation(draft: ScriptDraft, script: str, language: Language) -> Transformation | None:
    if not draft.before or not draft.after:
        return None
    return Transformation(before=draft.before, after=draft.after, believability=believability(script, language))


def _cta_type(draft: ScriptDraft, brief: Brief) -> CtaType:
    """Read off the offer where that can be; the model says it elsewhere."""
    if not is_known(brief.language):
        return draft.cta_type
    return language_for(brief.language).grammar.offer(brief.offer).type


def _items(items: tuple[str, ...], numbers: list[int]) -> tuple[str, ...]:
    return tuple(items[number - 1] for number in dict.fromkeys(numbers) if 1 <= number <= len(items))


def _pattern(winner: Winner) -> WinningPattern:
    return WinningPattern(id=winner.winner_id, summary=f"“{winner.hook_text}” ({winner.pattern}): {winner.reached}")
