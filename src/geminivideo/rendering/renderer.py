"""From a blueprint and footage to a verified video file, in stages that a crash does not repeat."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import ProcessingError
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, Platform, Quality
from geminivideo.rendering import filter_graph, overlay
from geminivideo.rendering.cutting_out import cut_out_large, large_clips
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.encode import encode
from geminivideo.rendering.materials import OpenSource, gather, subtitle_file
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan import EditPlan
from geminivideo.rendering.progress import Progress, Report, Stage
from geminivideo.rendering.recordings import speak_scenes
from geminivideo.rendering.reframing import reframe
from geminivideo.rendering.retiming import timed
from geminivideo.rendering.scene_matching import Similarity, shared_words
from geminivideo.rendering.soundtrack import soundtrack
from geminivideo.rendering.text.fonts import fontconfig
from geminivideo.rendering.thumbnail import write_thumbnail
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.verify import RenderReport, verify
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.workspace import Workspace

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class RenderRequest:
    blueprint: Blueprint
    scenes: Sequence[FootageScene]
    platform: Platform
    quality: Quality = Quality.HIGH
    add_captions: bool = True
    caption_style: CaptionStyle = CaptionStyle.HORMOZI
    smart_crop: bool = True
    beat_sync: bool = False
    seed: int = 0
    palette: Palette | None = None


@dataclass(frozen=True, slots=True)
class RenderedVideo:
    """Files in the workspace; the caller stores them before the workspace goes."""

    path: Path
    thumbnail: Path
    plan: EditPlan
    seconds: float
    size_bytes: int
    report: RenderReport


class Renderer:
    def __init__(self, ffmpeg: Ffmpeg, voice: Voice, *, similarity: Similarity = shared_words) -> None:
        self._ffmpeg = ffmpeg
        self._voice = voice
        self._similarity = similarity

    def render(
        self, request: RenderRequest, workspace: Path, open_source: OpenSource, check: Check, report: Report
    ) -> RenderedVideo:
        """Plan and render. Files of stages that were finished before in this workspace are used again.

        Raises:
            InvalidInputError: when the ad would be too long.
            ProcessingError: when a source cannot be read, the encoder fails or the result is not as planned.
            StorageFullError: when there is no room.
        """
        folder = Workspace(workspace)
        progress = Progress(report, check)
        plan = self._plan(request, folder, progress)
        return self._execute(plan, request.quality, folder, open_source, progress)

    def plan(self, request: RenderRequest, workspace: Path, check: Check) -> EditPlan:
        """Only the plan: to be shown, changed and given to `render_plan`. It needs the voice, for its timing."""
        return self._plan(request, Workspace(workspace), Progress(lambda _stage, _percent: None, check))

    def render_plan(
        self, plan: EditPlan, quality: Quality, workspace: Path, open_source: OpenSource, check: Check, report: Report
    ) -> RenderedVideo:
        """Render a plan as it is, for instance one changed by hand; lines without words are spoken first.

        Raises:
            InvalidInputError: when there is no room for a changed line. Otherwise as `render`.
        """
        folder, progress = Workspace(workspace), Progress(report, check)
        progress.at(Stage.VOICE)
        plan = timed(plan, self._voice, folder, progress.check)
        return self._execute(plan, quality, folder, open_source, progress)

    def _plan(self, request: RenderRequest, workspace: Workspace, progress: Progress) -> EditPlan:
        blueprint = request.blueprint
        progress.at(Stage.VOICE)
        speeches = speak_scenes(self._voice, blueprint.scenes, blueprint.language, workspace, progress.check)
        progress.at(Stage.TIMELINE)
        style = request.caption_style if request.add_captions else CaptionStyle.NONE
        settings = EditSettings(request.platform, style, request.seed, request.palette, beat_sync=request.beat_sync)
        plan = make_plan(blueprint, lay_out(blueprint, speeches), request.scenes, settings, self._similarity)
        progress.at(Stage.CROP)
        return reframe(plan, request.scenes) if request.smart_crop else plan

    def _execute(
        self, plan: EditPlan, quality: Quality, workspace: Workspace, open_source: OpenSource, progress: Progress
    ) -> RenderedVideo:
        """Every step from the plan on depends on the plan alone, so its JSON is the key of what it makes."""
        progress.at(Stage.CAPTIONS)
        subtitle_file(plan, workspace)
        progress.at(Stage.ENCODE)
        sound = soundtrack(self._ffmpeg, self._voice, plan, workspace, progress.check)
        inputs = f"{plan.model_dump_json()} {quality} {self._ffmpeg.version} {sound.name}"
        video = workspace.produce(
            "ad",
            inputs,
            ".mp4",
            lambda target: self._encode(plan, quality, workspace, sound, open_source, progress, target),
        )
        progress.at(Stage.VERIFY)
        text = workspace.produce_text(
            "report", video.name, ".json", lambda: self._verify(video, plan, progress).model_dump_json(indent=1)
        )
        thumbnail = workspace.produce("thumbnail", video.name, ".jpg", lambda path: write_thumbnail(video, plan, path))
        progress.at(Stage.VERIFY, 1.0)
        measured = RenderReport.model_validate_json(text)
        return RenderedVideo(video, thumbnail, plan, plan.seconds, video.stat().st_size, measured)

    def _encode(
        self,
        plan: EditPlan,
        quality: Quality,
        workspace: Workspace,
        sound: Path,
        open_source: OpenSource,
        progress: Progress,
        target: Path,
    ) -> None:
        fonts_file = workspace.folder / "fonts.conf"
        with_system_fonts = bool(overlay.uncovered_characters(plan))
        cache = workspace.folder / "font-cache"
        fonts_file.write_text(fontconfig(cache, with_system_fonts=with_system_fonts), "utf-8")
        before = sum(clip.frames for clip in large_clips(plan).values())

        def on_frame(done: int) -> None:
            progress.at(Stage.ENCODE, done / (before + plan.frames))

        with ExitStack() as stack:
            materials = gather(plan, workspace, open_source, stack, progress.check)
            materials = cut_out_large(self._ffmpeg, plan, materials, workspace, progress.check, on_frame)
            encode(
                self._ffmpeg,
                filter_graph.build(plan, materials),
                folder=workspace.folder,
                sound=sound.name,
                target=target.name,
                frames=plan.frames,
                quality=quality,
                fontconfig=str(fonts_file),
                check=progress.check,
                on_frame=lambda frame: on_frame(before + frame),
            )

    def _verify(self, video: Path, plan: EditPlan, progress: Progress) -> RenderReport:
        try:
            report = verify(self._ffmpeg, video, plan, check=progress.check)
        except ProcessingError:
            video.unlink()  # a retry must encode again, not find the same faulty file
            raise
        notes = overlay.notes(plan)
        return report.model_copy(update={"notes": (*report.notes, *notes)}) if notes else report
