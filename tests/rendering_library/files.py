"""Small real files of every kind, and what a hostile sender makes of them."""

from pathlib import Path

import numpy as np
from PIL import Image

from geminivideo.rendering.library.model import Asset, AssetDetails, AssetKind
from geminivideo.rendering.sound.pcm import RATE, Samples, write_wav
from geminivideo.rendering.text.fonts import Font, font_folder

FONT = font_folder() / Font.CONDENSED.value


def picture(path: Path, size: tuple[int, int] = (64, 32), colour: tuple[int, ...] = (200, 30, 30, 128)) -> Path:
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(path)
    return path


def cube(path: Path, size: int = 2, gain: float = 1.0) -> Path:
    """The identity, times `gain`."""
    steps = np.linspace(0, gain, size)
    rows = [f"{red} {green} {blue}" for blue in steps for green in steps for red in steps]
    path.write_text(f'TITLE "x"\n# by hand\nLUT_3D_SIZE {size}\n' + "\n".join(rows) + "\n")
    return path


def clicks(bpm: float, seconds: float, first: float = 0.5) -> Samples:
    """A short burst on every beat over a quiet tone, mono."""
    time = np.arange(round(seconds * RATE)) / RATE
    sound = 0.02 * np.sin(2 * np.pi * 110 * time)
    for beat in np.arange(first, seconds - 0.1, 60 / bpm):
        burst = 0.6 * np.exp(-np.arange(2400) / 400) * np.sin(2 * np.pi * 1000 * np.arange(2400) / RATE)
        sound[round(beat * RATE) : round(beat * RATE) + 2400] += burst
    return np.asarray(sound, np.float32)


def song(path: Path, bpm: float = 120.0, seconds: float = 8.0) -> Path:
    mono = clicks(bpm, seconds)
    write_wav(path, np.stack([mono, mono], axis=1))
    return path


def details(title: str = "Test", licence: str = "own work", **changed: object) -> AssetDetails:
    return AssetDetails.model_validate({"title": title, "licence": licence, **changed})


def sent_as(kind: AssetKind, folder: Path) -> Path:
    if kind is AssetKind.MUSIC:
        return song(folder / "song.wav")
    if kind is AssetKind.LUT:
        return cube(folder / "look.cube")
    return FONT if kind is AssetKind.FONT else picture(folder / "picture.png")


def titles(assets: list[Asset]) -> list[str]:
    return [asset.details.title for asset in assets]
