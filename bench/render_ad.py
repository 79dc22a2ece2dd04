"""The ad that bench.render renders: a fixed script of about 30 s over real footage, enlarged to what phones record."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from bench import example_ad
from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.footage_scene import Box, FootageScene, FootageSource, SceneFeatures, SubjectSample
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import Platform, Quality, Transition
from geminivideo.rendering.render_request import RenderRequest

ROOT = Path(__file__).parents[1]
FOOTAGE = ROOT.parent / "shared" / "data" / "footage"
SECONDS = 9.5
_FILMS = {
    "woman and dog": "01_dog.mp4",
    "hands pouring coffee": "04_coffee.mp4",
    "man juggling football": "05_default_juggle.mp4",
    "bottles on a table": "bottle-detection.mp4",
    "man in an old film": "chaplin.mp4",
    "an animated meadow": "big_buck_bunny_0_30.webm",
}
_FROM = {"big_buck_bunny_0_30.webm": "16"}  # past its titles
_HOOKS = (
    "Still tired at three every single afternoon?",
    "Three in the afternoon and nothing left in you?",
    "Your third coffee will not save this afternoon.",
    "What if the afternoon slump was a choice you make?",
    "Nobody told you this about your afternoon coffee.",
    "You do not need more coffee, you need better coffee.",
    "Stop fighting your afternoon with sugar and hope.",
    "One small change ended my afternoon slump for good.",
    "Why do some people never get tired in the afternoon?",
    "Ask anyone here what time they used to fall asleep.",
)
_BODY = (
    ("You drink one more coffee, and an hour later you are more tired than you were before.", "hands pouring coffee"),
    ("Morning Ritual is roasted slowly and gently, so the energy comes softly and it stays.", "woman and dog"),
    ("People who changed say they play with their kids again, and they sleep through the night.", "juggling football"),
    ("No crash, no shaking hands, no bitter taste, just a clear head until the evening comes.", "bottles on a table"),
    ("Try the first bag with twenty percent off, and send it back if you do not love it.", "man in an old film"),
)
_JOINS = (Transition.DISSOLVE, Transition.WIPE, Transition.ZOOM, Transition.DISSOLVE, Transition.BLUR)


def blueprint(hook: int = 0) -> Blueprint:
    opening = _scene(_HOOKS[hook], "an animated meadow", Transition.CUT)
    body = [_scene(says, shows, join) for (says, shows), join in zip(_BODY, _JOINS, strict=True)]
    end = _scene("Get your first bag today.", "", Transition.LIGHT)
    named = {"id": f"bench_{hook}", "title": "Steady energy"}
    return example_ad.blueprint([opening, *body, end], hook=_HOOKS[hook], button="Get my first bag", **named)


def _scene(says: str, shows: str, join: Transition) -> BlueprintScene:
    return example_ad.scene(4.4 if shows else 3.5, says, shows, emotion="hopeful", transition=join)


def request(work: Path, hook: int = 0) -> RenderRequest:
    return RenderRequest(blueprint(hook), scenes(work), Platform.TIKTOK, Quality.HIGH, seed=1)


def scenes(work: Path) -> list[FootageScene]:
    return [_footage(work, label) for label in _FILMS]


def _footage(work: Path, label: str) -> FootageScene:
    """One scene for each file, with a subject that goes from side to side and stays at each for a while."""
    path = _path(work, label)
    source = FootageSource(
        footage_id=path.stem,
        storage_key=path.name,
        label=label,
        width=1920,
        height=1080,
        frame_rate=30.0,
        duration_seconds=SECONDS,
        has_audio=False,
        sha256=sha256(path.read_bytes()).hexdigest(),
    )
    subjects = tuple(
        SubjectSample(
            at_seconds=at / 4,
            kind="face",
            box=Box(x=_left_of_subject(at / 4), y=0.3, width=0.12, height=0.2),
            confidence=0.9,
        )
        for at in range(39)
    )
    return FootageScene(
        scene_id=path.stem,
        source=source,
        index=0,
        start_seconds=0.0,
        end_seconds=SECONDS,
        features=SceneFeatures(motion=0.3, brightness=0.45, face_area=0.02),
        subjects=subjects,
        score=60.0,
    )


def _left_of_subject(seconds: float) -> float:
    """Standing for 0.6 s, walking for 1.2 s, and back: most shots have a walk in them that the window must follow."""
    along = abs(seconds % 3.6 - 1.8)
    return 0.25 + 0.36 * min(1.0, max(0.0, (along - 0.3) / 1.2))


def _path(work: Path, label: str) -> Path:
    return work / f"{label.replace(' ', '_')}.mp4"


@contextmanager
def opened(work: Path, source: FootageSource) -> Iterator[Path]:
    yield work / source.storage_key


def prepare(ffmpeg: Ffmpeg, work: Path) -> None:
    """1080p at 30 frames a second and some 5 Mbit/s, made once."""
    work.mkdir(parents=True, exist_ok=True)
    for label, name in _FILMS.items():
        if _path(work, label).exists():
            continue
        unfinished = work / "unfinished.mp4"
        fill = "scale=1920:1080:force_original_aspect_ratio=increase:flags=bicubic,crop=1920:1080,fps=30,format=yuv420p"
        tags = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"
        begin = ("-ss", _FROM.get(name, "0"), "-i", str(FOOTAGE / name), "-t", str(SECONDS), "-map", "0:v:0")
        plain = ("-map_metadata", "-1", "-write_tmcd", "0", "-g", "30", str(unfinished))
        encode = ("-c:v", "libx264", "-preset", "veryfast", "-b:v", "5M", *plain)
        ffmpeg.run(["-v", "error", "-y", *begin, "-vf", f"{fill},{tags}", *encode])
        unfinished.rename(_path(work, label))
