"""In what a measured file is not what its plan says."""

from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.verification.report import RenderReport, Stretch

LOUDEST_TRUE_PEAK = -1.0  # dBTP


LOUDNESS, LOUDNESS_TOLERANCE = -14.0, 1.0  # LUFS


_SILENCE = -60.0


BLACK_SECONDS, FROZEN_SECONDS = 0.4, 1.2


_FADED = 0.3  # opacity below which a moving picture may be measured as still or black


_DARK, _STILL = 0.12, 0.03  # measured brightness and motion below which a source explains a black or still stretch


def structure_faults(report: RenderReport, plan: EditPlan, frame: FrameSize) -> list[str]:
    wanted = {
        "size": (f"{report.width}x{report.height}", f"{frame.width}x{frame.height}"),
        "frames": (report.frames, plan.frames),
        "video codec": (report.video_codec, "h264"),
        "pixel format": (report.pixel_format, "yuv420p"),
        "audio": (report.audio_codec, "aac"),
    }
    faults = [f"{name} is {found}, planned {planned}" for name, (found, planned) in wanted.items() if found != planned]
    if abs(report.seconds - plan.seconds) > 1 / FPS:
        faults.append(f"it lasts {report.seconds} s, planned {plan.seconds:.3f} s")
    return faults + list(report.notes)


def loudness_faults(report: RenderReport, plan: EditPlan) -> list[str]:
    loudness, peak = report.loudness_lufs, report.true_peak_dbtp
    if loudness is None or loudness <= _SILENCE:
        return ["it is silent although the plan has sound"] if plan.is_heard else []
    faults = []
    if abs(loudness - LOUDNESS) > LOUDNESS_TOLERANCE:
        faults.append(f"its loudness is {loudness} LUFS instead of {LOUDNESS}")
    if peak is not None and peak > LOUDEST_TRUE_PEAK:
        faults.append(f"its true peak is {peak} dBTP, above {LOUDEST_TRUE_PEAK}")
    return faults


def picture_faults(report: RenderReport, plan: EditPlan) -> list[str]:
    """Black or still stretches that neither the plan nor the source explains."""
    faults: list[str] = []
    for clip in plan.clips:
        if not isinstance(clip, FootageClip) or _is_faded_out(clip):
            continue  # cards are ours: they may be calm
        if clip.brightness is not None and clip.brightness >= _DARK:
            black = [each for each in report.black if _share(each, clip) >= BLACK_SECONDS]
            faults += [f"it is black at {each.start:.1f} s although {clip.footage_id} is not" for each in black]
        if clip.motion is not None and clip.motion >= _STILL:
            still = [each for each in report.frozen if _share(each, clip) >= FROZEN_SECONDS]
            faults += [f"it stands still at {each.start:.1f} s although {clip.footage_id} moves" for each in still]
    return faults


def _is_faded_out(clip: FootageClip) -> bool:
    """Whether its keyframes let the plain colour behind it be nearly all that is seen for a while."""
    return any(key.opacity < _FADED for key in clip.keyframes)


def _share(stretch: Stretch, clip: FootageClip) -> float:
    """Seconds of the stretch inside the clip."""
    return min(stretch.end, clip.end / FPS) - max(stretch.start, clip.start / FPS)
