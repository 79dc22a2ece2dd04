"""The films that the footage analysis is timed on, made of the shared ones."""

from pathlib import Path

from geminivideo.core.media.ffmpeg import Ffmpeg

LENGTH_SECONDS = 11.8
DATA = Path(__file__).parents[2] / "shared" / "data"
_FILM = DATA / "shots" / "landscape_8shots.mp4"  # eight shots, people and hands; 720p with sound


def make_full_hd(ffmpeg: Ffmpeg, target: Path) -> None:
    """The film at 1920x1080 as a camera would write it."""
    picture = ("-vf", "scale=1920:1080:flags=bicubic", "-c:v", "libx264", "-preset", "medium", "-crf", "21")
    sound = ("-c:a", "aac", "-ar", "48000", "-ac", "2")
    ffmpeg.run(["-v", "error", "-y", "-i", str(_FILM), *picture, *sound, str(target)])


def make_small(ffmpeg: Ffmpeg, target: Path) -> None:
    picture = ("-vf", "scale=320:180", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26")
    ffmpeg.run(["-v", "error", "-y", "-i", str(_FILM), *picture, "-c:a", "aac", str(target)])


def loop(ffmpeg: Ffmpeg, film: Path, times: int, target: Path) -> None:
    copied = ("-i", str(film), "-c", "copy", str(target))
    ffmpeg.run(["-v", "error", "-y", "-stream_loop", str(times - 1), *copied])
