"""The films that the footage analysis is timed on: pieces of the shared clips with read speech, and those looped."""

from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg

DATA = Path(__file__).parents[2] / "shared" / "data"
# Clip, from, seconds: people, things, a cartoon with titles, a running timecode, a camera on a wall.
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
_SPEECH = ("jfk.flac", "austen_0870.wav", "librispeech_198-209-0000.ogg", "austen_0880.wav")
LENGTH_SECONDS = sum(seconds for _clip, _begin, seconds in _PICTURES)
_MUSIC, _MUSIC_SECONDS = "music_vibe_ace.ogg", 8.0


def make_film(ffmpeg: Ffmpeg, size: str, quality: tuple[str, ...], target: Path) -> None:
    """`LENGTH_SECONDS` at 30 frames a second; the readings one after the other, some music, and the readings again."""
    width, height = size.split("x")
    frame = f"scale={width}:{height}:flags=bicubic,setsar=1,fps=30,format=yuv420p"
    inputs: list[str] = []
    for clip, begin, seconds in _PICTURES:
        inputs += ["-ss", str(begin), "-t", str(seconds), "-i", str(DATA / "footage" / clip)]
    for reading in _SPEECH:
        inputs += ["-i", str(DATA / "audio" / reading)]
    inputs += ["-t", str(_MUSIC_SECONDS), "-i", str(DATA / "audio" / _MUSIC)]
    first, music = len(_PICTURES), len(_PICTURES) + len(_SPEECH)
    voices = range(first, music)
    graph = [f"[{n}:v:0]{frame}[p{n}]" for n in range(first)]
    graph.append("".join(f"[p{n}]" for n in range(first)) + f"concat=n={first}[pictures]")
    graph += [f"[{n}:a]aformat=sample_rates=48000:channel_layouts=stereo,asplit[s{n}][t{n}]" for n in voices]
    graph.append(f"[{music}:a]aformat=sample_rates=48000:channel_layouts=stereo[music]")
    order = [*(f"[s{n}]" for n in voices), "[music]", *(f"[t{n}]" for n in voices)]
    graph.append("".join(order) + f"concat=n={len(order)}:v=0:a=1[sound]")
    streams = ("-map", "[pictures]", "-map", "[sound]", "-t", f"{LENGTH_SECONDS:g}")
    coded = ("-c:v", "libx264", *quality, "-c:a", "aac", "-b:a", "128k")
    ffmpeg.run(["-v", "error", "-y", *inputs, "-filter_complex", ";".join(graph), *streams, *coded, str(target)])


def loop(ffmpeg: Ffmpeg, film: Path, times: int, target: Path) -> None:
    """The film over and over, nothing encoded again."""
    copied = ("-i", str(film), "-c", "copy", str(target))
    ffmpeg.run(["-v", "error", "-y", "-stream_loop", str(times - 1), *copied])
