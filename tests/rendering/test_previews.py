"""Previews show what is in the ad, where it is."""

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from geminivideo.core.errors import CancelledError
from geminivideo.core.footage_scene import Box, SubjectSample
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.crop.reframing import reframe
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.looking_through import Moment, opened, pictures_at
from geminivideo.rendering.looking_through import look as look_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.words import Title, TitleRole
from geminivideo.rendering.previews.contact_sheet import draw_contact_sheet
from geminivideo.rendering.previews.crop_picture import draw_crop_picture
from geminivideo.rendering.previews.lettering import lines
from geminivideo.rendering.previews.strip import draw_strip, strip_frames
from geminivideo.rendering.previews.telling import telling_frame
from geminivideo.rendering.previews.waveform import levels
from geminivideo.rendering.sound.pcm import RATE, write_wav
from geminivideo.rendering.source_facts import look
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.fonts import Font
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.upright import upright
from geminivideo.rendering.workspace import Workspace
from tests.rendering.examples import blueprint, film, footage, scene, speeches

GREY = (120, 120, 120)


def planned() -> EditPlan:
    ad = blueprint(scene(2.0, "One two"), scene(2.0, "Three", footage_query="ünïcode قهوة 👍 " * 9), scene(3.0, "Buy"))
    scenes = [footage()]
    plan = make_plan(ad, lay_out(ad, speeches(ad)), scenes, EditSettings(Platform.TIKTOK, CaptionStyle.NONE, seed=0))
    return reframe(plan, scenes)


def stepping(path: Path, count: int) -> Path:
    """A film whose brightness is its frame number."""
    film(path, [(number, number, number) for number in range(20, 20 + count)])
    return path


def test_each_picture_is_of_its_frame_or_hardly_later(tmp_path: Path) -> None:
    video = stepping(tmp_path / "steps.mp4", 60)
    wanted = [0, 7, 7, 30, 59, 80]
    found = pictures_at(video, {number: range(number, number + 1) for number in wanted}, 160, lambda: None)
    assert sorted(found) == sorted(set(wanted))
    for number in (0, 7, 30):
        assert -2 <= np.asarray(found[number]).mean() - (20 + number) <= 6
    assert found[59].size == (160, 90)
    assert np.asarray(found[80]).mean() == pytest.approx(79, abs=4), "after the end: the last picture"


def test_a_key_frame_is_taken_where_one_is_near_enough(tmp_path: Path) -> None:
    video = stepping(tmp_path / "steps.mp4", 60)
    found = pictures_at(video, {30: range(60), 45: range(20, 60)}, 160, lambda: None)
    assert np.asarray(found[30]).mean() == pytest.approx(20, abs=4), "the first frame is the only key frame"
    assert np.asarray(found[45]).mean() == pytest.approx(65, abs=4)


@pytest.mark.parametrize("begin", [0.0, 0.5])
def test_a_source_is_looked_at_from_its_own_beginning(tmp_path: Path, ffmpeg: Ffmpeg, begin: float) -> None:
    """Also one whose clock does not begin at 0."""
    stepping(tmp_path / "steps.mp4", 60)
    late = tmp_path / "late.mkv"
    copied = ("-c", "copy", "-output_ts_offset", str(begin), str(late))
    ffmpeg.run(["-v", "error", "-i", str(tmp_path / "steps.mp4"), *copied])
    moment = Moment(1.0, 1.0, 1.0)
    with opened(late, "matroska") as container:
        shown = look_at(container, [moment], lambda: None)
    assert shown[moment][0] == pytest.approx(1.0, abs=0.1)
    assert shown[moment][1].to_ndarray(format="gray").mean() == pytest.approx(50, abs=6)


def test_what_cannot_be_decoded_is_passed_over(tmp_path: Path) -> None:
    video = stepping(tmp_path / "steps.mp4", 60)
    whole = video.read_bytes()
    at = whole.index(b"mdat") + 4 + (len(whole) - whole.index(b"mdat")) // 3
    video.write_bytes(whole[:at] + bytes(200) + whole[at + 200 :])
    assert set(pictures_at(video, {n: range(n, n + 1) for n in (0, 50)}, 160, lambda: None)) == {0, 50}


def test_a_turned_and_mirrored_source_is_upright(shared_data: Path, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    path = shared_data / "footage" / "androidx_sample_rotate_and_reflect.mp4"
    ffmpeg.run(["-v", "error", "-i", str(path), "-frames:v", "1", "-s", "120x180", str(tmp_path / "seen.png")])
    with av.open(str(path)) as container:
        picture = upright(next(container.decode(video=0)), 120, 180)
    with Image.open(tmp_path / "seen.png") as seen:
        assert np.abs(np.asarray(picture).astype(int) - np.asarray(seen.convert("RGB"))).mean() < 6


def test_looking_through_can_be_stopped(tmp_path: Path) -> None:
    def stop() -> None:
        raise CancelledError("stop", next_step="none")

    with pytest.raises(CancelledError):
        pictures_at(stepping(tmp_path / "steps.mp4", 5), {3: range(3, 4)}, 160, stop)


def test_the_sheet_has_a_tile_for_each_clip_in_order(tmp_path: Path) -> None:
    plan = planned()
    pictures = {
        telling_frame(plan, clip): Image.new("RGB", (225, 400), (40 * number, 0, 200))
        for number, clip in enumerate(plan.clips)
    }
    draw_contact_sheet(plan, pictures, tmp_path / "sheet.jpg")
    with Image.open(tmp_path / "sheet.jpg") as sheet:
        shown = [sheet.getpixel((12 + number * 237 + 100, 200)) for number in range(min(5, len(plan.clips)))]
    assert shown == [pytest.approx((40 * number, 0, 200), abs=12) for number in range(len(shown))]


def test_the_telling_frame_is_in_its_clip_after_its_transition() -> None:
    plan = planned()
    for clip in plan.clips:
        assert clip.start + clip.transition_frames <= telling_frame(plan, clip) < clip.end


def test_the_telling_frame_waits_for_what_is_written_over_its_clip() -> None:
    plan = planned()
    clip = max((clip for clip in plan.clips if isinstance(clip, FootageClip)), key=lambda clip: clip.frames)
    plain = plan.model_copy(update={"titles": (), "lower_thirds": (), "countdown": None})
    titled = plain.model_copy(
        update={"titles": (Title(start=clip.start, frames=clip.frames, text="New", role=TitleRole.HOOK),)}
    )
    assert telling_frame(plain, clip) + 10 < telling_frame(titled, clip)


def test_the_strip_goes_from_begin_to_end(tmp_path: Path) -> None:
    plan = planned()
    frames = strip_frames(plan)
    assert frames == sorted(frames)
    assert frames[0] >= 0
    assert frames[-1] < plan.frames
    pictures = {frame: Image.new("RGB", (225, 400), (frame % 256, 0, 0)) for frame in frames}
    draw_strip(plan, pictures, tmp_path / "strip.jpg")
    with Image.open(tmp_path / "strip.jpg") as strip:
        assert strip.size == (112 * 12, 200)


def test_the_waveform_shows_where_the_sound_is(tmp_path: Path) -> None:
    time = np.arange(RATE) / RATE
    tone = np.where(time < 0.5, 0.5 * np.sin(2 * np.pi * 440 * time), 0).astype(np.float32)
    write_wav(tmp_path / "half.wav", np.stack([tone, tone], axis=1))
    low, high, mean = levels(tmp_path / "half.wav", 100)
    assert high[:50].min() == pytest.approx(0.5, abs=0.02)
    assert low[:50].max() == pytest.approx(-0.5, abs=0.02)
    assert mean[:50].max() == pytest.approx(0.5 / 2**0.5, abs=0.02)
    assert not high[50:].any()


@given(st.text(max_size=200), st.integers(1, 4), st.integers(30, 400))
def test_labels_stay_in_their_width(text: str, most: int, width: int) -> None:
    rows = lines(text, 14, width, most)
    assert len(rows) <= most
    assert all(fonts.width(row, Font.SEMIBOLD) * 14 <= width for row in rows)


def test_the_crop_picture_shows_window_and_subject_and_darkens_the_rest(tmp_path: Path) -> None:
    of = film(tmp_path / "coffee.mp4", [GREY] * 200, width=320, height=180)
    subject = [
        SubjectSample(at_seconds=step / 4, kind="face", box=Box(x=0.7, y=0.3, width=0.08, height=0.2), confidence=0.9)
        for step in range(28)
    ]
    scenes = [footage(of, subjects=tuple(subject))]
    ad = blueprint(scene(2.0, "One two"), scene(3.0, "Buy"))
    plan = make_plan(ad, lay_out(ad, speeches(ad)), scenes, EditSettings(Platform.TIKTOK, CaptionStyle.NONE, seed=0))
    plan = reframe(plan, scenes)
    path = tmp_path / "coffee.mp4"
    draw_crop_picture(
        plan, scenes, {of.footage_id: path}, {of.footage_id: look(path)}, Workspace(tmp_path / "work"),
        tmp_path / "crop.jpg", lambda: None,
    )  # fmt: skip
    with Image.open(tmp_path / "crop.jpg") as picture:
        pixels = np.asarray(picture).astype(int)
    clip = plan.clips[0]
    assert isinstance(clip, FootageClip)
    share, left, top = 300 / 320, 8, 8 + 20
    middle = round(clip.crop.x + clip.crop.width * 0.15)
    inside = pixels[top + round(150 * share), left + round(middle * share)]
    outside = pixels[top + round(90 * share), left + round(0.2 * 300)]
    assert np.abs(inside - GREY).max() < 15
    assert np.abs(outside - 0.35 * np.array(GREY)).max() < 15
    edge = pixels[top + 90, left + round(clip.crop.x * share) - 3 : left + round(clip.crop.x * share) + 4]
    assert edge.min(axis=1).max() > 200, "the window is outlined in white"
    face = pixels[top + round((0.3 * 180 + 18) * share), left + 206 : left + 216]
    assert (face[:, 1] - face[:, 0]).max() > 60, "the face is outlined in green"


def test_a_source_that_ends_early_still_gives_its_row(tmp_path: Path) -> None:
    of = film(tmp_path / "coffee.mp4", [GREY] * 30, width=320, height=180)
    longer = of.model_copy(update={"duration_seconds": 20.0})
    scenes = [footage(longer)]
    ad = blueprint(scene(3.0, "One two three"), scene(3.0, "Buy"))
    plan = make_plan(ad, lay_out(ad, speeches(ad)), scenes, EditSettings(Platform.TIKTOK, CaptionStyle.NONE, seed=0))
    path = tmp_path / "coffee.mp4"
    draw_crop_picture(
        plan,
        (),
        {of.footage_id: path},
        {of.footage_id: look(path)},
        Workspace(tmp_path / "work"),
        tmp_path / "c.jpg",
        lambda: None,
    )
    with Image.open(tmp_path / "c.jpg") as picture:
        assert picture.height > 180
