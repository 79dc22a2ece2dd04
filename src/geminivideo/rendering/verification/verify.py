"""Is the finished file what the plan said? A render that fails here is never handed out."""

from collections.abc import Callable
from pathlib import Path

from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.verification.faults import loudness_faults, picture_faults, structure_faults
from geminivideo.rendering.verification.logs import loudness_in
from geminivideo.rendering.verification.report import Picture, RenderReport
from geminivideo.rendering.verification.structure import structure


def verify(
    ffmpeg: Ffmpeg, path: Path, plan: EditPlan, frame: FrameSize, picture: Picture, *, check: Callable[[], None]
) -> RenderReport:
    """Measure the file and compare it with its plan. The picture was looked through segment by segment before.

    Raises:
        ProcessingError: with everything that is wrong.
    """
    report = _measure(ffmpeg, path, picture, check)
    faults = structure_faults(report, plan, frame) + loudness_faults(report, plan) + picture_faults(report, plan)
    if faults:
        raise ProcessingError(
            "The rendered file is not what was planned: " + "; ".join(faults) + ".",
            next_step="retry the job; if it fails again, check the footage named here with `geminivideo analyze`",
        )
    return report


def _measure(ffmpeg: Ffmpeg, path: Path, picture: Picture, check: Callable[[], None]) -> RenderReport:
    arguments = [
        *("-v", "info", "-vn", "-protocol_whitelist", "file,pipe", "-f", "mov", "-i", path.name),
        *("-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"),
    ]
    log = ffmpeg.run(arguments, check=check, cwd=path.parent)
    return RenderReport(
        **structure(path, picture.parts), **loudness_in(log), black=picture.black, frozen=picture.frozen
    )
