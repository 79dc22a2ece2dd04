"""Reading sounds for the mix."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.media.sound_decode import sound_input
from geminivideo.rendering.sound.pcm import RATE, Samples, read_plain_wav


class PlacedSound(Frozen):
    """A stretch of a file's first sound track, and where in the ad it is heard."""

    path: Path
    start_seconds: float = Field(0.0, ge=0, allow_inf_nan=False)
    from_seconds: float = Field(0.0, ge=0, allow_inf_nan=False, description="where in the file the stretch begins")
    seconds: float | None = Field(None, gt=0, allow_inf_nan=False, description="how long it is; None: to the end")
    gain_db: float = Field(0.0, ge=-60, le=24, description="against the level that it would have")


def decode(
    ffmpeg: Ffmpeg, sounds: Sequence[PlacedSound], *, longest: float, check: Callable[[], None]
) -> list[Samples]:
    """Each sound as stereo at 48 kHz, at most `longest` seconds of it.

    Raises:
        ProcessingError: when a file cannot be read or holds no sound; the cause quotes ffmpeg, which names the file.
    """
    plain = [read_plain_wav(each.path, each.from_seconds, min(each.seconds or longest, longest)) for each in sounds]
    others = [sound for sound, read in zip(sounds, plain, strict=True) if read is None]
    decoded = iter(_decoded(ffmpeg, others, longest, check))
    return [next(decoded) if read is None else read for read in plain]


def _decoded(ffmpeg: Ffmpeg, sounds: Sequence[PlacedSound], longest: float, check: Callable[[], None]) -> list[Samples]:
    if not sounds:
        return []
    with tempfile.TemporaryDirectory(prefix="geminivideo-sound-") as folder:
        targets = [Path(folder) / f"{index}.f32" for index in range(len(sounds))]
        arguments = ["-v", "error"]
        for sound in sounds:
            arguments += sound_input(sound.path, sound.from_seconds, min(sound.seconds or longest, longest))
        for index, target in enumerate(targets):
            arguments += ["-map", f"{index}:a:0", "-ac", "2", "-ar", str(RATE), "-f", "f32le", f"file:{target}"]
        ffmpeg.run(arguments, check=check)
        return [_finite(np.fromfile(target, "<f4").reshape(-1, 2)) for target in targets]


def _finite(sound: Samples) -> Samples:
    """Float files may hold NaN or infinity, and one such sample would spoil the whole mix."""
    return np.nan_to_num(sound, copy=False, nan=0.0, posinf=1.0, neginf=-1.0)
