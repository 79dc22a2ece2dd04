"""A trial: the encoder makes two segments at the real size, which are joined, decoded and compared with the original.

Only what was made by the same functions as an ad, and came back whole, says that an encoder works: a driver that is
missing, too old or busy shows only when it is asked to encode.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize, Quality
from geminivideo.rendering.encode import add_sound, encode_segment
from geminivideo.rendering.encoders.model import Encoder
from geminivideo.rendering.filters import BT709
from geminivideo.rendering.graph.model import Graph
from geminivideo.rendering.joining import join
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.facts import SegmentFacts, measure
from geminivideo.rendering.sound.pcm import RATE, Samples, write_wav
from geminivideo.rendering.verification.report import Part
from geminivideo.rendering.verification.structure import structure

SHOTS = ((0, 64), (150, 174))  # first and last frame of the test picture; the first is long enough for two key frames
FRAMES = sum(end - first for first, end in SHOTS)
LEAST_PSNR = 32.0  # dB, of the worst frame: libx264 has over 40 at DRAFT, and 26 at the coarsest it can
_WANTED = {"video_codec": "h264", "pixel_format": "yuv420p", "frames": FRAMES, "notes": ()}


@dataclass(frozen=True, slots=True)
class Trial:
    ffmpeg: Ffmpeg
    encoder: Encoder
    frame: FrameSize
    quality: Quality

    def run(self, folder: Path, check: Callable[[], None]) -> float:
        """The PSNR of the worst frame in dB. `check` is called several times a second and raises when time is up.

        Raises:
            ProcessingError: when the encoder cannot be used, with the reason.
        """
        if self.encoder.name not in self.ffmpeg.encoders:
            raise _unfit("this ffmpeg has no such encoder")
        facts = [self._segment(folder, number, check) for number in range(len(SHOTS))]
        if len({each.stream for each in facts}) > 1:
            raise _unfit("its segments cannot be joined: their parameters differ")
        write_wav(folder / "sound.wav", _silence())
        parts = [(folder / f"part-{number}.mp4", each.frames) for number, each in enumerate(facts)]
        joined = folder / "joined.mp4"
        join(parts, folder / "picture.mp4", check)
        sound = ("picture.mp4", "sound.wav", FRAMES)
        add_sound(self.ffmpeg, *sound, folder=folder, target=joined.absolute(), check=check)
        self._examine(joined, facts)
        return self._compare(folder, check)

    def _segment(self, folder: Path, number: int, check: Callable[[], None]) -> SegmentFacts:
        first, end = SHOTS[number]
        target = folder / f"part-{number}.mp4"
        encode_segment(
            self.ffmpeg,
            Graph((), f"{self._picture(first, end)}[p1]", "p1"),
            folder=folder,
            target=target.absolute(),
            frames=end - first,
            quality=self.quality,
            encoder=self.encoder,
            fontconfig=folder / "no-fonts.conf",
            check=check,
            on_frame=lambda _frame: None,
        )
        return measure(self.ffmpeg, target, end - first, check)

    def _picture(self, first: int, end: int) -> str:
        moving = f"testsrc2=size={self.frame.width}x{self.frame.height}:rate={FPS},setsar=1"
        return f"{moving},trim=start_frame={first}:end_frame={end},settb=1/{FPS},setpts=N,format=yuv420p,{BT709}"

    def _examine(self, joined: Path, facts: Sequence[SegmentFacts]) -> None:
        found = structure(joined, [Part(frames=each.frames, checksum=each.checksum) for each in facts])
        wanted = {**_WANTED, "width": self.frame.width, "height": self.frame.height}
        wrong = [f"{name} is {found[name]}, not {value}" for name, value in wanted.items() if found[name] != value]
        if wrong:
            raise _unfit("; ".join(wrong))

    def _compare(self, folder: Path, check: Callable[[], None]) -> float:
        """Decoding it may complain of nothing, and every frame has to be the one that was drawn."""
        drawn = [f"{self._picture(*shot)}[d{number}]" for number, shot in enumerate(SHOTS)]
        labels = "".join(f"[d{number}]" for number in range(len(SHOTS)))
        graph = [
            *(*drawn, f"{labels}concat=n={len(SHOTS)},settb=1/{FPS},setpts=N[drawn]"),
            f"[0:v]settb=1/{FPS},setpts=N,format=yuv420p[seen]",
            "[seen][drawn]psnr=stats_file=psnr.txt:shortest=0",
        ]
        arguments = [
            *("-v", "warning", "-xerror", "-protocol_whitelist", "file,pipe", "-f", "mov", "-i", "joined.mp4"),
            *("-filter_complex", ";".join(graph), "-an", "-f", "null", "-"),
        ]
        log = self.ffmpeg.run(arguments, check=check, cwd=folder).strip()
        if log:
            raise _unfit(f"decoding it complains: {log.splitlines()[0]}")
        worst = _worst(folder / "psnr.txt")
        if worst < LEAST_PSNR:
            raise _unfit(f"its worst frame has a PSNR of {worst:.1f} dB, less than {LEAST_PSNR:.0f}")
        return worst


def _worst(stats: Path) -> float:
    values = re.findall(r"psnr_avg:(inf|[\d.]+)", stats.read_text("utf-8"))
    if len(values) != FRAMES:
        raise _unfit(f"{len(values)} of {FRAMES} frames came back")
    return min(float(value) for value in values)


def _silence() -> Samples:
    return np.zeros(FRAMES * RATE // FPS, np.float32)


def _unfit(why: str) -> ProcessingError:
    return ProcessingError(why, next_step="use another encoder")
