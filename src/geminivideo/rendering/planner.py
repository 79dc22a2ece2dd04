"""From a blueprint and scenes to an edit plan."""

from collections.abc import Sequence

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.rendering.brand.own_font import with_own_font
from geminivideo.rendering.colour.matched_plan import matched
from geminivideo.rendering.crop.reframing import reframe
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.graphics.placing import with_bar_and_countdown, with_lower_third
from geminivideo.rendering.hearing import Hearing
from geminivideo.rendering.length.fitting import FittedAd, lay_out_for
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.voice import VoiceMark
from geminivideo.rendering.progress import Stage
from geminivideo.rendering.recordings import speak_scenes
from geminivideo.rendering.render_context import Work
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.scene_knowledge import Encode
from geminivideo.rendering.scene_matching import Similarity
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.stills.notes import with_unused_noted
from geminivideo.rendering.variants import keeping_pictures
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.voices import Spoken, Voices


def plan_ad(
    request: RenderRequest,
    voices: Voices,
    similarity: Similarity,
    hearing: Hearing,
    work: Work,
    encode: Encode | None = None,
) -> EditPlan:
    """It needs the voice, for its timing, and the sources, for matching their colours and for what is said in them."""
    work.progress.at(Stage.VOICE)
    spoken = _speak(request, voices, work)
    work.progress.at(Stage.TIMELINE)
    plan = _cut(request, spoken, similarity, encode)
    plan = with_bar_and_countdown(plan, request.styling.graphics)
    plan = with_own_font(plan, work.workspace, work.open_asset)
    if request.styling.match_clips:
        plan = matched(plan, work.workspace, work.open_source, work.check)
    work.progress.at(Stage.CROP)
    plan = reframe(plan, request.scenes) if request.smart_crop else plan
    plan = plan if request.variant_of is None else keeping_pictures(plan, request.blueprint, request.variant_of)
    plan = with_lower_third(plan, request.styling.graphics)
    plan = with_unused_noted(plan, request.styling.stills)
    return hearing.with_heard_words(plan, work) if request.captions_original_sound else plan


def _speak(request: RenderRequest, voices: Voices, work: Work) -> Spoken[FittedAd]:
    """The lines of the scenes, in the time that the platform leaves for them."""
    blueprint = request.blueprint

    def lay_out_with(voice: Voice, _mark: VoiceMark) -> FittedAd:
        def speak(scenes: Sequence[BlueprintScene]) -> list[Speech | None]:
            return speak_scenes(voice, scenes, blueprint.language, work.workspace, work.check)

        return lay_out_for(request.platform, blueprint, speak, request.template)

    return voices.speak(request.voice, lay_out_with)


def _cut(request: RenderRequest, spoken: Spoken[FittedAd], similarity: Similarity, encode: Encode | None) -> EditPlan:
    fitted = spoken.made
    plan = make_plan(request.blueprint, fitted.timeline, request.scenes, _settings(request), similarity, encode)
    return plan.model_copy(update={"voice": spoken.mark, "notes": (*plan.notes, *spoken.notes, *fitted.notes)})


def _settings(request: RenderRequest) -> EditSettings:
    style = request.caption_style if request.add_captions else CaptionStyle.NONE
    own = (request.palette, request.beat_sync, request.styling, request.template)
    return EditSettings(request.platform, style, request.seed, *own)
