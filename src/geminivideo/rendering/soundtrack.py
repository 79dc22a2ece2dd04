"""The sound of a plan: its lines in their places over music of the plan's length."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.library.opening import OpenAsset, no_assets
from geminivideo.rendering.materials import OpenSource
from geminivideo.rendering.original_sound import heard_in, places
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.music import MusicSettings, TrackSettings
from geminivideo.rendering.recordings import recordings_of
from geminivideo.rendering.sound.decode import PlacedSound, decode
from geminivideo.rendering.sound.mix import LONGEST_SECONDS, mix
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS
from geminivideo.rendering.sound.pcm import sample_count, write_wav
from geminivideo.rendering.sound.track import play
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.workspace import Workspace


def soundtrack(
    ffmpeg: Ffmpeg,
    voice: Voice,
    plan: EditPlan,
    workspace: Workspace,
    check: Callable[[], None],
    open_asset: OpenAsset = no_assets,
    open_source: OpenSource | None = None,
) -> Path:
    """A WAV exactly as long as the ad.

    Raises:
        NotFoundError, ConflictError: when the plan's track is not in the library, or is another file by now.
    """
    recorded = recordings_of(voice, plan.narration, plan.language, workspace, check)
    spoken = [(path, line.start) for path, line in zip(recorded, plan.narration, strict=True)]
    music = _music(ffmpeg, plan, workspace, check, open_asset)
    check()
    heard: list[object] = [(path.name, start) for path, start in spoken]
    heard += [json.dumps([heard_in(plan), plan.mix.model_dump()])]
    inputs = f"{heard} {music and music.name} {plan.frames} {ffmpeg.build} {code_digest('sound')}"
    lines = [PlacedSound(path=path, start_seconds=start / FPS) for path, start in spoken]
    return workspace.produce(
        "sound",
        inputs,
        ".wav",
        lambda target: _mix(ffmpeg, plan, lines, music, open_source, target, check),
        shared=True,
        check=check,
    )


def _music(
    ffmpeg: Ffmpeg, plan: EditPlan, workspace: Workspace, check: Callable[[], None], open_asset: OpenAsset
) -> Path | None:
    if isinstance(plan.music, TrackSettings):
        return _track(ffmpeg, plan, plan.music, workspace, check, open_asset)
    return _bed(plan, plan.music, workspace) if plan.music else None


def _bed(plan: EditPlan, settings: MusicSettings, workspace: Workspace) -> Path:
    def play(target: Path) -> None:
        compose(plan.seconds, MOODS[settings.mood], settings.energy, np.random.default_rng(plan.seed), target)

    return workspace.produce(
        "music", f"{settings} {plan.frames} {plan.seed} {code_digest('sound')}", ".wav", play, shared=True
    )


def _track(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    settings: TrackSettings,
    workspace: Workspace,
    check: Callable[[], None],
    open_asset: OpenAsset,
) -> Path:
    def make(target: Path) -> None:
        with open_asset(AssetRef(asset_id=settings.asset_id, sha256=settings.sha256)) as path:
            stretch = PlacedSound(path=path, from_seconds=settings.offset_seconds)
            (sound,) = decode(ffmpeg, [stretch], longest=LONGEST_SECONDS, check=check)
        if not len(sound):
            raise InvalidInputError(
                f"{settings.asset_id} ends before {settings.offset_seconds} s, where the plan begins it.",
                next_step="lower offset_seconds of the plan's music",
            )
        played = play(sound, settings.loop_seconds, sample_count(plan.seconds))
        write_wav(target, played / max(1.0, float(np.abs(played).max(initial=0.0))))

    place = f"{settings.offset_seconds} {settings.loop_seconds} {plan.frames}"
    inputs = f"{settings.sha256} {place} {ffmpeg.build} {code_digest('sound')}"
    return workspace.produce("music", inputs, ".wav", make, shared=True, check=check)


def _mix(
    ffmpeg: Ffmpeg,
    plan: EditPlan,
    spoken: Sequence[PlacedSound],
    music: Path | None,
    open_source: OpenSource | None,
    target: Path,
    check: Callable[[], None],
) -> None:
    with ExitStack() as stack:
        originals = places(plan, open_source, stack) if open_source else []
        mix(
            ffmpeg,
            speech=spoken,
            music=music,
            originals=originals,
            levels=plan.mix,
            seconds=plan.seconds,
            target=target,
            check=check,
        )
