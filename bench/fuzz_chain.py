"""One file from outside through all that the product does with it: intake, analysis, plan, preview, verification.

`python -m bench.fuzz_chain FILE HOME` prints how it went as JSON, from a process whose memory is read afterwards.
"""

import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import example_ad
from geminivideo.core.blueprint import Blueprint
from geminivideo.core.content_cache import ContentCache
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.footage_scene import FootageScene, FootageSource
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import Platform, Transition
from geminivideo.footage.analysis import analyze
from geminivideo.footage.intake import Admission, admit
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.rendering.crop.window import crop_window
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.voice.espeak import EspeakVoice

MAX_SECONDS, MAX_PIXELS = 7200, 7680 * 4320
_QUICK = AnalysisSettings(samples_per_second=2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`verdict`: rendered, refused (an error of ours, with what to do) or crashed (anything else)."""

    verdict: str
    step: str
    detail: str = ""
    shown_frames: int = 0  # of the ad that are footage


@dataclass(frozen=True, slots=True)
class Studio:
    """What files go through; `home` is the only folder that anything may be written to."""

    home: Path
    renderer: Renderer

    @classmethod
    def at(cls, home: Path, ffmpeg: Ffmpeg) -> "Studio":
        cache = ContentCache(home / "cache", 1024**3)
        return cls(home, Renderer(ffmpeg, EspeakVoice(), Slots(home / "slots", 2), cache=cache))

    def context(self, path: Path, workspace: str) -> RenderContext:
        @contextmanager
        def opened(_source: FootageSource) -> Iterator[Path]:
            yield path

        return RenderContext(self.home / workspace, opened)


def go(path: Path, studio: Studio, workspace: str) -> Outcome:
    """`workspace` is a name of ours."""
    step = "intake"
    try:
        source = source_of(admit(path, label=path.name, max_seconds=MAX_SECONDS, max_pixels=MAX_PIXELS), path)
        step = "analysis"
        scenes = scenes_of(path, source)
        step = "render"
        plans = ads(path, scenes, studio, workspace)
        videos = [studio.renderer.preview(plan, studio.context(path, workspace)) for plan in plans]
    except GeminivideoError as error:
        return Outcome("refused" if error.cause and error.next_step else "crashed", step, str(error))
    except Exception as error:  # noqa: BLE001 - finding these is what it is for
        return Outcome("crashed", step, f"{type(error).__name__}: {error}")
    notes = dict.fromkeys(note for video in videos for note in video.report.notes)
    return Outcome("rendered", step, "; ".join(notes), sum(footage_frames(video.plan) for video in videos))


def source_of(admission: Admission, path: Path) -> FootageSource:
    """Copies of one file under several names are several sources."""
    probe = admission.probe
    return FootageSource(
        footage_id=f"footage_{hashlib.sha256(path.name.encode()).hexdigest()[:12]}",
        storage_key=str(path),
        label=admission.label,
        width=probe.width,
        height=probe.height,
        frame_rate=probe.frame_rate,
        duration_seconds=probe.duration_seconds,
        has_audio=probe.has_audio,
        sha256=admission.sha256,
    )


def scenes_of(path: Path, source: FootageSource) -> list[FootageScene]:
    found = analyze(path, source, settings=_QUICK, check=lambda: None, report=lambda _stage, _percent: None)
    return [ranked.scene for ranked in found.scenes]


def ads(path: Path, scenes: list[FootageScene], studio: Studio, workspace: str) -> list[EditPlan]:
    """As the planner makes it; and where it has no use for footage this short, one made by hand that shows it."""
    request = RenderRequest(blueprint(path.name), scenes, Platform.SQUARE)
    planned = studio.renderer.plan(request, studio.context(path, workspace))
    return [planned] if footage_frames(planned) else [planned, by_hand(scenes[0].source, planned)]


def by_hand(source: FootageSource, planned: EditPlan) -> EditPlan:
    """The end of the source, then the end card that was planned."""
    frames = max(1, min(20, int(source.duration_seconds * FPS)))
    window, fill = crop_window(source, planned.platform.frame, ())
    shown = FootageClip(
        scene=0,
        start=0,
        frames=frames,
        footage_id=source.footage_id,
        scene_id="by_hand",
        in_seconds=max(0.0, source.duration_seconds - frames / FPS),
        crop=window,
        fill=fill,
    )
    card = planned.clips[-1]
    end = card.model_copy(update={"start": frames, "transition": Transition.CUT, "transition_frames": 0})
    changed = {"frames": frames + card.frames, "sources": (source,), "clips": (shown, end), "titles": ()}
    return EditPlan(**{**dict(planned), **changed, "narration": (), "music": None})


def footage_frames(plan: EditPlan) -> int:
    return sum(clip.frames for clip in plan.clips if isinstance(clip, FootageClip))


def blueprint(name: str) -> Blueprint:
    """Two scenes for footage and an end card; the file's name is in every text a brief could put it in."""
    named = {"visual_direction": name, "on_screen_text": name, "transition": Transition.DISSOLVE}
    script = ((1.2, "Tired?"), (1.2, "Try tea."), (2.0, ""))
    scenes = [example_ad.scene(seconds, says, name, **named) for seconds, says in script]
    return example_ad.blueprint(scenes, hook="Tired?", button="Buy", title=name, product_name=name, offer=name)


def main(path: Path, home: Path) -> None:
    begun = time.perf_counter()
    outcome = go(path, Studio.at(home, find_ffmpeg(None)), f"render-{time.time_ns()}")
    peaks = [resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = time.perf_counter() - begun
    json.dump({**asdict(outcome), "seconds": round(seconds, 2), "peak_mib": round(max(peaks) / 1024)}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
