"""What renders share: cold or warm, alone or at once, killed or not, the same ad is the same bytes."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from geminivideo.core.content_cache import ContentCache
from geminivideo.core.errors import CancelledError, ProcessingError
from geminivideo.core.footage_scene import FootageScene, SceneFeatures
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import Platform, ShotType, Transition
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import MusicSettings
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import RenderedVideo, Renderer
from geminivideo.rendering.segments.split import split
from geminivideo.rendering.sound.music.moods import MoodName
from geminivideo.rendering.variants import Original
from tests.rendering.doubles import SilentVoice, ToneVoice
from tests.rendering.examples import blueprint, film, footage, opener, scene

RED, BLUE = (200, 30, 30), (30, 30, 200)
UNMEASURED = SceneFeatures()
HOOK = scene(1.5, "Hello big world")
BODY = (
    scene(1.5, "Every word counts", transition=Transition.DISSOLVE),
    scene(1.5, "With words alone", shot_type=ShotType.TEXT_CARD),
    scene(2.5, "Buy it now"),
)


@dataclass
class Kitchen:
    """Films, a cache and previews of one ad: small pictures, everything else as in a real render."""

    folder: Path
    ffmpeg: Ffmpeg
    limit: int = 10**9
    files: dict[str, Path] = field(default_factory=dict)

    def scenes(self) -> list[FootageScene]:
        films = []
        for name, colour in (("red", RED), ("blue", BLUE)):
            path = self.folder / f"{name}.mp4"
            of = film(path, [colour] * 120, width=96, height=96)
            self.files[of.footage_id] = path
            films.append(footage(of, features=UNMEASURED))
        return films

    def request(self, hook: str = "Hello big world", original: Original | None = None) -> RenderRequest:
        ad = blueprint(HOOK.model_copy(update={"voice_over": hook}), *BODY)
        return RenderRequest(ad, self.scenes(), Platform.SQUARE, preview=True, seed=4, variant_of=original)

    def renderer(self, voice: ToneVoice | None = None, workers: int = 2) -> Renderer:
        cache = ContentCache(self.folder / "cache", self.limit)
        slots = Slots(self.folder / f"slots-{workers}", workers)
        return Renderer(self.ffmpeg, voice or ToneVoice(), slots, cache=cache)

    def render(
        self, request: RenderRequest, name: str, voice: ToneVoice | None = None, workers: int = 2
    ) -> RenderedVideo:
        renderer = self.renderer(voice, workers)
        return renderer.render(request, RenderContext(self.folder / name, opener(self.files)))

    def kept(self, kind: str) -> set[str]:
        return {path.name for path in (self.folder / "cache" / "entries" / kind).glob("*/*")}


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Kitchen:
    return Kitchen(tmp_path_factory.mktemp("kitchen"), ffmpeg)


@pytest.fixture(scope="module")
def first(kitchen: Kitchen) -> RenderedVideo:
    return kitchen.render(kitchen.request(), "first")


def test_a_second_render_makes_nothing_again_and_gives_the_same_bytes(kitchen: Kitchen, first: RenderedVideo) -> None:
    before = {kind: kitchen.kept(kind) for kind in ("segment", "segment-facts", "line", "music", "sound")}
    assert all(before.values())
    again = kitchen.render(kitchen.request(), "second", SilentVoice())
    assert again.path.read_bytes() == first.path.read_bytes()
    assert again.thumbnail.read_bytes() == first.thumbnail.read_bytes()
    assert again.report == first.report
    assert {kind: kitchen.kept(kind) for kind in before} == before


def test_one_worker_without_a_cache_gives_the_same_bytes(kitchen: Kitchen, first: RenderedVideo) -> None:
    alone = Kitchen(kitchen.folder / "alone", kitchen.ffmpeg, limit=0)
    alone.folder.mkdir()
    assert alone.render(alone.request(), "ad", workers=1).path.read_bytes() == first.path.read_bytes()


def test_another_hook_encodes_its_own_segments_only(kitchen: Kitchen, first: RenderedVideo) -> None:
    before = kitchen.kept("segment")
    voice = ToneVoice()
    original = Original(kitchen.request().blueprint, first.plan)
    other = kitchen.render(kitchen.request("Something else here", original), "hook", voice)
    assert voice.texts == ["Something else here"]
    assert len(kitchen.kept("segment") - before) == 1, "the hook is not read while the next scene dissolves in"
    assert other.path.read_bytes() != first.path.read_bytes()


def test_other_music_encodes_no_picture(kitchen: Kitchen, first: RenderedVideo) -> None:
    before = kitchen.kept("segment")
    other = EditPlan(**{**dict(first.plan), "music": MusicSettings(mood=MoodName.CALM, energy=2.0)})
    renderer = kitchen.renderer(SilentVoice())
    video = renderer.preview(other, RenderContext(kitchen.folder / "music", opener(kitchen.files)))
    assert kitchen.kept("segment") == before
    assert video.path.read_bytes() != first.path.read_bytes()


def test_a_damaged_entry_is_made_again(kitchen: Kitchen, first: RenderedVideo) -> None:
    entry = next((kitchen.folder / "cache" / "entries" / "segment").glob("*/*"))
    whole = entry.read_bytes()
    entry.unlink()
    entry.write_bytes(whole[: len(whole) // 2])
    assert kitchen.render(kitchen.request(), "damaged", SilentVoice()).path.read_bytes() == first.path.read_bytes()


def test_a_faulty_render_leaves_nothing_to_others(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    own = Kitchen(tmp_path, ffmpeg)
    still = [each.model_copy(update={"features": SceneFeatures(motion=0.5)}) for each in own.scenes()]
    silent = blueprint(scene(3.0), scene(2.5), hook=blueprint().hook.model_copy(update={"text": ""}))
    with pytest.raises(ProcessingError, match="stands still"):
        own.render(RenderRequest(silent, still, Platform.SQUARE, preview=True), "still")
    assert own.kept("segment") == own.kept("segment-facts") == set()


def test_two_renders_at_once_share_every_segment(ffmpeg: Ffmpeg, first: RenderedVideo, tmp_path: Path) -> None:
    own = Kitchen(tmp_path, ffmpeg)
    asked = own.request()
    made: dict[str, RenderedVideo] = {}

    def work(name: str) -> None:
        made[name] = own.render(asked, name)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made["one"].path.read_bytes() == made["two"].path.read_bytes() == first.path.read_bytes()
    inodes = [{path.stat().st_ino for path in (tmp_path / name).glob("segment-*.mp4")} for name in ("one", "two")]
    assert inodes[0] == inodes[1], "each was encoded once"


KILLED = """
    import os, signal, sys
    sys.path.insert(0, {root!r})
    from tests.rendering.test_shared_renders import *
    from geminivideo.core.media.ffmpeg import find_ffmpeg

    own = Kitchen(Path({folder!r}), find_ffmpeg(None))
    asked = own.request()
    def report(stage, percent):
        if stage == "encode" and own.kept("segment"):
            os.kill(os.getpid(), signal.SIGKILL)
    own.renderer(workers=1).render(asked, RenderContext(own.folder / "ad", opener(own.files), report=report))
"""


def test_a_killed_render_is_resumed_segment_by_segment(ffmpeg: Ffmpeg, first: RenderedVideo, tmp_path: Path) -> None:
    script = textwrap.dedent(KILLED).format(root=str(Path(__file__).parents[2]), folder=str(tmp_path))
    killed = subprocess.run([sys.executable, "-c", script], check=False, env=os.environ.copy())
    assert killed.returncode == -signal.SIGKILL
    own = Kitchen(tmp_path, ffmpeg)
    there = {path.stat().st_ino for path in (tmp_path / "ad").glob("segment-*.mp4")}
    assert there
    resumed = own.render(own.request(), "ad", SilentVoice())
    assert there < {path.stat().st_ino for path in (tmp_path / "ad").glob("segment-*.mp4")}, "none was made again"
    assert resumed.path.read_bytes() == first.path.read_bytes()
    assert not list((tmp_path / "ad").glob("unfinished-*"))


def test_a_cancelled_render_keeps_what_was_whole_and_stops_the_rest(
    ffmpeg: Ffmpeg, first: RenderedVideo, tmp_path: Path
) -> None:
    own = Kitchen(tmp_path, ffmpeg)
    asked = own.request()

    def check() -> None:
        if own.kept("segment"):
            raise CancelledError("The job was cancelled.", next_step="retry it")

    with pytest.raises(CancelledError):
        own.renderer(workers=1).render(asked, RenderContext(tmp_path / "ad", opener(own.files), check=check))
    assert 0 < len(own.kept("segment")) < len(split(first.plan))
    assert not list((tmp_path / "ad").glob("unfinished-*"))
    assert not list((tmp_path / "cache" / "locks").iterdir())
