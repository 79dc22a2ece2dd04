"""Making the edit plan: which picture stands where, why, and what is written on it. Pure and deterministic."""

from collections.abc import Sequence

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.footage_scene import FootageScene, FootageSource
from geminivideo.rendering import scene_matching
from geminivideo.rendering.editing.edit import Edit
from geminivideo.rendering.editing.pictures import add_pictures
from geminivideo.rendering.editing.settings import EditSettings
from geminivideo.rendering.editing.titles import titles_of
from geminivideo.rendering.music_choice import beats_in, choose_music
from geminivideo.rendering.original_sound import with_original_sound
from geminivideo.rendering.palette import palette_for
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.scene_knowledge import Encode, SceneKnowledge
from geminivideo.rendering.scene_matching import Similarity
from geminivideo.rendering.templates.casting import cast_scenes
from geminivideo.rendering.templates.explaining import explain_ad
from geminivideo.rendering.templates.grammars import GRAMMARS
from geminivideo.rendering.timeline import Timeline


def make_plan(
    blueprint: Blueprint,
    timeline: Timeline,
    footage: Sequence[FootageScene],
    settings: EditSettings,
    similarity: Similarity = scene_matching.shared_words,
    encode: Encode | None = None,
) -> EditPlan:
    """The plan with every crop in the middle; `reframe` finds the subjects.

    `encode` embeds queries as the scenes' own embeddings were made; without it scenes are compared by their words.
    """
    grammar = GRAMMARS[settings.template or blueprint.structure]
    cast = cast_scenes(grammar, len(blueprint.scenes))
    styling = settings.styling
    music = choose_music(blueprint, timeline.frames, styling.track, styling.mood, grammar.music)
    edit = Edit(blueprint, timeline, settings, footage, similarity, grammar, cast, SceneKnowledge(footage, encode))
    if settings.beat_sync:
        edit.beats = beats_in(music, timeline.frames)
    for slot in timeline.slots:
        add_pictures(edit, slot)
    frame, brand = settings.platform.frame, settings.styling.brand
    plan = EditPlan(
        blueprint_id=blueprint.id,
        platform=settings.platform,
        width=frame.width,
        height=frame.height,
        frames=timeline.frames,
        language=blueprint.language,
        template=grammar.structure,
        template_reason=explain_ad(grammar, cast, blueprint.structure),
        seed=settings.seed,
        palette=settings.palette or (brand.palette if brand else palette_for(blueprint.product_name)),
        sources=_sources(edit),
        clips=tuple(edit.clips),
        narration=timeline.narration,
        titles=titles_of(edit),
        caption_style=settings.caption_style,
        music=music,
        logo=brand.logo_mark(settings.platform, blueprint.language) if brand else None,
        font=brand.font if brand else None,
        lut=settings.styling.lut,
        mix=settings.styling.mix,
        notes=(*(brand.notes if brand else ()), *settings.styling.notes),
    )
    return with_original_sound(plan) if settings.styling.original_sound else plan


def _sources(edit: Edit) -> tuple[FootageSource, ...]:
    by_id = {scene.source.footage_id: scene.source for scene in edit.footage}
    used = dict.fromkeys(clip.footage_id for clip in edit.clips if isinstance(clip, FootageClip))
    return tuple(by_id[footage_id] for footage_id in used)
