"""Parts of an ad are one film when they are joined: every picture is there, whole and at its time."""

from pathlib import Path

import av
import pytest

from geminivideo.core.errors import CancelledError, ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import Quality
from geminivideo.rendering.encode import picture_options
from geminivideo.rendering.joining import join
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.segments.screening import screen
from geminivideo.rendering.verification.report import Part
from geminivideo.rendering.verification.structure import copy_faults, structure

LENGTHS = (70, 1, 3, 24)  # with a second key frame, and too short for the encoder's usual order


@pytest.fixture(scope="module")
def parts(ffmpeg: Ffmpeg, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, int]]:
    folder = tmp_path_factory.mktemp("parts")
    return [(encoded(ffmpeg, folder / f"{number}.mp4", frames), frames) for number, frames in enumerate(LENGTHS)]


def encoded(ffmpeg: Ffmpeg, path: Path, frames: int) -> Path:
    drawn = ("-f", "lavfi", "-i", f"testsrc2=size=96x160:rate={FPS}")
    ffmpeg.run(["-v", "error", *drawn, *picture_options(Quality.STANDARD, frames), "-pix_fmt", "yuv420p", str(path)])
    return path


def go_on() -> None:
    pass


def test_every_picture_is_there_at_its_time(parts: list[tuple[Path, int]], tmp_path: Path) -> None:
    join(parts, tmp_path / "joined.mp4", go_on)
    with av.open(str(tmp_path / "joined.mp4")) as container:
        times = [round((frame.time or 0) * FPS, 3) for frame in container.decode(video=0)]
    assert times == list(range(sum(LENGTHS)))


def test_pictures_stay_as_they_were(parts: list[tuple[Path, int]], tmp_path: Path) -> None:
    join(parts, tmp_path / "joined.mp4", go_on)
    known = [Part(frames=frames, checksum=screen(path, go_on).checksum) for path, frames in parts]
    found = structure(tmp_path / "joined.mp4", known)
    assert found["frames"] == sum(LENGTHS)
    assert not [note for note in found["notes"] if "damaged" in note or "uneven" in note]
    assert copy_faults([1] * sum(LENGTHS), known)  # it would be said


def test_the_same_parts_give_the_same_bytes(parts: list[tuple[Path, int]], tmp_path: Path) -> None:
    for name in ("one", "two"):
        join(parts, tmp_path / name, go_on)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_part_that_is_none_is_named_as_the_cause(parts: list[tuple[Path, int]], tmp_path: Path) -> None:
    (tmp_path / "none.mp4").write_bytes(b"nothing of a video")
    with pytest.raises(ProcessingError, match="cannot be joined"):
        join([*parts, (tmp_path / "none.mp4", 3)], tmp_path / "joined.mp4", go_on)


def test_joining_can_be_stopped(parts: list[tuple[Path, int]], tmp_path: Path) -> None:
    def stop() -> None:
        raise CancelledError("stop", next_step="none")

    with pytest.raises(CancelledError):
        join(parts, tmp_path / "joined.mp4", stop)
