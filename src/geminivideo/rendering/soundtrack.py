"""The sound of a plan: its lines in their places over a music bed of the plan's length."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.plan import FPS, EditPlan
from geminivideo.rendering.recordings import recording_of
from geminivideo.rendering.sound.decode import PlacedSound
from geminivideo.rendering.sound.mix import mix
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.workspace import Workspace


def soundtrack(ffmpeg: Ffmpeg, voice: Voice, plan: EditPlan, workspace: Workspace, check: Callable[[], None]) -> Path:
    """A WAV exactly as long as the ad."""
    spoken = []
    for line in plan.narration:
        check()
        spoken.append((recording_of(voice, line, plan.language, workspace), line.start))
    music = _music(plan, workspace)
    check()
    heard = [(path.name, start) for path, start in spoken]
    inputs = f"{heard} {music and music.name} {plan.frames} {ffmpeg.build} {code_digest('sound')}"
    places = [PlacedSound(path=path, start_seconds=start / FPS) for path, start in spoken]
    return workspace.produce(
        "sound",
        inputs,
        ".wav",
        lambda target: _mix(ffmpeg, places, music, plan.seconds, target, check),
        shared=True,
        check=check,
    )


def _music(plan: EditPlan, workspace: Workspace) -> Path | None:
    settings = plan.music
    if settings is None:
        return None

    def play(target: Path) -> None:
        compose(plan.seconds, MOODS[settings.mood], settings.energy, np.random.default_rng(plan.seed), target)

    return workspace.produce(
        "music", f"{settings} {plan.frames} {plan.seed} {code_digest('sound')}", ".wav", play, shared=True
    )


def _mix(
    ffmpeg: Ffmpeg,
    spoken: Sequence[PlacedSound],
    music: Path | None,
    seconds: float,
    target: Path,
    check: Callable[[], None],
) -> None:
    mix(ffmpeg, speech=spoken, music=music, seconds=seconds, target=target, check=check)
