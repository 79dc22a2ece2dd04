import numpy as np
import pytest

from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.motion import MotionStep, MotionTracker, camera_movement
from tests.footage.builders import texture
from tests.footage.pictures import film

WIDTH, HEIGHT = 320, 180
WORLD = texture(900, 500, seed=7)
BALL = texture(40, 40, seed=8) // 2 + 120


def view(x: int, y: int = 100, ball: tuple[int, int] | None = None) -> Pixels:
    picture = WORLD[y : y + HEIGHT, x : x + WIDTH].copy()
    if ball:
        left, top = ball
        picture[top : top + 40, left : left + 40] = BALL
    return picture


def track(pictures: list[Pixels], rate: float = 10.0) -> tuple[MotionTracker, list[MotionStep]]:
    tracker = MotionTracker(0.1)
    steps = [tracker.see(picture) for picture in film(pictures, rate)]
    return tracker, [step for step in steps if step]


def test_a_still_picture_does_not_move() -> None:
    tracker, steps = track([view(100)] * 5)
    assert [step.speed for step in steps] == [0, 0, 0, 0]
    assert tracker.region() is None


def test_a_pan_has_the_speed_it_has_and_no_subject() -> None:
    tracker, steps = track([view(100 + 8 * k) for k in range(8)])
    expected = 80 / np.hypot(WIDTH, HEIGHT)
    assert np.mean([step.speed for step in steps]) == pytest.approx(expected, rel=0.25)
    region = tracker.region()
    assert region is None or region.confidence < 0.5


def test_speed_does_not_depend_on_the_frame_rate() -> None:
    _, slow = track([view(100 + 8 * k) for k in range(9)], rate=10)
    _, fast = track([view(100 + 4 * k) for k in range(17)], rate=20)
    assert len(slow) == len(fast)
    assert np.mean([s.speed for s in fast]) == pytest.approx(np.mean([s.speed for s in slow]), rel=0.15)


def test_what_moves_by_itself_is_found_before_a_still_camera() -> None:
    tracker, _ = track([view(100, ball=(40 + 10 * k, 60)) for k in range(8)])
    region = tracker.region()
    assert region is not None
    assert region.box.centre_x == pytest.approx((40 + 70 + 20) / WIDTH, abs=0.1)
    assert region.box.centre_y == pytest.approx(80 / HEIGHT, abs=0.1)
    assert region.confidence > 0.4


def test_what_moves_by_itself_is_found_while_the_camera_pans() -> None:
    tracker, _ = track([view(100 + 6 * k, ball=(200 - 10 * k, 60)) for k in range(8)])
    region = tracker.region()
    assert region is not None
    assert region.box.centre_x == pytest.approx((200 - 70 + 20) / WIDTH, abs=0.12)


def test_a_fade_is_no_motion() -> None:
    _, faded = track([(view(100) * (0.1 + 0.1 * k)).astype(np.uint8) for k in range(9)])
    assert max(step.speed for step in faded) < 0.02


def test_noise_in_a_black_picture_is_no_motion() -> None:
    rng = np.random.default_rng(0)
    _, steps = track([rng.integers(0, 3, (HEIGHT, WIDTH, 3), np.uint8) for _ in range(5)])
    assert [step.speed for step in steps] == [0, 0, 0, 0]


def test_after_a_cut_nothing_is_compared_with_what_was_before() -> None:
    tracker = MotionTracker(0.1)
    pictures = film([view(100), view(100), view(500, 300), view(500, 300)])
    for picture in pictures[:2]:
        tracker.see(picture)
    tracker.cut()
    assert tracker.see(pictures[2]) is None
    step = tracker.see(pictures[3])
    assert step is not None
    assert step.speed == 0


def test_a_zoom_is_camera_movement() -> None:
    rows, columns = np.mgrid[-45:45, -80:80].astype(np.float32)
    zoom = np.stack([columns * 0.03, rows * 0.03], axis=-1)
    zoom[10:20, 30:50] += 4
    left = np.linalg.norm(zoom - camera_movement(zoom), axis=2)
    assert left[40:, :].max() < 0.3
    assert left[15, 40] > 3
