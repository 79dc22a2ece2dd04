"""From a blueprint and footage to a verified video file, in stages that a crash does not repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.content_cache import ContentCache
from geminivideo.core.errors import ProcessingError
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering import output
from geminivideo.rendering.brand.own_font import with_own_font
from geminivideo.rendering.encoders.choice import EncoderChoice
from geminivideo.rendering.hearing import ChooseRecogniser, Hearing, no_recogniser
from geminivideo.rendering.output import Output
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.previews.making import make_previews
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.production import Product, Production
from geminivideo.rendering.progress import Stage
from geminivideo.rendering.render_context import RenderContext, Work
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.retiming import spoken
from geminivideo.rendering.scene_knowledge import Encode
from geminivideo.rendering.scene_matching import Similarity, shared_words
from geminivideo.rendering.soundtrack import soundtrack
from geminivideo.rendering.verification.report import RenderReport
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.voices import OpenVoice, Voices


@dataclass(frozen=True, slots=True)
class RenderedVideo:
    """Files in the workspace; the caller stores them before the workspace goes."""

    path: Path
    thumbnail: Path
    plan: EditPlan
    seconds: float
    size_bytes: int
    report: RenderReport
    previews: Mapping[Preview, Path]


class Renderer:
    """`voice` speaks what asks for no other, `outside` opens those. `slots` bounds how many segments the whole machine
    encodes at once; `cache` is what renders share; `recogniser` is asked for captions of the clips' own sound; `encode`
    embeds what a shot should show, to be compared with the scenes' own embeddings.
    """

    def __init__(
        self,
        ffmpeg: Ffmpeg,
        voice: Voice,
        slots: Slots,
        *,
        similarity: Similarity = shared_words,
        encode: Encode | None = None,
        cache: ContentCache | None = None,
        recogniser: ChooseRecogniser = no_recogniser,
        outside: OpenVoice | None = None,
        encoders: EncoderChoice = EncoderChoice(),  # noqa: B008 - a value that never changes
    ) -> None:
        self._ffmpeg = ffmpeg
        self._voices = Voices(voice, outside)
        self._slots = slots
        self._similarity = similarity
        self._encode = encode
        self._cache = cache
        self._hearing = Hearing(ffmpeg, recogniser)
        self._encoders = encoders

    def render(self, request: RenderRequest, context: RenderContext) -> RenderedVideo:
        """Plan and render.

        Raises:
            InvalidInputError: when the ad would be too long.
            ProcessingError: when a source cannot be read, the encoder fails or the result is not as planned.
            StorageFullError: when there is no room.
            UnavailableError: when the encoder that the settings name does not work here.
        """
        from geminivideo.rendering.planner import plan_ad  # a plan that is there needs nothing of what makes one

        work, frame = context.begin(self._cache), request.platform.frame
        asked = output.preview(frame) if request.preview else output.full(frame, request.quality)
        wanted = self._encoders.equip(asked, work.check)
        plan = plan_ad(request, self._voices, self._similarity, self._hearing, work, self._encode)
        return self._execute(plan, wanted, work, request.scenes)

    def plan(self, request: RenderRequest, context: RenderContext) -> EditPlan:
        """Only the plan: to be shown, changed and given to `render_plan`."""
        from geminivideo.rendering.planner import plan_ad

        work = context.begin(self._cache)
        return plan_ad(request, self._voices, self._similarity, self._hearing, work, self._encode)

    def render_plan(self, plan: EditPlan, quality: Quality, context: RenderContext) -> RenderedVideo:
        """Render a plan as it is, for instance one changed by hand; lines without words are spoken first.

        What is kept of a source is known by the plan's `sha256` of it: take `sources` from the database, never from a
        plan that came from outside.

        Raises:
            InvalidInputError: when there is no room for a changed line. Otherwise as `render`.
        """
        return self._as_it_is(plan, output.full(plan.platform.frame, quality), context)

    def preview(self, plan: EditPlan, context: RenderContext) -> RenderedVideo:
        """The same ad, small and quick: to be looked at before it is rendered."""
        return self._as_it_is(plan, output.preview(plan.platform.frame), context)

    def _as_it_is(self, plan: EditPlan, wanted: Output, context: RenderContext) -> RenderedVideo:
        work = context.begin(self._cache)
        wanted = self._encoders.equip(wanted, work.check)
        work.progress.at(Stage.VOICE)
        return self._execute(spoken(plan, self._voices, work.workspace, work.check), wanted, work)

    def _execute(
        self, plan: EditPlan, wanted: Output, work: Work, scenes: Sequence[FootageScene] = ()
    ) -> RenderedVideo:
        """`scenes` only explain the crop: their subjects are drawn into its preview."""
        work.progress.at(Stage.CAPTIONS)
        plan = with_own_font(plan, work.workspace, work.open_asset)
        voice = self._voices.of(plan.voice)
        sound = soundtrack(self._ffmpeg, voice, plan, work.workspace, work.check, work.open_asset, work.open_source)
        work.progress.at(Stage.ENCODE)
        made = self._produced(plan, wanted, sound, work, scenes)
        previews = make_previews(made.video, sound, plan, scenes, work.workspace)
        work.progress.at(Stage.VERIFY, 1.0)
        size = made.video.stat().st_size
        return RenderedVideo(made.video, made.thumbnail, plan, plan.seconds, size, made.report, previews)

    def _produced(
        self, plan: EditPlan, wanted: Output, sound: Path, work: Work, scenes: Sequence[FootageScene]
    ) -> Product:
        """Hardware that was chosen automatically may fail for reasons that no trial shows, such as a busy chip."""
        try:
            return Production(self._ffmpeg, self._slots, plan, wanted, sound, work).product(scenes)
        except ProcessingError as error:
            instead = self._encoders.instead(wanted, error)
            if instead is None:
                raise
            return Production(self._ffmpeg, self._slots, plan, instead, sound, work).product(scenes)
