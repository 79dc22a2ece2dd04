"""From a blueprint and footage to a verified video file, in stages that a crash does not repeat."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.content_cache import ContentCache
from geminivideo.core.errors import ProcessingError
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import CaptionStyle, Platform, Quality
from geminivideo.rendering import output, overlay
from geminivideo.rendering.brand.own_font import font_folder_of, with_own_font
from geminivideo.rendering.colour.matched_plan import matched
from geminivideo.rendering.crop.reframing import reframe
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.encode import join
from geminivideo.rendering.keyframes.making import make_keyframed
from geminivideo.rendering.library.opening import OpenAsset, no_assets
from geminivideo.rendering.materials import OpenSource, gather
from geminivideo.rendering.output import Output
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.previews.making import keep_crop_picture, make_previews
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.progress import Progress, Report, Stage
from geminivideo.rendering.recordings import speak_scenes
from geminivideo.rendering.retiming import timed
from geminivideo.rendering.scene_matching import Similarity, shared_words
from geminivideo.rendering.segments import facts
from geminivideo.rendering.segments.encoding import Encoded, SegmentEncoder
from geminivideo.rendering.segments.jobs import Job, jobs_of
from geminivideo.rendering.soundtrack import soundtrack
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.text.fonts import fontconfig
from geminivideo.rendering.thumbnail import write_thumbnail
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.variants import Original, keeping_pictures
from geminivideo.rendering.verify import BLACK_SECONDS, FROZEN_SECONDS, Picture, RenderReport, verify
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.workspace import Workspace, link

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class RenderRequest:
    blueprint: Blueprint
    scenes: Sequence[FootageScene]
    platform: Platform
    quality: Quality = Quality.HIGH
    preview: bool = False
    add_captions: bool = True
    caption_style: CaptionStyle = CaptionStyle.HORMOZI
    smart_crop: bool = True
    beat_sync: bool = False
    seed: int = 0
    palette: Palette | None = None
    variant_of: Original | None = None
    styling: Styling = field(default_factory=Styling)


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
    """`slots` bounds how many segments the whole machine encodes at once; `cache` is what renders share."""

    def __init__(
        self,
        ffmpeg: Ffmpeg,
        voice: Voice,
        slots: Slots,
        *,
        similarity: Similarity = shared_words,
        cache: ContentCache | None = None,
    ) -> None:
        self._ffmpeg = ffmpeg
        self._voice = voice
        self._slots = slots
        self._similarity = similarity
        self._cache = cache

    def render(
        self,
        request: RenderRequest,
        workspace: Path,
        open_source: OpenSource,
        check: Check,
        report: Report,
        open_asset: OpenAsset = no_assets,
    ) -> RenderedVideo:
        """Plan and render. Files of stages that were finished before in this workspace are used again.

        Raises:
            InvalidInputError: when the ad would be too long.
            ProcessingError: when a source cannot be read, the encoder fails or the result is not as planned.
            StorageFullError: when there is no room.
        """
        folder = Workspace(workspace, self._cache)
        progress = Progress(report, check)
        plan = self._plan(request, folder, progress, open_asset, open_source)
        wanted = output.preview(plan) if request.preview else output.full(plan, request.quality)
        return self._execute(plan, wanted, folder, open_source, progress, open_asset, request.scenes)

    def plan(
        self,
        request: RenderRequest,
        workspace: Path,
        check: Check,
        open_asset: OpenAsset = no_assets,
        open_source: OpenSource | None = None,
    ) -> EditPlan:
        """Only the plan: to be shown, changed and given to `render_plan`. It needs the voice, for its timing, and the
        sources, for matching their colours; without them they stay unmatched.
        """
        progress = Progress(lambda _stage, _percent: None, check)
        return self._plan(request, Workspace(workspace, self._cache), progress, open_asset, open_source)

    def render_plan(
        self,
        plan: EditPlan,
        quality: Quality,
        workspace: Path,
        open_source: OpenSource,
        check: Check,
        report: Report,
        open_asset: OpenAsset = no_assets,
    ) -> RenderedVideo:
        """Render a plan as it is, for instance one changed by hand; lines without words are spoken first.

        What is kept of a source is known by the plan's `sha256` of it: take `sources` from the database, never from a
        plan that came from outside.

        Raises:
            InvalidInputError: when there is no room for a changed line. Otherwise as `render`.
        """
        wanted = output.full(plan, quality)
        return self._as_it_is(plan, wanted, workspace, open_source, Progress(report, check), open_asset)

    def preview(
        self,
        plan: EditPlan,
        workspace: Path,
        open_source: OpenSource,
        check: Check,
        report: Report,
        open_asset: OpenAsset = no_assets,
    ) -> RenderedVideo:
        """The same ad, small and quick: to be looked at before it is rendered."""
        wanted = output.preview(plan)
        return self._as_it_is(plan, wanted, workspace, open_source, Progress(report, check), open_asset)

    def _as_it_is(
        self,
        plan: EditPlan,
        wanted: Output,
        workspace: Path,
        open_source: OpenSource,
        progress: Progress,
        open_asset: OpenAsset,
    ) -> RenderedVideo:
        folder = Workspace(workspace, self._cache)
        progress.at(Stage.VOICE)
        plan = timed(plan, self._voice, folder, progress.check)
        return self._execute(plan, wanted, folder, open_source, progress, open_asset)

    def _plan(
        self,
        request: RenderRequest,
        workspace: Workspace,
        progress: Progress,
        open_asset: OpenAsset,
        open_source: OpenSource | None,
    ) -> EditPlan:
        blueprint = request.blueprint
        progress.at(Stage.VOICE)
        speeches = speak_scenes(self._voice, blueprint.scenes, blueprint.language, workspace, progress.check)
        progress.at(Stage.TIMELINE)
        style = request.caption_style if request.add_captions else CaptionStyle.NONE
        own = (request.palette, request.beat_sync, request.styling)
        settings = EditSettings(request.platform, style, request.seed, *own)
        plan = make_plan(blueprint, lay_out(blueprint, speeches), request.scenes, settings, self._similarity)
        plan = with_own_font(plan, workspace, open_asset)
        if request.styling.match_clips and open_source is not None:
            plan = matched(plan, workspace, open_source, progress.check)
        progress.at(Stage.CROP)
        plan = reframe(plan, request.scenes) if request.smart_crop else plan
        return plan if request.variant_of is None else keeping_pictures(plan, blueprint, request.variant_of)

    def _execute(
        self,
        plan: EditPlan,
        wanted: Output,
        workspace: Workspace,
        open_source: OpenSource,
        progress: Progress,
        open_asset: OpenAsset,
        scenes: Sequence[FootageScene] = (),
    ) -> RenderedVideo:
        """Every step from the plan on depends on the plan alone, so its JSON is the key of what it makes.

        `scenes` only explain the crop: their subjects are drawn into its preview.
        """
        progress.at(Stage.CAPTIONS)
        plan = with_own_font(plan, workspace, open_asset)
        sound = soundtrack(self._ffmpeg, self._voice, plan, workspace, progress.check, open_asset, open_source)
        progress.at(Stage.ENCODE)
        inputs = f"{plan.model_dump_json()} {wanted} {self._ffmpeg.version} {self._ffmpeg.build} {sound.name}"
        video, text = workspace.find("ad", inputs, ".mp4"), workspace.find("report", inputs, ".json")
        if video is None or text is None:
            video, text = self._make(plan, wanted, workspace, sound, open_source, progress, inputs, open_asset, scenes)
        previews = make_previews(video, sound, plan, scenes, workspace, progress.check)
        progress.at(Stage.VERIFY, 1.0)
        measured = RenderReport.model_validate_json(text.read_bytes())
        thumbnail = workspace.path("thumbnail", inputs, ".jpg")
        return RenderedVideo(video, thumbnail, plan, plan.seconds, video.stat().st_size, measured, previews)

    def _make(
        self,
        plan: EditPlan,
        wanted: Output,
        workspace: Workspace,
        sound: Path,
        open_source: OpenSource,
        progress: Progress,
        inputs: str,
        open_asset: OpenAsset,
        scenes: Sequence[FootageScene],
    ) -> tuple[Path, Path]:
        """The finished file and what was measured in it. Of a faulty one nothing is kept: a retry makes it anew."""
        encoder = SegmentEncoder(self._ffmpeg, workspace, wanted, _font_file(plan, workspace), self._slots)
        with ExitStack() as stack:
            materials = gather(plan, wanted.frame, workspace, open_source, stack, progress.check, open_asset)
            opened = {footage_id: file.path for footage_id, file in materials.sources.items()}
            keep_crop_picture(self._ffmpeg, plan, scenes, opened, materials.facts, workspace, progress.check)
            materials = make_keyframed(self._ffmpeg, plan, wanted.frame, materials, workspace, progress.check)
            jobs = jobs_of(plan, wanted, materials, self._ffmpeg)
            parts = encoder.encode(jobs, progress.check, lambda share: progress.at(Stage.ENCODE, share))
        video = workspace.produce(
            "ad", inputs, ".mp4", lambda target: self._join(parts, workspace, sound, target, progress)
        )
        progress.at(Stage.VERIFY)
        try:
            report = self._verify(video, plan, wanted, parts, progress)
        except ProcessingError:
            encoder.forget(jobs)
            workspace.forget("ad", inputs, ".mp4")
            raise
        self._thumbnail(video, plan, jobs, workspace, inputs)
        workspace.produce_text("report", inputs, ".json", lambda: report.model_dump_json(indent=1))
        workspace.tidy()
        return video, workspace.path("report", inputs, ".json")

    def _thumbnail(self, video: Path, plan: EditPlan, jobs: Sequence[Job], workspace: Workspace, inputs: str) -> None:
        """Known by the opening it is taken from, so that ads with the same opening share it."""
        opening = " ".join(job.made_from for job in jobs if job.segment.start < plan.clips[0].end)
        found = workspace.produce(
            "opening", opening, ".jpg", lambda path: write_thumbnail(video, plan, path), shared=True
        )
        workspace.produce("thumbnail", inputs, ".jpg", partial(_copy, found))

    def _join(
        self, parts: Sequence[Encoded], workspace: Workspace, sound: Path, target: Path, progress: Progress
    ) -> None:
        if len({part.facts.stream for part in parts}) > 1:
            raise ProcessingError("The parts of the ad do not fit together.", next_step="retry the job")
        with workspace.scratch() as folder:
            for number, part in enumerate(parts):
                link(part.path, folder / f"part-{number}.mp4")
            link(sound, folder / "sound.wav")
            named = [(f"part-{number}.mp4", part.facts.frames) for number, part in enumerate(parts)]
            join(self._ffmpeg, named, folder=folder, sound="sound.wav", target=target.absolute(), check=progress.check)

    def _verify(
        self, video: Path, plan: EditPlan, wanted: Output, parts: Sequence[Encoded], progress: Progress
    ) -> RenderReport:
        segments = [part.job.segment for part in parts]
        seen = Picture(
            black=facts.of_the_ad(segments, (part.facts.black for part in parts), BLACK_SECONDS),
            frozen=facts.of_the_ad(segments, (part.facts.frozen for part in parts), FROZEN_SECONDS),
        )
        report = verify(self._ffmpeg, video, plan, wanted.frame, seen, check=progress.check)
        return report.model_copy(update={"notes": (*report.notes, *overlay.notes(plan))})


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _font_file(plan: EditPlan, workspace: Workspace) -> Path:
    """Where libass finds its fonts."""
    path = workspace.folder.absolute() / "fonts.conf"
    with_system_fonts = bool(overlay.uncovered_characters(plan))
    own = font_folder_of(workspace) if plan.font else None
    path.write_text(
        fontconfig(path.with_name("font-cache"), with_system_fonts=with_system_fonts, own_fonts=own), "utf-8"
    )
    return path
