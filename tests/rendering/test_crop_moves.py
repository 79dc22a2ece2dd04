"""Moves of a crop window: rare, calm, inside the picture, and as smooth in the frame as the path says."""

import subprocess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from geminivideo.core.footage_scene import Box, FootageSource, SubjectSample
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize, Platform
from geminivideo.rendering.crop.framing import Framing, Shot, frame_shot
from geminivideo.rendering.crop.motion import crop_chain, eased, view_at
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.framing import CropKey, CropWindow, Fill
from tests.rendering.examples import face, source
from tests.rendering.test_crop_window import samples

HD = source(width=1280, height=720)
REEL = Platform.TIKTOK.frame
SHOT = Shot(0.0, 120)
FRAMES = st.sampled_from([platform.frame for platform in Platform])


def walking(begin: float = 0.05, end: float = 0.75, *, kind: str = "face", seconds: float = 4.0) -> list[SubjectSample]:
    """Somebody who stands, goes and stands again; looked at four times a second."""
    return [
        SubjectSample.model_validate(
            {
                "at_seconds": step / 4,
                "kind": kind,
                "box": Box(x=begin + (end - begin) * eased((step / 4 - 0.5) / 3), y=0.3, width=0.1, height=0.2),
                "confidence": 0.9,
            }
        )
        for step in range(int(seconds * 4) + 1)
    ]


def clip_of(framing: Framing, shot: Shot = SHOT) -> FootageClip:
    return FootageClip(
        scene=0,
        start=0,
        frames=shot.frames,
        footage_id=HD.footage_id,
        scene_id="scene",
        in_seconds=shot.in_seconds,
        crop=framing.window,
        fill=framing.fill,
        crop_path=framing.path,
    )


@given(st.integers(16, 4000), st.integers(16, 4000), FRAMES, st.lists(samples(), max_size=30), st.integers(10, 200))
@settings(deadline=None)
def test_the_window_never_leaves_the_picture(
    width: int, height: int, frame: FrameSize, subjects: list[SubjectSample], frames: int
) -> None:
    of = source(width=width, height=height)
    shot = Shot(1.0, frames)
    framing = frame_shot(of, frame, subjects, shot)
    clip = clip_of(framing, shot)
    assert clip.looks_inside(of)
    for number in range(-10, frames + 30):
        view = view_at(clip, number)
        assert view.left >= 0
        assert view.top >= 0
        assert view.right <= width + 1e-6
        assert view.bottom <= height + 1e-6
    assert framing.reason


def test_somebody_who_walks_through_the_picture_is_followed() -> None:
    people = walking()
    framing = frame_shot(HD, REEL, people, SHOT)
    clip = clip_of(framing)
    for person in people:
        view = view_at(clip, person.at_seconds * 30)
        assert view.left <= person.box.centre_x * HD.width <= view.right
    assert "follows the face to the right" in framing.reason
    assert "follows the face to the left" in frame_shot(HD, REEL, walking(0.75, 0.05), SHOT).reason


def test_a_walk_down_a_tall_picture_moves_a_wide_window_down() -> None:
    tall = source(width=720, height=1280)
    falling = [face(0.4, 0.05 + 0.7 * step / 16, 0.1, at=step / 4) for step in range(17)]
    framing = frame_shot(tall, Platform.YOUTUBE.frame, falling, SHOT)
    assert framing.fill is Fill.COVER
    assert framing.path[0].y < framing.path[-1].y
    assert "down" in framing.reason


def test_hold_ease_hold_is_calm() -> None:
    """The window rests at first and at last, starts and stops softly and never goes faster than the limit."""
    clip = clip_of(frame_shot(HD, REEL, walking(), SHOT))
    assert clip.path
    lefts = np.array([view_at(clip, frame).left for frame in range(-30, 150)])
    steps = np.diff(lefts)
    assert steps[:20].max() == 0
    assert steps[-20:].max() == 0
    assert steps.min() >= 0
    assert steps.max() * 30 <= 1.5 * 0.75 * clip.crop.width * 1.02
    assert np.abs(np.diff(steps)).max() < 1, "its speed changes by less than a source pixel a frame"


def test_weak_evidence_moves_nothing() -> None:
    few = walking()[::6]
    jumping = [face(0.05 if step % 2 else 0.8, 0.3, 0.1, at=step / 4) for step in range(16)]
    near = walking(0.40, 0.50)
    doubtful = [each.model_copy(update={"confidence": 0.2}) for each in walking()]
    for subjects, why in [
        (few, "too seldom"),
        ([*few, *walking(seconds=0)], "too seldom"),
        (jumping, "jumps about"),
        (near, "standing window keeps"),
        (doubtful, "no subject"),
        (walking(kind="saliency"), "nothing moves"),
        ((), "no subject"),
    ]:
        framing = frame_shot(HD, REEL, subjects, SHOT)
        assert framing.path == ()
        assert why in framing.reason


def test_what_rushes_through_is_not_chased() -> None:
    rushing = [face(min(0.85, max(0.05, 0.05 + (step - 6) * 0.4)), 0.3, 0.1, at=step / 4) for step in range(13)]
    framing = frame_shot(HD, REEL, rushing, Shot(1.2, 20))
    assert framing.path == ()
    assert "too fast" in framing.reason


def test_one_wrong_detection_changes_no_move() -> None:
    people = walking()
    astray = [*people[:8], face(0.02, 0.3, 0.1, at=people[8].at_seconds), *people[9:]]
    straight, bent = frame_shot(HD, REEL, people, SHOT), frame_shot(HD, REEL, astray, SHOT)
    for frame in range(0, 120, 10):
        one, other = view_at(clip_of(straight), frame), view_at(clip_of(bent), frame)
        assert abs(one.left - other.left) < 0.15 * straight.window.width


def test_of_two_people_the_one_who_is_followed_stays_the_same() -> None:
    still = [face(0.85, 0.3, 0.06, at=step / 4) for step in range(17)]
    framing = frame_shot(HD, REEL, [*still, *walking(0.05, 0.6)], SHOT)
    assert "to the right" in framing.reason
    assert framing.path[0].x < 0.1 * HD.width


def test_a_window_set_by_hand_wins_over_the_path() -> None:
    clip = clip_of(frame_shot(HD, REEL, walking(), SHOT))
    assert clip.path
    hand = CropWindow(x=10, y=20, width=400, height=700)
    held = clip.model_copy(update={"crop_override": hand})
    views = {(view_at(held, frame).left, view_at(held, frame).top) for frame in range(120)}
    assert views == {(10, 20)}
    assert crop_chain(held, REEL).before == "crop=400:700:10:20"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ([(0, 10)], "at least two places"),
        ([(5, 10), (5, 20)], "must grow"),
        ([(0, 10), (120, 20)], "ends with its clip"),
    ],
)
def test_a_path_that_makes_no_sense_is_refused(path: list[tuple[int, int]], said: str) -> None:
    values = dict(clip_of(frame_shot(HD, REEL, (), SHOT)))
    with pytest.raises(ValidationError, match=said):
        FootageClip(**{**values, "crop_path": tuple(CropKey(frame=frame, x=x, y=0) for frame, x in path)})


BAR = 300  # source pixels from the left
SMALL = source(width=640, height=360)
UP = FrameSize(360, 640)


def bar_places(ffmpeg: Ffmpeg, clip: FootageClip, of: FootageSource, *, first_frame: int = 0) -> NDArray[np.float64]:
    """Where a bar that stands still in the source comes to stand in each frame, to fractions of a pixel."""
    chain = crop_chain(clip, UP, first_frame=first_frame)
    picture = np.full((of.height, of.width), 60, np.uint8)
    picture[:, BAR - 4 : BAR + 4] = 200
    chroma = np.full((of.height // 2, of.width // 2), 128, np.uint8).tobytes()
    count = clip.frames - first_frame
    graph = ",".join(
        [
            f"loop=loop={count}:size=1,trim=end_frame={count},setpts=N",
            chain.before,
            f"scale={chain.width}:{chain.height}:flags=bicubic",
            *chain.after,
        ]
    )
    size = ["-pixel_format", "yuv420p", "-video_size", f"{of.width}x{of.height}"]
    done = subprocess.run(
        [ffmpeg.path, "-v", "error", "-f", "rawvideo", *size, "-i", "-", "-vf", graph, "-f", "rawvideo", "-"],
        input=picture.tobytes() + chroma * 2,
        capture_output=True,
        check=True,
    )
    pictures = np.frombuffer(done.stdout, np.uint8).reshape(count, -1)
    row = pictures[:, 300 * UP.width : 301 * UP.width].astype(float) - 60
    row[row < 10] = 0
    places: NDArray[np.float64] = (row * np.arange(UP.width)).sum(axis=1) / row.sum(axis=1)
    return places


def moving_clip(frames: int = 60) -> FootageClip:
    path = (CropKey(frame=5, x=114, y=0), CropKey(frame=45, x=244, y=0))
    framing = Framing(CropWindow(x=114, y=0, width=202, height=360), Fill.COVER, path, "")
    return clip_of(framing, Shot(0.0, frames))


def test_the_picture_moves_by_less_than_a_pixel_off_its_path(ffmpeg: Ffmpeg) -> None:
    """A plain crop of 4:2:0 would be up to four pixels off here."""
    clip = moving_clip()
    places = bar_places(ffmpeg, clip, SMALL)
    wanted = np.array([-view_at(clip, frame).left * UP.width / clip.crop.width for frame in range(clip.frames)])
    apart = places - wanted
    assert np.abs(apart - apart.mean()).max() < 0.75
    assert np.abs(np.diff(places) - np.diff(wanted)).max() < 1.05


def test_a_part_of_a_clip_goes_on_where_the_part_before_ended(ffmpeg: Ffmpeg) -> None:
    clip = moving_clip()
    assert bar_places(ffmpeg, clip, SMALL, first_frame=20).tolist() == bar_places(ffmpeg, clip, SMALL)[20:].tolist()


@given(st.integers(2, 100), st.integers(2, 100), st.integers(0, 30), st.integers(0, 30))
def test_the_coarse_window_is_even_inside_and_holds_the_frame(width: int, height: int, x: int, y: int) -> None:
    of = source(width=2 * (width + x), height=2 * (height + y))
    path = (CropKey(frame=0, x=0, y=0), CropKey(frame=9, x=2 * x, y=2 * y))
    clip = clip_of(Framing(CropWindow(x=0, y=0, width=2 * width, height=2 * height), Fill.COVER, path, ""))
    chain = crop_chain(clip, UP)
    columns, rows = (int(value) for value in chain.before.removeprefix("crop=").split(":")[:2])
    assert all(value % 2 == 0 for value in (columns, rows, chain.width, chain.height))
    assert 2 * width <= columns <= of.width
    assert 2 * height <= rows <= of.height
    assert chain.width >= UP.width
    assert chain.height >= UP.height
