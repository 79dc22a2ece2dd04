"""What would be seen by looking through a segment is seen, though only what gives a reason is looked through."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.encode import picture_options
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.facts import SegmentFacts, measure
from geminivideo.rendering.segments.pictures import of_pictures, picture_checksum
from geminivideo.rendering.segments.screening import has_tiny_packets, screen
from geminivideo.rendering.verification.report import Part
from geminivideo.rendering.verification.structure import copy_faults

WIDTH, HEIGHT, FRAMES = 96, 160, 96
Luma = NDArray[np.float64]
Scene = Callable[[int, np.random.Generator], Luma]


def texture(shift: int) -> Luma:
    """A picture with much in it, moved to the side."""
    across, down = np.meshgrid(np.arange(WIDTH) + 3 * shift, np.arange(HEIGHT))
    waves = np.sin(across / 7) * np.cos(down / 11), np.sin(across * down / 900)
    return np.asarray(120 + 60 * waves[0] + 30 * waves[1])


def noise(rng: np.random.Generator, spread: float) -> Luma:
    return rng.normal(0, spread, (HEIGHT, WIDTH))


def moving(frame: int, rng: np.random.Generator) -> Luma:
    return texture(frame) + noise(rng, 8)


def black(_frame: int, _rng: np.random.Generator) -> Luma:
    return np.full((HEIGHT, WIDTH), 16.0)


def frozen(_frame: int, _rng: np.random.Generator) -> Luma:
    return texture(0)


def black_for_half_a_second(frame: int, rng: np.random.Generator) -> Luma:
    return black(frame, rng) if 20 <= frame < 36 else moving(frame, rng)


def frozen_from_the_middle(frame: int, _rng: np.random.Generator) -> Luma:
    return texture(min(frame, 40))


def fading_to_black(frame: int, _rng: np.random.Generator) -> Luma:
    return 16 + (texture(frame) - 16) * max(0.0, 1 - frame / 60)


def dark_with_noise(frame: int, rng: np.random.Generator) -> Luma:
    return np.clip(20 + noise(rng, 4), 16, 33)


def still_with_grain(_frame: int, rng: np.random.Generator) -> Luma:
    return texture(0) + noise(rng, 6)


def still_but_for_a_dot(frame: int, _rng: np.random.Generator) -> Luma:
    picture = texture(0)
    picture[10:12, frame : frame + 2] = 235
    return picture


def encoded(ffmpeg: Ffmpeg, folder: Path, scene: Scene, quality: Quality = Quality.HIGH) -> Path:
    rng = np.random.default_rng(7)
    luma = [np.clip(scene(frame, rng), 16, 235).astype(np.uint8).tobytes() for frame in range(FRAMES)]
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    (folder / "raw.yuv").write_bytes(b"".join(plane + grey for plane in luma))
    given = ("-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", f"{WIDTH}x{HEIGHT}", "-framerate", str(FPS))
    target = folder / "segment.mp4"
    options = ("-f", "mp4", *picture_options(quality, FRAMES), str(target))
    ffmpeg.run(["-v", "error", *given, "-i", str(folder / "raw.yuv"), *options])
    return target


def measured(ffmpeg: Ffmpeg, path: Path) -> SegmentFacts:
    return measure(ffmpeg, path, FRAMES, lambda: None)


@pytest.mark.parametrize("quality", [Quality.DRAFT, Quality.HIGH])
@pytest.mark.parametrize(
    ("scene", "blacks", "stills"),
    [
        (black, [(0.0, 3.2)], [(0.0, 3.2)]),
        (black_for_half_a_second, [(0.67, 1.2)], [(0.67, 1.2)]),
        (fading_to_black, [(1.7, 3.2)], None),
        (dark_with_noise, [(0.0, 3.2)], None),
        (frozen, [], [(0.0, 3.2)]),
        (frozen_from_the_middle, [], [(1.33, 3.2)]),
        (moving, [], []),
    ],
)
def test_black_and_still_stretches_are_found(
    ffmpeg: Ffmpeg,
    tmp_path: Path,
    quality: Quality,
    scene: Scene,
    blacks: list[tuple[float, float]],
    stills: list[tuple[float, float]] | None,
) -> None:
    facts = measured(ffmpeg, encoded(ffmpeg, tmp_path, scene, quality))
    assert covered([(each.start, each.end) for each in facts.black]) == pytest.approx(covered(blacks), abs=6)
    if stills is not None:
        assert covered([(each.start, each.end) for each in facts.frozen]) == pytest.approx(covered(stills), abs=15)


def covered(stretches: list[tuple[float, float]]) -> float:
    """Frames."""
    return FPS * sum(end - start for start, end in stretches)


@pytest.mark.parametrize("scene", [still_with_grain, still_but_for_a_dot, moving])
def test_what_is_not_looked_through_shows_nothing_to_one_who_does(
    ffmpeg: Ffmpeg, tmp_path: Path, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = encoded(ffmpeg, tmp_path, scene)
    screened = measured(ffmpeg, path)
    monkeypatch.setattr("geminivideo.rendering.segments.screening.has_tiny_packets", lambda *_: True)
    assert measured(ffmpeg, path) == screened


def test_an_ordinary_segment_is_not_looked_through(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    assert not screen(encoded(ffmpeg, tmp_path, moving), lambda: None).is_suspicious


def damaged(path: Path, share: float, length: int) -> None:
    """Other bytes at this share of the pictures' data."""
    whole = bytearray(path.read_bytes())
    first = whole.index(b"mdat") + 4
    begin = first + round(share * (len(whole) - first))
    whole[begin : begin + length] = bytes(255 - each for each in whole[begin : begin + length])
    path.write_bytes(whole)


def test_a_damaged_key_frame_is_complained_about(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    path = encoded(ffmpeg, tmp_path, moving)
    damaged(path, 0.02, 100)
    with pytest.raises(ProcessingError, match="damaged"):
        screen(path, lambda: None)


def test_damage_between_key_frames_changes_the_checksum(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    path = encoded(ffmpeg, tmp_path, moving)
    before = screen(path, lambda: None)
    damaged(path, 0.5, 4)
    after = screen(path, lambda: None)
    assert after.frames == before.frames
    assert after.checksum != before.checksum


def test_a_packet_that_ends_too_early_is_no_picture() -> None:
    whole = b"\0\0\0\2\x06\0" + b"\0\0\0\3\x41ab"
    assert picture_checksum(whole)
    assert picture_checksum(whole[:-1]) == 0
    assert picture_checksum(b"\0\0\0\2\x06\0") == 0, "only a description"
    assert picture_checksum(b"\0\0\0\2\xc1a") == 0


def test_a_part_whose_pictures_are_others_is_a_fault() -> None:
    parts = [Part(frames=2, checksum=of_pictures([1, 2])), Part(frames=1, checksum=of_pictures([3]))]
    assert copy_faults([1, 2, 3], parts) == []
    assert copy_faults([1, 2, 4], parts) == ["part 2 of 2 is damaged"]
    assert copy_faults([2, 1, 3], parts) == ["part 1 of 2 is damaged"]
    assert copy_faults([1, 2], parts) == ["part 2 of 2 is damaged"]


def test_small_packets_count_only_in_a_row_and_key_frames_do_not() -> None:
    assert not has_tiny_packets([9000, *[20, 5000] * 10], 1080, 1920)
    assert not has_tiny_packets([0, *[20] * 8, *[50_000] * 9], 1080, 1920)
    assert has_tiny_packets([0, *[900_000] * 9, *[20] * 5, 0, *[20] * 5], 1080, 1920)
    assert has_tiny_packets([0], 1080, 1920), "one picture is still"
