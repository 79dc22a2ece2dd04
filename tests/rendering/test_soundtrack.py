"""The sound of a plan, from its own file: a track of the library in place of the bed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geminivideo.core.errors import InvalidInputError, NotFoundError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.music_choice import Track
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.music import TrackSettings
from geminivideo.rendering.soundtrack import soundtrack
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.workspace import Workspace
from tests.rendering.doubles import ToneVoice
from tests.rendering.examples import blueprint, scene, speeches
from tests.rendering_library.files import song
from tests.rendering_sound.sounds import ebur128, level_db, read_wav

SONG = Track(AssetRef(asset_id="asset_1", sha256="ab"), 6.0, tuple(0.5 + 0.5 * beat for beat in range(11)))


def plan_with(track: Track | None) -> EditPlan:
    ad = blueprint(scene(5, "One two three four."), scene(9), scene(2.5, "Go."))
    settings = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0, styling=Styling(track=track))
    return make_plan(ad, lay_out(ad, speeches(ad)), [], settings)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "work")


def sounded(ffmpeg: Ffmpeg, plan: EditPlan, workspace: Workspace, file: Path) -> Path:
    opened: list[str] = []

    @contextmanager
    def open_asset(ref: AssetRef) -> Iterator[Path]:
        opened.append(ref.sha256)
        yield file

    path = soundtrack(ffmpeg, ToneVoice(), plan, workspace, lambda: None, open_asset)
    assert opened == ["ab"]
    return path


def test_a_track_shorter_than_the_ad_fills_it_under_the_voice(
    ffmpeg: Ffmpeg, workspace: Workspace, tmp_path: Path
) -> None:
    plan = plan_with(SONG)
    path = sounded(ffmpeg, plan, workspace, song(tmp_path / "song.wav", bpm=120, seconds=6))
    loudness, peak = ebur128(ffmpeg, path)
    assert loudness == pytest.approx(-14, abs=1)
    assert peak <= -1
    heard = read_wav(path)
    assert len(heard) == round(plan.seconds * 48_000)
    music = read_wav(next(workspace.folder.glob("music-*.wav")))
    seconds = [level_db(music[second * 48_000 : (second + 1) * 48_000]) for second in range(15)]
    assert min(seconds) > max(seconds) - 3, "it goes on evenly over its seams"


def test_it_is_made_once(ffmpeg: Ffmpeg, workspace: Workspace, tmp_path: Path) -> None:
    plan, file = plan_with(SONG), song(tmp_path / "song.wav", seconds=6)
    first = sounded(ffmpeg, plan, workspace, file)
    file.unlink()
    assert soundtrack(ffmpeg, ToneVoice(), plan, workspace, lambda: None) == first


def test_without_the_track_there_is_no_ad(ffmpeg: Ffmpeg, workspace: Workspace) -> None:
    with pytest.raises(NotFoundError, match="asset_1"):
        soundtrack(ffmpeg, ToneVoice(), plan_with(SONG), workspace, lambda: None)


def test_an_offset_behind_its_end_is_said(ffmpeg: Ffmpeg, workspace: Workspace, tmp_path: Path) -> None:
    plan = plan_with(SONG)
    late = TrackSettings(asset_id="asset_1", sha256="ab", offset_seconds=60)
    changed = EditPlan(**{**dict(plan), "music": late})
    with pytest.raises(InvalidInputError, match="ends before"):
        sounded(ffmpeg, changed, workspace, song(tmp_path / "song.wav", seconds=6))
