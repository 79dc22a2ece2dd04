"""Whole renders, small and real: checked by their pixels, their packets and what a crash leaves."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from PIL import Image

from geminivideo.core.errors import CancelledError, InvalidInputError, ProcessingError
from geminivideo.core.footage_scene import FootageScene, FootageSource, SceneFeatures
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.media.probe import probe_video
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import CaptionStyle, Platform, Quality, ShotType, Transition
from geminivideo.rendering.crop.window import crop_window
from geminivideo.rendering.palette import PALETTES, rgb
from geminivideo.rendering.plan.clips import EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import CropWindow
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import RenderedVideo, Renderer
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.transitions import XFADES
from tests.rendering.doubles import SilentVoice, ToneVoice
from tests.rendering.examples import blueprint, face, film, footage, opener, scene
from tests.rendering.pictures import Picture, frame_at, frames, ink
from tests.rendering.pictures import rgb as as_rgb

RED, BLUE = (200, 30, 30), (30, 30, 200)
YELLOW = (255, 214, 10)
UNMEASURED = SceneFeatures()
SQUARE = Platform.SQUARE


@dataclass
class Studio:
    """Films on disk and a renderer for them."""

    folder: Path
    ffmpeg: Ffmpeg
    files: dict[str, Path] = field(default_factory=dict)
    heard: list[tuple[str, float]] = field(default_factory=list)

    @property
    def slots(self) -> Slots:
        return Slots(self.folder / "slots", 2)

    def film(
        self, name: str, colours: list[tuple[int, int, int]], *, width: int = 320, height: int = 180
    ) -> FootageSource:
        path = self.folder / f"{name}.mp4"
        of = film(path, colours, width=width, height=height)
        self.files[of.footage_id] = path
        return of

    def add(self, path: Path) -> FootageSource:
        probe = probe_video(path, max_seconds=1000, max_pixels=10**8)
        of = footage().source.model_copy(
            update={
                "footage_id": path.stem,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "width": probe.width,
                "height": probe.height,
                "duration_seconds": probe.duration_seconds,
            }
        )
        self.files[of.footage_id] = path
        return of

    def context(self, workspace: str, check: Callable[[], None] = lambda: None) -> RenderContext:
        report = lambda stage, at: self.heard.append((stage, at))  # noqa: E731
        return RenderContext(self.folder / workspace, opener(self.files), check=check, report=report)

    def render(
        self,
        request: RenderRequest,
        workspace: str,
        *,
        voice: ToneVoice | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> RenderedVideo:
        self.heard = []
        return Renderer(self.ffmpeg, voice or ToneVoice(), self.slots).render(
            request,
            self.context(workspace, check),
        )

    def render_plan(
        self, plan: EditPlan, workspace: str, voice: ToneVoice | None = None, quality: Quality = Quality.DRAFT
    ) -> RenderedVideo:
        return Renderer(self.ffmpeg, voice or ToneVoice(), self.slots).render_plan(
            plan, quality, self.context(workspace)
        )

    def preview(self, plan: EditPlan, workspace: str) -> RenderedVideo:
        return Renderer(self.ffmpeg, ToneVoice(), self.slots).preview(plan, self.context(workspace))


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Studio:
    return Studio(tmp_path_factory.mktemp("studio"), ffmpeg)


@pytest.fixture(scope="module")
def request_(studio: Studio) -> RenderRequest:
    """Two seconds of red with a caption, then an end card."""
    return RenderRequest(
        blueprint=blueprint(scene(2.0, "Hello big world", on_screen_text="Look"), scene(2.5, "Buy it now")),
        scenes=[footage(studio.film("red", [RED] * 150), features=UNMEASURED)],
        platform=SQUARE,
        quality=Quality.DRAFT,
    )


@pytest.fixture(scope="module")
def ad(studio: Studio, request_: RenderRequest) -> RenderedVideo:
    return studio.render(request_, "ad")


@pytest.fixture(scope="module")
def pictures(ad: RenderedVideo) -> list[Picture]:
    return list(frames(ad.path))


def test_the_file_is_what_platforms_take(ad: RenderedVideo) -> None:
    with av.open(str(ad.path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height, float(video.average_rate or 0)) == (1080, 1080, 30.0)
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 48_000, 2)
    head = ad.path.read_bytes()[:200_000]
    assert head.index(b"moov") < head.index(b"mdat"), "a player must be able to begin before it has all"
    assert b"Lavf" not in ad.path.read_bytes(), "no version of a tool that would change the bytes"


def test_it_is_measured_and_as_planned(ad: RenderedVideo, pictures: list[Picture]) -> None:
    assert len(pictures) == ad.plan.frames == ad.report.frames == round(ad.seconds * 30)
    assert ad.report.loudness_lufs == pytest.approx(-14.0, abs=1.0)
    assert (ad.report.true_peak_dbtp or 0) <= -1.0
    assert ad.size_bytes == ad.path.stat().st_size


def test_footage_fills_the_frame_until_the_end_card(ad: RenderedVideo, pictures: list[Picture]) -> None:
    ends = ad.plan.clips[0].end
    for number in (0, ends - 1):
        assert pictures[number][1000, 20].tolist() == pytest.approx(list(RED), abs=28)
    assert np.abs(pictures[ends][1000, 20].astype(int) - RED).max() > 45


def test_each_word_turns_yellow_when_it_is_spoken_and_only_then(ad: RenderedVideo, pictures: list[Picture]) -> None:
    area = layout_for(SQUARE).captions
    first, second = ad.plan.narration[0].words[:2]
    before = ink(pictures[first.start - 1], YELLOW, 12)
    assert before is None
    one, two = ink(pictures[first.end - 1], YELLOW, 12), ink(pictures[second.end - 1], YELLOW, 12)
    assert one is not None
    assert two is not None
    assert one[2] <= two[0], "the second word stands to the right of the first"
    for left, top, right, bottom in (one, two):
        assert area.left <= left < right <= area.right
        assert area.top <= top < bottom <= area.bottom


def test_the_title_stands_on_the_accent_colour(ad: RenderedVideo, pictures: list[Picture]) -> None:
    box = ink(pictures[30], rgb(ad.plan.palette.accent), 30)
    title = layout_for(SQUARE).title
    assert box is not None
    assert title.top - 10 <= box[1] < title.bottom


def test_the_button_of_the_end_card_comes_in_and_stays(ad: RenderedVideo, pictures: list[Picture]) -> None:
    card = ad.plan.clips[-1]
    assert isinstance(card, EndCardClip)
    accent = rgb(ad.plan.palette.accent)

    def area(number: int) -> int:
        return int((np.abs(pictures[number].astype(int) - accent).max(axis=2) < 30).sum())

    assert area(card.start + 1) < 5000
    assert area(card.end - 1) > 20_000


def test_progress_only_grows_and_names_every_stage(studio: Studio, request_: RenderRequest, ad: RenderedVideo) -> None:
    studio.render(replace(request_, seed=5), "progress")
    stages = list(dict.fromkeys(stage for stage, _percent in studio.heard))
    percents = [percent for _stage, percent in studio.heard]
    assert stages == ["voice", "timeline", "crop", "captions", "encode", "verify"]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0.0, 100.0)
    assert len({percent for stage, percent in studio.heard if stage == "encode"}) > 1, "the encoder itself is heard"


def test_the_thumbnail_is_a_picture_of_the_opening(ad: RenderedVideo) -> None:
    with Image.open(ad.thumbnail) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1080, 1080))
        assert np.asarray(picture)[1000, 20].tolist() == pytest.approx(list(RED), abs=35)


def test_its_previews_are_pictures(ad: RenderedVideo) -> None:
    assert set(ad.previews) == set(Preview)
    for preview, path in ad.previews.items():
        with Image.open(path) as picture:
            assert Image.MIME[picture.format or ""] == preview.content_type
            assert min(picture.size) > 100


def test_the_same_request_gives_the_same_bytes(studio: Studio, request_: RenderRequest, ad: RenderedVideo) -> None:
    again = studio.render(request_, "again")
    assert again.path.read_bytes() == ad.path.read_bytes()
    assert again.path.name == ad.path.name


def test_a_preview_is_the_same_ad_on_a_ninth_of_the_pixels(
    studio: Studio, ad: RenderedVideo, pictures: list[Picture]
) -> None:
    small = studio.preview(ad.plan, "preview")
    shown = list(frames(small.path))
    assert small.plan == ad.plan
    assert (small.report.width, small.report.height, len(shown)) == (360, 360, ad.plan.frames)
    for number in (10, 30, ad.plan.frames - 1):
        reduced = np.asarray(Image.fromarray(pictures[number]).resize((360, 360), Image.Resampling.BOX))
        assert np.abs(reduced.astype(int) - shown[number]).mean() < 6, number


def test_a_finished_render_is_found_again(studio: Studio, request_: RenderRequest, ad: RenderedVideo) -> None:
    made = {path: path.stat().st_mtime_ns for path in ad.path.parent.iterdir()}
    found = studio.render(request_, "ad", voice=SilentVoice())
    assert found == ad
    assert {path: path.stat().st_mtime_ns for path in ad.path.parent.iterdir()} == made


def test_a_plan_changed_by_hand_is_rendered_as_it_says(studio: Studio, ad: RenderedVideo) -> None:
    clip = ad.plan.clips[0].model_copy(update={"grade": ad.plan.clips[0].grade.model_copy(update={"saturation": 0.0})})  # type: ignore[union-attr]
    line = ad.plan.narration[0].model_copy(update={"text": "Hello new world", "words": ()})
    changed = {"clips": (clip, *ad.plan.clips[1:]), "narration": (line, *ad.plan.narration[1:]), "music": None}
    voice = ToneVoice()
    video = studio.render_plan(EditPlan(**{**dict(ad.plan), **changed}), "ad", voice)
    red, green, blue = (int(value) for value in frame_at(video.path, 20)[1000, 20])
    assert max(red, green, blue) - min(red, green, blue) < 10
    assert voice.texts == ["Hello new world"], "the line that did not change is not spoken again"


def test_a_still_picture_that_should_move_fails_and_is_not_kept(studio: Studio, request_: RenderRequest) -> None:
    moving = footage(request_.scenes[0].source, features=SceneFeatures(motion=0.5))
    silent = blueprint(scene(3.0), scene(2.5), hook=blueprint().hook.model_copy(update={"text": ""}))
    asked = replace(request_, blueprint=silent, scenes=[moving], add_captions=False)
    with pytest.raises(ProcessingError, match=r"stands still at 0\.0 s although footage_red moves"):
        studio.render(asked, "still")
    assert not list((studio.folder / "still").glob("ad-*.mp4"))


def test_cancel_stops_the_encoder_at_once_and_leaves_no_half_file(studio: Studio, request_: RenderRequest) -> None:
    long = replace(request_, blueprint=blueprint(*[scene(8.0, shot_type=ShotType.TEXT_CARD)] * 4), scenes=[])
    stopped: list[float] = []

    def check() -> None:
        if any(stage == "encode" and percent > 11 for stage, percent in studio.heard):
            stopped.append(time.monotonic())
            raise CancelledError("The job was cancelled.", next_step="retry it")

    with pytest.raises(CancelledError):
        studio.render(long, "cancelled", check=check)
    assert time.monotonic() - stopped[0] < 5, "a second, of which a busy machine makes several"
    assert not [child for child in psutil.Process().children() if "ffmpeg" in child.name()]
    assert not list((studio.folder / "cancelled").glob("*.mp4"))


CRASHING = """
    import os, signal, sys
    sys.path.insert(0, {root!r})
    from tests.rendering.test_render import *
    from geminivideo.core.media.ffmpeg import find_ffmpeg

    studio = Studio(Path({folder!r}), find_ffmpeg(None))
    asked = crash_request(studio)
    def report(stage, percent):
        if stage == "encode" and percent > 12:
            os.kill(os.getpid(), signal.SIGKILL)
    Renderer(studio.ffmpeg, ToneVoice(), studio.slots).render(
        asked, RenderContext(studio.folder / "crashed", opener(studio.files), report=report)
    )
"""


def crash_request(studio: Studio) -> RenderRequest:
    scenes: list[FootageScene] = [footage(studio.film("blue", [BLUE] * 120), features=UNMEASURED)]
    ad = blueprint(scene(3.0, "One two three"), scene(2.5, "Buy it now"))
    return RenderRequest(ad, scenes, SQUARE, Quality.DRAFT)


def test_after_kill_9_finished_stages_are_not_repeated(studio: Studio) -> None:
    script = textwrap.dedent(CRASHING).format(root=str(Path(__file__).parents[2]), folder=str(studio.folder))
    crashed = subprocess.run([sys.executable, "-c", script], check=False, env=os.environ.copy())
    assert crashed.returncode == -signal.SIGKILL
    folder = studio.folder / "crashed"
    assert list(folder.glob("sound-*.wav"))
    assert not list(folder.glob("ad-*.mp4"))
    video = studio.render(crash_request(studio), "crashed", voice=SilentVoice())
    assert video.report.frames == video.plan.frames
    assert not list(folder.glob("unfinished-*"))


def clips_of(sources: list[FootageSource], length: int) -> list[FootageClip]:
    clips: list[FootageClip] = []
    for number, of in enumerate(sources):
        window, fill = crop_window(of, SQUARE.frame, ())
        taken = max(1, min(length, int(of.duration_seconds * 30)))
        clips.append(
            FootageClip(
                scene=0,
                start=clips[-1].end if clips else 0,
                frames=taken,
                footage_id=of.footage_id,
                scene_id=str(number),
                in_seconds=min(0.2, max(0.0, of.duration_seconds - taken / 30)),
                crop=window,
                fill=fill,
            )
        )
    return clips


def plan_of(clips: list[FootageClip], sources: list[FootageSource], platform: Platform = SQUARE) -> EditPlan:
    return EditPlan(
        blueprint_id="bp_odd",
        platform=platform,
        width=platform.frame.width,
        height=platform.frame.height,
        frames=clips[-1].end,
        language="en",
        seed=0,
        palette=PALETTES[0],
        sources=tuple(sources),
        clips=tuple(clips),
        narration=(),
        titles=(),
        caption_style=CaptionStyle.NONE,
        music=None,
    )


def uneven_film(path: Path) -> None:
    """Frames at irregular times, odd colours."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 322, 242, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        at = 0
        for number in range(30):
            frame = av.VideoFrame.from_ndarray(np.full((242, 322, 3), BLUE, np.uint8), format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, 1000)
            at += 20 if number % 3 else 150
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def test_odd_sources_all_become_even_frames(studio: Studio, shared_data: Path) -> None:
    """Rotated and mirrored, portrait, 10 fps, full range, VP8, black, uneven, odd size in 4:4:4, HLG, one frame, 4K."""
    uneven_film(studio.folder / "uneven.mp4")
    odd = studio.folder / "odd.mp4"
    studio.ffmpeg.run(
        [*("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=321x241:r=30:d=1", "-pix_fmt", "yuv444p", "-y", str(odd))]
    )
    hdr = studio.folder / "hdr.mp4"
    studio.ffmpeg.run(
        [
            *("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=1", "-c:v", "libx265", "-x265-params"),
            *("log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc", "-pix_fmt"),
            *("yuv420p10le", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc", "-y", str(hdr)),
        ]
    )
    given = shared_data / "footage"
    names = ["androidx_sample_rotate_and_reflect.mp4", "androidx_sample_portrait.mp4", "asl_book.mkv"]
    names += ["one-by-one-person-detection.mp4", "big_buck_bunny_0_30.webm", "androidx_silent-black-10s.mp4"]
    sources = [studio.add(given / name) for name in names]
    sources += [studio.add(path) for path in (studio.folder / "uneven.mp4", odd, hdr)]
    sources += [studio.film("single", [RED]), studio.film("large", [BLUE] * 15, width=3840, height=2160)]
    plan = plan_of(clips_of(sources, 12), sources)
    video = studio.render_plan(plan, "odd")
    shown = list(frames(video.path))
    assert len(shown) == plan.frames
    by_source = {clip.footage_id: shown[clip.start] for clip in plan.clips if isinstance(clip, FootageClip)}
    assert by_source["uneven"][500, 500].tolist() == pytest.approx(list(BLUE), abs=12)
    assert by_source["footage_single"][500, 500].tolist() == pytest.approx(list(RED), abs=12)
    assert by_source["footage_large"][500, 500].tolist() == pytest.approx(list(BLUE), abs=12)
    assert by_source["androidx_silent-black-10s"].max() < 25
    assert by_source["hdr"].std() > 30


def test_a_tall_source_stands_on_its_blur_in_a_wide_frame(studio: Studio, shared_data: Path) -> None:
    tall = studio.add(shared_data / "footage" / "androidx_sample_portrait.mp4")
    window, fill = crop_window(tall, Platform.YOUTUBE.frame, ())
    clip = clips_of([tall], 6)[0].model_copy(update={"crop": window, "fill": fill})
    video = studio.render_plan(plan_of([clip], [tall], Platform.YOUTUBE), "tall", quality=Quality.HIGH)
    picture = frame_at(video.path, 3)
    assert picture.shape == (1080, 1920, 3)
    middle, side = picture[:, 700:1220].astype(int), picture[:, :400].astype(int)
    assert np.abs(np.diff(middle, axis=0)).mean() > 3 * np.abs(np.diff(side, axis=0)).mean(), "the sides are blurred"
    with av.open(str(video.path)) as container:
        assert container.streams.video[0].codec_context.profile == "High"


def test_every_cut_and_transition_is_on_its_frame(studio: Studio) -> None:
    sources = [studio.film("one", [RED] * 60), studio.film("other", [BLUE] * 60)]
    kinds = [Transition.CUT, *XFADES, Transition.CUT, Transition.CUT, Transition.DISSOLVE]
    clips = []
    for number, kind in enumerate(kinds):
        blend = XFADES[kind][1] if kind in XFADES else 0
        clips.append(
            FootageClip(
                scene=0,
                start=16 * number,
                frames=16,
                transition=kind,
                transition_frames=blend,
                footage_id=sources[number % 2].footage_id,
                scene_id="x",
                in_seconds=0.1,
                crop=CropWindow(x=0, y=0, width=180, height=180),
            )
        )
    video = studio.render_plan(plan_of(clips, sources), "cuts")
    with av.open(str(video.path)) as container:
        middles = [as_rgb(frame.reformat(width=90, height=90)).mean(axis=(0, 1)) for frame in container.decode(video=0)]
    colours = (RED, BLUE)
    for number, clip in enumerate(clips):
        settled = clip.start + clip.transition_frames
        assert middles[settled].tolist() == pytest.approx(list(colours[number % 2]), abs=12), (clip.transition, settled)
        if number:
            last = clip.start - 1
            assert middles[last].tolist() == pytest.approx(list(colours[(number - 1) % 2]), abs=12), clip.transition


def test_hostile_words_without_footage_make_a_whole_ad(studio: Studio, shared_data: Path) -> None:
    raw = (shared_data / "hostile" / "made_caption_injection.srt").read_text("utf-8", errors="replace")
    nasty = " ".join(raw.split())
    ad = blueprint(
        scene(2.0, nasty[:80], on_screen_text=nasty),
        scene(2.0, "x" * 300 + " 🔥 \x00 عرض خاص", on_screen_text="{\\pos(0,0)}" * 9),
        scene(2.5, "Buy", on_screen_text=""),
        product_name="'; [0:v]null; ☕ 世界",
        offer=nasty,
    )
    video = studio.render(RenderRequest(ad, [], SQUARE, Quality.DRAFT, caption_style=CaptionStyle.KARAOKE), "hostile")
    assert video.report.frames == video.plan.frames
    assert any("no bundled font" in note for note in video.report.notes)


def test_a_plan_alone_needs_no_encoder_and_smart_crop_can_be_off(studio: Studio, request_: RenderRequest) -> None:
    aside = footage(request_.scenes[0].source, features=UNMEASURED, subjects=tuple(face(0.8, 0.3, 0.1) for _ in "12"))
    asked = replace(request_, scenes=[aside], platform=Platform.TIKTOK)
    windows = []
    for smart in (True, False):
        workspace = studio.folder / f"plan-{smart}"
        plan = Renderer(studio.ffmpeg, ToneVoice(), studio.slots).plan(
            replace(asked, smart_crop=smart), studio.context(workspace.name)
        )
        windows.append([clip.window.x for clip in plan.clips if isinstance(clip, FootageClip)])
        assert not list(workspace.glob("*.mp4"))
    assert min(windows[0]) > max(windows[1])


def test_an_ad_that_is_too_long_is_refused_before_anything_is_encoded(studio: Studio, request_: RenderRequest) -> None:
    with pytest.raises(InvalidInputError, match="60 s"):
        studio.render(replace(request_, blueprint=blueprint(scene(40, "word " * 150), scene(30, "word " * 60))), "long")
    assert not list((studio.folder / "long").glob("*.mp4"))


def test_a_source_that_is_no_longer_a_video_is_named(studio: Studio, request_: RenderRequest) -> None:
    gone = studio.film("gone", [RED] * 120)
    studio.files[gone.footage_id].write_text("#EXTM3U\n/etc/passwd\n")
    with pytest.raises(ProcessingError, match="cannot be read"):
        studio.render(replace(request_, scenes=[footage(gone, features=UNMEASURED)]), "gone")
