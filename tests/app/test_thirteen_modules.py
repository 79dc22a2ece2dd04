"""Each of the Video Agent's modules, through the API: a preview of an ad, and one of its plan after changes by hand.

A part of a module that needs footage or a request of its own is tested in a file of its own, named after it; the last
section says which.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.vocabulary import Transition
from geminivideo.footage import store as footage_store
from geminivideo.rendering.plan.clips import EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.verification.logs import loudness_in
from geminivideo.rendering.voice.espeak import EspeakVoice
from tests.app.rendered_campaign import CAMPAIGN, FOOTAGE, RenderedCampaign
from tests.app.test_assets_api import send
from tests.rendering.examples import blueprint, face, scene
from tests.rendering_library.files import cube, song

Frames = NDArray[np.uint8]
_SIDE, _SECONDS = 360, 8  # of a preview of a square ad; of the film


@dataclass(frozen=True)
class Seen:
    """A finished video as its files show it: `frames` is (frames, height, width, RGB)."""

    answer: dict[str, Any]
    plan: EditPlan
    path: Path
    frames: Frames

    def footage(self, index: int) -> FootageClip:
        clip = self.plan.clips[index]
        assert isinstance(clip, FootageClip)
        return clip

    def middle(self, frame: int) -> NDArray[np.float64]:
        """The mean colour of the picture's middle band, which titles and captions leave free."""
        band = self.frames[frame, _SIDE * 45 // 100 : _SIDE * 55 // 100]
        return np.asarray(band.mean(axis=(0, 1)))


@pytest.fixture(scope="module")
def campaign(
    tmp_path_factory: pytest.TempPathFactory,
    new_database: Callable[[], AbstractContextManager[Database]],
    valkey: EmbeddedValkey,
) -> Iterator[RenderedCampaign]:
    ad = blueprint(
        scene(2.0, "Hello big world"),
        scene(2.0, "Every word counts", transition=Transition.WIPE),
        scene(2.5, "Buy it now"),
    )
    home = tmp_path_factory.mktemp("modules") / "home"
    with new_database() as database:
        made = RenderedCampaign(home, database, valkey, ad)
        _bring_film(made, home / "halves.mp4")
        made.speak_with(EspeakVoice())
        yield made
        made.close()


def _bring_film(campaign: RenderedCampaign, path: Path) -> None:
    """Green on the left, grey on the right, where somebody looks out of the picture; a tone is heard."""
    sides = [f"color=c={colour}:s=160x180:r=30:d={_SECONDS}" for colour in ("0x00A000", "0x909090")]
    inputs = [part for side in sides for part in ("-f", "lavfi", "-i", side)]
    tone = ["-f", "lavfi", "-i", f"sine=frequency=330:duration={_SECONDS}"]
    joined = ["-filter_complex", "[0][1]hstack,scale=out_color_matrix=bt709[v]", "-map", "[v]", "-map", "2:a"]
    coded = ["-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_range", "tv", "-c:a", "aac", str(path)]
    campaign.container.ffmpeg.run(["-v", "error", *inputs, *tone, *joined, *coded])
    campaign.container.storage.put(f"footage/{FOOTAGE}.mp4", path, content_type="video/mp4")
    with campaign.container.database.transaction() as session:
        stored = footage_store.get(session, FOOTAGE)
        probe = stored.probe.model_copy(update={"duration_seconds": float(_SECONDS), "has_audio": True})
        footage_store._set(session, FOOTAGE, probe=probe.model_dump(mode="json"))
    looks = tuple(face(0.72, 0.3, 0.2, at=step / 4) for step in range(4 * _SECONDS))
    campaign.add_scene(FOOTAGE, subjects=looks, features={"motion": None, "brightness": 0.5})


@pytest.fixture(scope="module")
def assets(campaign: RenderedCampaign, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("assets")
    darker = send(campaign.http, cube(folder / "darker.cube", gain=0.5), "lut", licence="CC0-1.0")
    track = send(campaign.http, song(folder / "song.wav"), "music", licence="CC-BY-4.0", attribution="by us")
    return {"lut_id": darker.json()["asset_id"], "audio_id": track.json()["asset_id"]}


@pytest.fixture(scope="module")
def ad(campaign: RenderedCampaign, assets: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """As the planner makes it."""
    options = {"platform": "square", "quality": "DRAFT", "preview": True, "caption_style": "karaoke"}
    styled = {"look": "warm", "original_sound": True, **assets}
    (video,) = campaign.made_by(campaign.post("render-winners", campaign_id=CAMPAIGN, **options, **styled))
    return _seen(campaign, video, tmp_path_factory.mktemp("ad"))


@pytest.fixture(scope="module")
def changed(campaign: RenderedCampaign, ad: Seen, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Its plan taken out, changed by hand, and rendered again: without look and table, and with other windows."""
    plan = ad.plan.model_dump(mode="json")
    plan["lut"] = None
    for clip in plan["clips"][:-1]:
        window = {"x": 140 if clip["scene"] else 0, "y": 0, "width": 180, "height": 180}
        clip |= {"grade": {}, "crop_override": window}
    zoomed = [{"frame": 0, "zoom": 1.0}, {"frame": 40, "zoom": 3.0, "x": 1.0, "easing": "linear"}]
    plan["clips"][0]["keyframes"] = zoomed
    (video,) = campaign.made_by(campaign.post("render-plan", plan=plan, preview=True))
    return _seen(campaign, video, tmp_path_factory.mktemp("changed"))


def _seen(campaign: RenderedCampaign, video: dict[str, Any], folder: Path) -> Seen:
    path = campaign.file(video["video_url"], folder / "ad.mp4")
    with av.open(str(path)) as container:
        frames = np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]).astype(np.uint8)
    return Seen(video, campaign.plan(video), path, frames)


def is_green(colour: NDArray[np.float64]) -> bool:
    return bool(colour[1] > 1.3 * max(colour[0], colour[2]))


def _grey_share(frame: Frames) -> float:
    """Of the middle row."""
    row = frame[_SIDE // 2].astype(int)
    return float((abs(row[:, 1] - row[:, 0]) < 25).mean())


def test_timeline(ad: Seen) -> None:
    """Whole frames, scene after scene, and a sound that begins before its picture or goes on after it."""
    assert len(ad.frames) == ad.plan.frames
    assert [clip.scene for clip in ad.plan.clips] == sorted(clip.scene for clip in ad.plan.clips)
    sounds = [clip.sound for clip in ad.plan.clips if isinstance(clip, FootageClip)]
    assert all(sounds)
    assert any(sound.lead_frames or sound.tail_frames for sound in sounds if sound)


def test_captions(campaign: RenderedCampaign, ad: Seen) -> None:
    """Said, written at the same time, and given out as files."""
    links = ad.answer["captions"]
    assert "Hello big world" in campaign.http.get(links["srt"]).text
    assert campaign.http.get(links["vtt"]).text.startswith("WEBVTT")
    assert "[Events]" in campaign.http.get(links["ass"]).text
    said, lower = ad.plan.words[1], ad.frames[:, _SIDE * 6 // 10 :]
    white = [int((lower[at].min(axis=2) > 200).sum()) for at in (0, (said.start + said.end) // 2)]
    assert white[0] == 0, "nothing is said yet"
    assert white[1] > 300
    assert ad.plan.caption_style == "karaoke"


def test_smart_crop(campaign: RenderedCampaign, ad: Seen, changed: Seen) -> None:
    """It stands where the face is, says why, shows what it saw; a window set by hand wins."""
    assert ad.footage(0).crop.x >= 100
    assert "face" in ad.footage(0).crop_reason
    assert not is_green(ad.middle(20))
    assert is_green(changed.middle(2))
    pictures = campaign.http.get(f"/pipeline/videos/{ad.answer['video_id']}/previews").json()
    assert campaign.http.get(pictures["crop_url"]).headers["content-type"] == "image/jpeg"


def test_colour_grading(ad: Seen, changed: Seen) -> None:
    """A named look and a table of the library: warmer and darker than the film's own grey."""
    assert "warm" in ad.footage(0).grade_reason
    red, _green, blue = ad.middle(20)
    assert red > blue + 4
    own = changed.frames[2, _SIDE // 2, -8:].mean()
    assert own == pytest.approx(0x90, abs=12), "on the right edge of the window set by hand the film is grey"
    assert ad.middle(20).mean() < 0.7 * own


def test_transitions(changed: Seen) -> None:
    """A wipe from a picture that is mostly green to one that is hardly green: the green goes, and not at once."""
    second = next(clip for clip in changed.plan.clips if clip.scene == 1)
    assert second.transition is Transition.WIPE
    end = second.start + second.transition_frames
    green = [1 - _grey_share(changed.frames[at]) for at in range(second.start - 1, end + 1)]
    assert green[0] == pytest.approx(40 / 60, abs=0.08)
    assert green[-1] == pytest.approx(20 / 180, abs=0.04)
    assert any(0.2 < share < 0.6 for share in green)


def test_audio_mixer(campaign: RenderedCampaign, ad: Seen) -> None:
    """Voice, track and the film's own sound, together as loud as platforms want it."""
    log = campaign.container.ffmpeg.run(
        ["-v", "info", "-vn", "-i", str(ad.path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    )
    measured = loudness_in(log)
    assert measured["loudness_lufs"] == pytest.approx(-14, abs=1)
    assert (measured["true_peak_dbtp"] or 0) <= -1


def test_voice_generator(ad: Seen) -> None:
    """The bundled voice says the script and tells when it says each word."""
    assert [line.text for line in ad.plan.narration] == ["Hello big world", "Every word counts", "Buy it now"]
    assert [word.text for word in ad.plan.narration[0].words] == ["Hello", "big", "world"]
    with av.open(str(ad.path)) as container:
        heard = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    assert np.abs(heard).max() > 0.1


def test_motion_graphics(ad: Seen) -> None:
    """The hook's title over the footage, and the end card with its button."""
    assert ad.plan.titles[0].text == "Still crashing at 3 PM?"
    upper = ad.frames[:, : _SIDE * 4 // 10].astype(int)
    accent = np.array([int(ad.plan.palette.accent[at : at + 2], 16) for at in (1, 3, 5)])
    labelled = (np.abs(upper[ad.plan.titles[0].start + 20] - accent).max(axis=2) < 40).sum()
    assert labelled > 500
    end = ad.plan.clips[-1]
    assert isinstance(end, EndCardClip)
    assert end.call_to_action == "Get my first bag"
    assert ad.frames[end.end - 5].std() > 20


def test_keyframes(changed: Seen) -> None:
    """Three times closer at the right edge of a window whose last ninth is grey: a third is."""
    assert len(changed.footage(0).keyframes) == 2
    assert is_green(changed.middle(2))
    assert _grey_share(changed.frames[1]) == pytest.approx(20 / 180, abs=0.06)
    assert _grey_share(changed.frames[45]) == pytest.approx(20 / 60, abs=0.08)


def test_preview_generator(campaign: RenderedCampaign, ad: Seen) -> None:
    """A ninth of the pixels with every frame in its place, and pictures to judge it by."""
    assert ad.answer["preview"] is True
    assert ad.frames.shape[1:3] == (_SIDE, _SIDE)
    pictures = campaign.http.get(f"/pipeline/videos/{ad.answer['video_id']}/previews").json()
    for name in ("contact_sheet_url", "strip_url", "waveform_url"):
        assert campaign.http.get(pictures[name]).headers["content-type"].startswith("image/")


def test_asset_library(ad: Seen, assets: dict[str, str]) -> None:
    """What an account brings is in the ad, with the credits that its licence asks for."""
    credits_of = {credit["asset_id"]: credit for credit in ad.answer["credits"]}
    assert set(credits_of) == set(assets.values())
    assert credits_of[assets["audio_id"]]["attribution"] == "by us"


def test_pro_renderer(ad: Seen) -> None:
    """What platforms take: H.264 in 4:2:0, AAC at 48 kHz, tagged, and ready to play while it loads."""
    with av.open(str(ad.path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (audio.codec_context.name, audio.rate) == ("aac", 48000)
        assert video.average_rate == Fraction(30)
    head = ad.path.read_bytes()
    assert 0 < head.find(b"moov") < head.find(b"mdat")


# --- parts with files of their own --------------------------------------------------------------------------------
# Variants and the full render of a preview: test_video_variants.py. Brand kits: test_brand_kits_api.py and
# test_styled_render.py. Cloud voices: test_voice_routes.py. A new part gets a file beside this one and a line here.
