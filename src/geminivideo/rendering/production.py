"""From a plan and its sound to a verified file: segments, joined, looked at, with a thumbnail."""

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from geminivideo.core.errors import ProcessingError
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.rendering import overlay
from geminivideo.rendering.brand.own_font import font_folder_of
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.encode import add_sound
from geminivideo.rendering.joining import join
from geminivideo.rendering.keyframes.making import make_keyframed
from geminivideo.rendering.materials import gather
from geminivideo.rendering.output import Output
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.previews.making import keep_crop_picture, keep_pictures
from geminivideo.rendering.progress import Stage
from geminivideo.rendering.render_context import Work
from geminivideo.rendering.segments import facts
from geminivideo.rendering.segments.encoding import Encoded, SegmentEncoder
from geminivideo.rendering.segments.jobs import Job, jobs_of
from geminivideo.rendering.stills.making import make_stills
from geminivideo.rendering.text.fonts import fontconfig
from geminivideo.rendering.thumbnail import write_thumbnail
from geminivideo.rendering.verification.faults import BLACK_SECONDS, FROZEN_SECONDS
from geminivideo.rendering.verification.report import Part, Picture, RenderReport
from geminivideo.rendering.verification.verify import verify
from geminivideo.rendering.workspace import Workspace, link

_JOINED = "pictures-joined"


@dataclass(frozen=True, slots=True)
class Product:
    video: Path
    thumbnail: Path
    report: RenderReport


class Production:
    """Makes one ad. Every step depends on plan, output and sound alone, so those are the key of its files."""

    def __init__(self, ffmpeg: Ffmpeg, slots: Slots, plan: EditPlan, wanted: Output, sound: Path, work: Work) -> None:
        self._ffmpeg = ffmpeg
        self._slots = slots
        self._plan = plan
        self._wanted = wanted
        self._sound = sound
        self._work = work
        self._workspace = work.workspace
        self._inputs = f"{plan.model_dump_json()} {wanted} {ffmpeg.version} {ffmpeg.build} {sound.name}"

    def product(self, scenes: Sequence[FootageScene]) -> Product:
        """Of a faulty file nothing is kept: a retry makes it anew. `scenes` only explain the crop, in its preview."""
        video = self._workspace.find("ad", self._inputs, ".mp4")
        text = self._workspace.find("report", self._inputs, ".json")
        if video is None or text is None:
            video, text = self._make(scenes)
        report = RenderReport.model_validate_json(text.read_bytes())
        return Product(video, self._workspace.path("thumbnail", self._inputs, ".jpg"), report)

    def _make(self, scenes: Sequence[FootageScene]) -> tuple[Path, Path]:
        self._refuse_covered_texts()
        encoder = SegmentEncoder(
            self._ffmpeg, self._workspace, self._wanted, _font_file(self._plan, self._workspace), self._slots
        )
        jobs, parts = self._encode(encoder, scenes)
        shown = " ".join(job.made_from for job in jobs)
        joined = self._join(parts, shown)
        video = self._workspace.produce("ad", self._inputs, ".mp4", partial(self._add_sound, joined))
        self._work.progress.at(Stage.VERIFY)
        try:
            report = self._verify(video, parts)
        except ProcessingError:
            encoder.forget(jobs)
            self._workspace.forget(_JOINED, _joined_of(shown), ".mp4")
            self._workspace.forget("ad", self._inputs, ".mp4")
            raise
        self._thumbnail(video, jobs)
        keep_pictures(video, self._plan, shown, self._workspace, self._work.check)
        self._workspace.produce_text("report", self._inputs, ".json", lambda: report.model_dump_json(indent=1))
        self._workspace.tidy()
        return video, self._workspace.path("report", self._inputs, ".json")

    def _refuse_covered_texts(self) -> None:
        """The encoder would draw them just where they are arranged, so it need not be asked first."""
        faults = overlay.faults(self._plan)
        if faults:
            raise ProcessingError(
                "Texts of the ad would be covered: " + "; ".join(faults) + ".",
                next_step="shorten the text named here, or choose another caption style",
            )

    def _encode(
        self, encoder: SegmentEncoder, scenes: Sequence[FootageScene]
    ) -> tuple[Sequence[Job], Sequence[Encoded]]:
        work, plan, frame = self._work, self._plan, self._wanted.frame
        with ExitStack() as stack:
            materials = gather(plan, frame, self._workspace, work.open_source, stack, work.check, work.open_asset)
            opened = {footage_id: file.path for footage_id, file in materials.sources.items()}
            keep_crop_picture(plan, scenes, opened, materials.facts, self._workspace, work.check)
            materials = make_keyframed(self._ffmpeg, plan, frame, materials, self._workspace, work.check)
            materials = make_stills(self._ffmpeg, plan, frame, materials, self._workspace, work.open_asset, work.check)
            jobs = jobs_of(plan, self._wanted, materials, self._ffmpeg)
            return jobs, encoder.encode(jobs, work.check, partial(work.progress.at, Stage.ENCODE))

    def _join(self, parts: Sequence[Encoded], shown: str) -> Path:
        """Kept apart from its sound, so that the same pictures with another one are joined already."""
        if len({part.facts.stream for part in parts}) > 1:
            raise ProcessingError("The parts of the ad do not fit together.", next_step="retry the job")
        files = [(part.path, part.facts.frames) for part in parts]
        inputs, check = _joined_of(shown), self._work.check
        make = lambda target: join(files, target, check)  # noqa: E731
        return self._workspace.produce(_JOINED, inputs, ".mp4", make, shared=True, check=check)

    def _add_sound(self, picture: Path, target: Path) -> None:
        with self._workspace.scratch() as folder:
            link(picture, folder / "picture.mp4")
            link(self._sound, folder / "sound.wav")
            add_sound(
                self._ffmpeg,
                "picture.mp4",
                "sound.wav",
                self._plan.frames,
                folder=folder,
                target=target.absolute(),
                check=self._work.check,
            )

    def _verify(self, video: Path, parts: Sequence[Encoded]) -> RenderReport:
        segments = [part.job.segment for part in parts]
        seen = Picture(
            black=facts.of_the_ad(segments, (part.facts.black for part in parts), BLACK_SECONDS),
            frozen=facts.of_the_ad(segments, (part.facts.frozen for part in parts), FROZEN_SECONDS),
            parts=tuple(Part(frames=part.facts.frames, checksum=part.facts.checksum) for part in parts),
        )
        wanted = self._wanted
        report = verify(self._ffmpeg, video, self._plan, wanted.frame, seen, check=self._work.check)
        notes = (*report.notes, *overlay.notes(self._plan), *filter(None, [wanted.encoder_note]))
        return report.model_copy(update={"video_encoder": wanted.encoder.name, "notes": notes})

    def _thumbnail(self, video: Path, jobs: Sequence[Job]) -> None:
        """Known by the opening it is taken from, so that ads with the same opening share it."""
        opening = " ".join(job.made_from for job in jobs if job.segment.start < self._plan.clips[0].end)
        found = self._workspace.produce(
            "opening", opening, ".jpg", lambda path: write_thumbnail(video, self._plan, path), shared=True
        )
        self._workspace.produce("thumbnail", self._inputs, ".jpg", partial(_copy, found))


def _joined_of(shown: str) -> str:
    return f"{shown} {code_digest('joining.py')}"


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
