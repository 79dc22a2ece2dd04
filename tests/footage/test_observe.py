"""The pass over pictures in its process: what kills, stops or starves it, and how it goes on."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import get_native_id

import pytest

from geminivideo.core.errors import CancelledError, UnsupportedMediaError
from geminivideo.footage.kept_parts import KeptParts
from geminivideo.footage.observations import Observations
from geminivideo.footage.observe import observe
from geminivideo.footage.settings import AnalysisSettings, PassLimits
from tests.footage.builders import nothing, observe_here

SECONDS = 2.4
SETTINGS = AnalysisSettings(checkpoint_seconds=0.4, samples_per_second=2, face_long_edge=64, decode_threads=1)
Clip = Callable[..., Path]


@pytest.fixture(scope="module")
def clip(make_clip: Clip, shared_data: Path) -> Path:
    """A cut, several key frames, small."""
    film = str(shared_data / "shots" / "landscape_8shots.mp4")
    coder = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "18", "-bf", "2", "-an")
    return make_clip("observed.mp4", "-ss", "1.4", "-i", film, "-t", str(SECONDS), "-vf", "scale=128:-2", *coder)


@pytest.fixture(scope="module")
def undisturbed(clip: Path) -> Observations:
    return observe_here(clip, SETTINGS)


def child() -> int:
    """The process that this thread has started last."""
    return int(Path(f"/proc/self/task/{get_native_id()}/children").read_text().split()[-1])


class AtSecond:
    """Does something to the pass when it is so far, at most so many times."""

    def __init__(self, second: float, act: Callable[[], None], times: int = 1) -> None:
        self._second = second
        self._act = act
        self._left = times
        self.first_heard: list[float] = []
        self._last = float("inf")

    def __call__(self, at: float) -> None:
        if at < self._last:
            self.first_heard.append(at)
        self._last = at
        if at >= self._second and self._left:
            self._left -= 1
            self._last = float("inf")
            self._act()


def kill(signum: signal.Signals = signal.SIGKILL) -> None:
    os.kill(child(), signum)


def test_a_pass_that_is_killed_goes_on_and_finds_the_same(clip: Path, undisturbed: Observations) -> None:
    killer = AtSecond(1.5, kill)
    assert observe(clip, SETTINGS, SECONDS, None, nothing, killer) == undisturbed
    assert set(undisturbed.cuts) == {18}
    assert killer.first_heard[1] > 0.75  # not from the beginning


def test_after_the_worker_died_the_next_one_goes_on_at_the_last_checkpoint(
    clip: Path, undisturbed: Observations, tmp_path: Path
) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        observe(clip, SETTINGS, SECONDS, tmp_path, nothing, AtSecond(1.5, die))
    with (tmp_path / "pictures.parts").open("a") as file:
        file.write('{"seen": {"times": [2.')  # as a crash while writing leaves it
    heard: list[float] = []

    assert observe(clip, SETTINGS, SECONDS, tmp_path, nothing, heard.append) == undisturbed
    assert heard[0] > 0.75
    kept = KeptParts(tmp_path)
    assert kept.next_index == sum(len(part.seen.times) for part in kept.parts) > 60


def test_a_container_that_seeks_badly_goes_on_exactly_too(clip: Path, make_clip: Clip) -> None:
    other = make_clip("observed.ts", "-i", str(clip), "-c", "copy")
    assert observe(other, SETTINGS, SECONDS, None, nothing, AtSecond(1.5, kill)) == observe_here(other, SETTINGS)


def test_a_damaged_file_is_read_again_from_its_beginning_and_not_measured_twice(
    clip: Path, make_clip: Clip, tmp_path: Path
) -> None:
    content = bytearray(make_clip("observed.ts", "-i", str(clip), "-c", "copy").read_bytes())
    content[20_000:20_400] = bytes(400)
    damaged = tmp_path / "damaged.ts"
    damaged.write_bytes(content)
    killer = AtSecond(1.5, kill)

    assert observe(damaged, SETTINGS, SECONDS, None, nothing, killer) == observe_here(damaged, SETTINGS)


def test_what_takes_the_decoder_down_every_time_ends_in_what_was_seen_before(
    clip: Path, undisturbed: Observations
) -> None:
    found = observe(clip, SETTINGS, SECONDS, None, nothing, AtSecond(2.0, lambda: kill(signal.SIGSEGV), times=9))

    assert found.times == undisturbed.times[: len(found.times)]
    assert 0.8 < found.end_seconds <= 2.1
    (problem,) = found.problems
    assert problem == f"not looked at from {found.end_seconds:.1f} s on: it was ended by SIGSEGV"


def test_a_decoder_that_stands_still_is_ended(clip: Path) -> None:
    impatient = SETTINGS.model_copy(
        update={"limits": PassLimits(silence_seconds=3)}
    )  # a busy machine takes its time to begin
    stop = AtSecond(1.5, lambda: kill(signal.SIGSTOP), times=9)
    found = observe(clip, impatient, SECONDS, None, nothing, stop)
    assert found.problems == (f"not looked at from {found.end_seconds:.1f} s on: it stood still for 3 s",)


def test_a_file_that_never_answers_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "video.mp4")
    impatient = AnalysisSettings(limits=PassLimits(silence_seconds=0.5))
    with pytest.raises(UnsupportedMediaError, match="it stood still for 0"):
        observe(tmp_path / "video.mp4", impatient, SECONDS, None, nothing, nothing)


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (PassLimits(start_cpu_seconds=0, cpu_seconds_per_second=0.2), "it took more than 0 s of processor time"),
        (PassLimits(memory_bytes=120 * 1024**2), "MemoryError|error|memory|SIG"),
    ],
)
def test_a_pass_that_needs_too_much_is_an_error_with_a_name(clip: Path, limits: PassLimits, why: str) -> None:
    with pytest.raises(UnsupportedMediaError, match=why):
        observe(clip, SETTINGS.model_copy(update={"limits": limits}), SECONDS, None, nothing, nothing)


def test_a_cancel_ends_the_process(clip: Path) -> None:
    pids: list[int] = []

    def check() -> None:
        if pids:
            raise CancelledError("cancelled", next_step="retry")

    with pytest.raises(CancelledError):
        observe(clip, SETTINGS, SECONDS, None, check, lambda _at: pids.append(child()))
    assert not Path(f"/proc/{pids[0]}").exists()
