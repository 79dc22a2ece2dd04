"""Figures of voice, music and mix on this machine: `python -m tests.rendering_sound.measure`."""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np

from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.rendering.sound.decode import PlacedSound
from geminivideo.rendering.sound.mix import mix
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.espeak import EspeakVoice
from geminivideo.rendering.voice.fit import LEAD_SECONDS, SceneLine, fit_lines
from tests.rendering_sound.sounds import as_aac, babble, ebur128, read_wav, saved, stereo
from tests.rendering_sound.test_espeak import onset_errors

SCRIPT = [
    SceneLine("Stop scrolling, this changes everything.", 3),
    SceneLine("Most people waste two hours every day on work that does not matter, and never even notice it.", 7),
    SceneLine("I was tired, stressed and out of ideas until a friend showed me this. It took five minutes.", 10),
    SceneLine("More than ten thousand customers already made the switch. Get 50% off today.", 7),
    SceneLine("Tap the link below.", 3),
]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@contextmanager
def timed(name: str) -> Iterator[None]:
    wall, used = time.perf_counter(), cpu()
    yield
    say(f"  {name:8} {cpu() - used:5.2f} CPU s  {time.perf_counter() - wall:5.2f} s")


def ad_of_30_seconds(ffmpeg: Ffmpeg, folder: Path) -> list[PlacedSound]:
    with timed("voice"):
        lines = fit_lines(EspeakVoice(), SCRIPT, language="en", folder=folder)
    starts = np.cumsum([0.0, *(scene.seconds for scene in SCRIPT[:-1])]) + LEAD_SECONDS
    speech = [PlacedSound(path=line.path, start_seconds=at) for line, at in zip(lines, starts, strict=True)]
    with timed("music"):
        compose(30, next(iter(MOODS.values())), 8, np.random.default_rng(1), folder / "bed.wav")
    with timed("mix"):
        mix(ffmpeg, speech=speech, music=folder / "bed.wav", seconds=30, target=folder / "mix.wav")
    return speech


def onsets(folder: Path) -> None:
    words = [", ".join(scene.text.replace(",", "").replace(".", "").split()) + "." for scene in SCRIPT]
    lines = [
        Line(text, "en", folder / f"on{index}-{rate}.wav", rate)
        for index, text in enumerate(words)
        for rate in (130, 155, 195)
    ]
    spoken = list(zip(lines, EspeakVoice().speak_all(lines), strict=True))
    errors = 1000 * np.asarray([e for line, speech in spoken for e in onset_errors(speech, read_wav(line.target))])
    count = sum(b.start_seconds - a.end_seconds > 0.1 for _, speech in spoken for a, b in pairwise(speech.words))
    median, most = np.percentile(errors, [50, 90])
    say(f"  {count} words: median {median:.1f} ms, p90 {most:.1f}, max {errors.max():.1f}")


def loudness(ffmpeg: Ffmpeg, folder: Path, speech: list[PlacedSound]) -> None:
    clip = [PlacedSound(path=saved(folder / "clip.wav", stereo(babble(8))), start_seconds=2)]
    for index, mood in enumerate(MOODS.values()):
        bed = folder / f"{mood.name}.wav"
        compose(30, mood, 3 + 2 * index, np.random.default_rng(index), bed)
        for name, voice, under in (("music", [], []), ("music+voice", speech, []), ("music+voice+clip", speech, clip)):
            target = folder / "case.wav"
            mix(ffmpeg, speech=voice, music=bed, originals=under, seconds=30, target=target)
            measured = {"WAV": ebur128(ffmpeg, target), "AAC": ebur128(ffmpeg, as_aac(ffmpeg, target))}
            figures = "   ".join(f"{kind} {lufs} LUFS {peak} dBTP" for kind, (lufs, peak) in measured.items())
            say(f"  {mood.name:10} {name:17} {figures}")


def main() -> None:
    ffmpeg = find_ffmpeg(None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say("sound of a 30 s ad")
        speech = ad_of_30_seconds(ffmpeg, folder)
        say("word times against the rise of energy, words after a pause")
        onsets(folder)
        say("loudness and true peak as ffmpeg's ebur128 measures them")
        loudness(ffmpeg, folder, speech)


if __name__ == "__main__":
    main()
