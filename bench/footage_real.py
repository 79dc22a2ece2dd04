"""What the analysis itself finds in the shared clips, for the search to search in."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bench.footage_clips import DATA, with_black_picture
from bench.footage_whole import analysed
from geminivideo.core.footage_scene import SceneContent
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.footage.model import Analysis

_SOUNDS = (".flac", ".wav", ".ogg")


def contents(clips: Iterable[str], ffmpeg: Ffmpeg, folder: Path) -> dict[str, SceneContent]:
    """By clip as `footage_search` names them: a file's name, and for a part of it seconds "from-to". Each file is
    analysed once; of all scenes that a clip touches, what is in them is taken together.
    """
    parts: dict[str, list[str]] = {}
    for clip in clips:
        parts.setdefault(clip.partition(" ")[0], []).append(clip)
    found: Mapping[str, Analysis] = {name: analysed(_film(name, ffmpeg, folder))[1] for name in parts}
    return {clip: _together(found[name], clip.partition(" ")[2]) for name, own in parts.items() for clip in own}


def _film(name: str, ffmpeg: Ffmpeg, folder: Path) -> Path:
    """A reading becomes a film with a black picture."""
    if Path(name).suffix in _SOUNDS:
        return with_black_picture(ffmpeg, DATA / "audio" / name, folder / f"{Path(name).stem}.mp4")
    return DATA / "footage" / name


def _together(analysis: Analysis, seconds: str) -> SceneContent:
    begin, end = map(float, seconds.split("-")) if seconds else (0.0, float("inf"))
    scenes = [ranked.scene for ranked in analysis.scenes]
    inside = [scene.content for scene in scenes if scene.start_seconds < end and scene.end_seconds > begin]
    return SceneContent(
        objects=tuple(thing for content in inside for thing in content.objects or ()),
        text=tuple(line for content in inside for line in content.text or ()),
        words=tuple(word for content in inside for word in content.words or ()),
    )
