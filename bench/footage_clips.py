"""The films that the footage analysis is timed on: pieces of the shared clips with readings, and those looped."""

from collections.abc import Sequence
from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg

DATA = Path(__file__).parents[2] / "shared" / "data"
# Clip, from, seconds: people, things, a cartoon with titles, a running timecode, people who pass a camera on a wall.
_PICTURES = (
    ("01_dog.mp4", 0.0, 9.0),
    ("05_default_juggle.mp4", 0.0, 10.0),
    ("04_coffee.mp4", 0.0, 9.0),
    ("big_buck_bunny_0_30.webm", 16.0, 11.0),
    ("one-by-one-person-detection.mp4", 10.0, 8.0),
    ("autoeditor_timecode.mp4", 5.0, 4.0),
    ("chaplin.mp4", 1.0, 6.0),
    ("asl_sister.mkv", 0.0, 2.8),
)
_READINGS = ("jfk.flac", "austen_0870.wav", "librispeech_198-209-0000.ogg", "austen_0880.wav")
_MUSIC = ("music_vibe_ace.ogg",)
LENGTH_SECONDS = sum(seconds for _clip, _begin, seconds in _PICTURES)
_FULL_HD = ("-preset", "veryfast", "-b:v", "10M", "-maxrate", "14M", "-bufsize", "20M")  # about what phones write
_SMALL = ("-preset", "ultrafast", "-crf", "28")


def full_hd(ffmpeg: Ffmpeg, folder: Path) -> Path:
    """1080p; somebody reads from beginning to end."""
    return _made(ffmpeg, "1920x1080", _FULL_HD, (*_READINGS, *_READINGS), folder / "hd.mp4")


def loops(ffmpeg: Ffmpeg, film: Path, times: int) -> Path:
    """The film over and over, nothing encoded again."""
    return _copied(ffmpeg, [film] * times, film.with_name(f"{film.stem}-{times}.mp4"))


def small_loops(ffmpeg: Ffmpeg, times: int, spoken_every: int, folder: Path) -> Path:
    """The same pictures, small; somebody speaks in one loop of so many, in the others there is music."""
    spoken = _made(ffmpeg, "192x108", _SMALL, (*_READINGS, *_READINGS), folder / "small-spoken.mp4")
    music = _made(ffmpeg, "192x108", _SMALL, _MUSIC, folder / "small-music.mp4")
    films = [music if loop % spoken_every else spoken for loop in range(times)]
    return _copied(ffmpeg, films, folder / "small.mp4")


def with_black_picture(ffmpeg: Ffmpeg, sound: Path, target: Path) -> Path:
    black = ("-f", "lavfi", "-i", "color=black:s=320x180:r=10")
    coded = ("-map", "0:v", "-map", "1:a:0", "-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
    ffmpeg.run(["-v", "error", "-y", *black, "-i", str(sound), *coded, str(target)])
    return target


def _made(ffmpeg: Ffmpeg, size: str, quality: Sequence[str], sounds: Sequence[str], target: Path) -> Path:
    """`LENGTH_SECONDS` at 30 frames a second, with the sounds one after the other."""
    inputs: list[str] = []
    for clip, begin, seconds in _PICTURES:
        inputs += ["-ss", str(begin), "-t", str(seconds), "-i", str(DATA / "footage" / clip)]
    for sound in sounds:
        inputs += ["-i", str(DATA / "audio" / sound)]
    first, last = len(_PICTURES), len(_PICTURES) + len(sounds)
    form = f"scale={size.replace('x', ':')}:flags=bicubic,setsar=1,fps=30,format=yuv420p"
    graph = [f"[{n}:v:0]{form}[p{n}]" for n in range(first)]
    graph += [f"[{n}:a:0]aformat=sample_rates=48000:channel_layouts=stereo[s{n}]" for n in range(first, last)]
    graph.append("".join(f"[p{n}]" for n in range(first)) + f"concat=n={first}[pictures]")
    graph.append("".join(f"[s{n}]" for n in range(first, last)) + f"concat=n={last - first}:v=0:a=1,apad[sound]")
    streams = ("-map", "[pictures]", "-map", "[sound]", "-t", f"{LENGTH_SECONDS:g}")
    coded = ("-c:v", "libx264", *quality, "-c:a", "aac", "-b:a", "128k")
    ffmpeg.run(["-v", "error", "-y", *inputs, "-filter_complex", ";".join(graph), *streams, *coded, str(target)])
    return target


def _copied(ffmpeg: Ffmpeg, films: Sequence[Path], target: Path) -> Path:
    listed = target.with_suffix(".txt")
    listed.write_text("".join(f"file '{film.name}'\n" for film in films), "utf-8")
    ffmpeg.run(["-v", "error", "-y", "-f", "concat", "-i", str(listed), "-c", "copy", str(target)])
    return target
