"""One case of bench.render in a process of its own, so that all it costs can be read from the system's own books.

`python -m bench.render_case CASE WORK HOME [HOOK …]` prints what came out as JSON.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bench import render_ad
from geminivideo.core.checks import go_on
from geminivideo.core.content_cache import ContentCache
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.slots import Slots, cores
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.encoders.choice import EncoderChoice
from geminivideo.rendering.encoders.model import Encoder
from geminivideo.rendering.output import Output
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import MusicSettings
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.renderer import RenderedVideo, Renderer
from geminivideo.rendering.sound.music.moods import MoodName
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.variants import Original
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.espeak import EspeakVoice


class AnotherVoice(EspeakVoice):
    """The same synthesiser under another name: nothing that was recorded before is found."""

    name = "another"


class SlowerVoice(EspeakVoice):
    """Another pace, so every word is heard at another time."""

    name = "slower"

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        slower = [replace(line, words_per_minute=round(line.words_per_minute * 0.94)) for line in lines]
        spoken = super().speak_all(slower, check=check)
        pairs = zip(lines, spoken, strict=True)
        return tuple(each.model_copy(update={"words_per_minute": line.words_per_minute}) for line, each in pairs)


class Unspoilt(EncoderChoice):
    """Encodes so that nothing of the pictures is lost that an encoder after it would have to work on."""

    _ENCODER = Encoder("libx264", dict.fromkeys(Quality, ("-preset", "ultrafast", "-crf", "1")))

    def equip(self, wanted: Output, check: Callable[[], None]) -> Output:  # noqa: ARG002 - it needs no trial
        return replace(wanted, encoder=self._ENCODER)


VOICES = {"voice": AnotherVoice, "voice-retimed": SlowerVoice}


def main(case: str, work: Path, home: Path, hooks: Sequence[int]) -> list[dict[str, Any]]:
    cache = ContentCache(home / "cache", 4 * 1024**3)
    slots = Slots(home / "slots", cores())
    encoders = Unspoilt() if case == "frames" else EncoderChoice()
    renderer = Renderer(find_ffmpeg(None), VOICES.get(case, EspeakVoice)(), slots, cache=cache, encoders=encoders)
    return [_answer(_render(renderer, case, work, home, hook), work, case) for hook in hooks]


def _render(renderer: Renderer, case: str, work: Path, home: Path, hook: int) -> RenderedVideo:
    context = RenderContext(home / f"{case}-{hook}", partial(render_ad.opened, work))
    if case in {"music", "voice"}:
        plan = _planned(work)
        if case == "music":
            plan = EditPlan(**{**dict(plan), "music": MusicSettings(mood=_other_mood(plan), energy=3.0)})
        return renderer.render_plan(plan, Quality.HIGH, context)
    wanted = render_ad.request(work, hook)
    if case == "hook":
        wanted = replace(wanted, variant_of=Original(render_ad.blueprint(), _planned(work)))
    return renderer.render(wanted, context)


def _planned(work: Path) -> EditPlan:
    return EditPlan.model_validate_json((work / "plan.json").read_bytes())


def _other_mood(plan: EditPlan) -> MoodName:
    present = plan.music.mood if isinstance(plan.music, MusicSettings) else None
    return next(mood for mood in MoodName if mood is not present)


def _answer(video: RenderedVideo, work: Path, case: str) -> dict[str, Any]:
    if case == "cold":
        (work / "plan.json").write_text(video.plan.model_dump_json(), "utf-8")
    return {
        "path": str(video.path),
        "sha256": hashlib.sha256(video.path.read_bytes()).hexdigest(),
        "bytes": video.size_bytes,
        "seconds": video.seconds,
        "frames": video.plan.frames,
        "clips": len(video.plan.clips),
        "transitions": sum(clip.transition_frames > 0 for clip in video.plan.clips),
        "crops_that_move": sum(bool(getattr(clip, "crop_path", ())) for clip in video.plan.clips),
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [int(n) for n in sys.argv[4:]] or [0])))
