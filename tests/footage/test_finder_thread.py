from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, current_thread

import pytest

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.looking.finder_thread import FinderThread
from geminivideo.footage.looking.finders import FINDERS, FinderKind
from geminivideo.footage.observations import Sample
from geminivideo.footage.settings import AnalysisSettings
from tests.footage.conftest import MAX_PIXELS

SETTINGS = AnalysisSettings()


@dataclass
class Finder:
    """Answers when it may; breaks down at the picture `broken`."""

    may_go_on: Event = field(default_factory=Event)
    broken: int = -1
    asked: list[int] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    backend: str = "counter 1"

    def find(self, picture: Picture) -> Sequence[Frozen]:
        assert self.may_go_on.wait(60)
        self.asked.append(picture.index)
        self.threads.add(current_thread().name)
        if picture.index == self.broken:
            raise ZeroDivisionError("by zero")
        return (Failure(extractor="seen", at_seconds=picture.at_seconds, reason=str(picture.bgr(64).shape)),)


@pytest.fixture(scope="module")
def pictures(shared_data: Path) -> list[Picture]:
    with VideoReader(shared_data / "footage" / "androidx_sample.mp4", max_pixels=MAX_PIXELS) as reader:
        return list(reader)[:12]


def beside(finder: Finder, looks_per_second: float = 30.0) -> FinderThread:
    return FinderThread(FinderKind("things", lambda _settings: looks_per_second, lambda _settings: finder), SETTINGS)


def test_answers_belong_to_their_pictures_and_come_from_one_other_thread(pictures: list[Picture]) -> None:
    finder = Finder()
    finder.may_go_on.set()
    things = beside(finder)
    found = [things.look(picture, picture.at_seconds) for picture in pictures]
    answers = [future.result() for future in found if future]
    things.close()

    assert [seen.at_seconds for (seen,) in answers] == [picture.at_seconds for picture in pictures]
    assert finder.threads == {"things_0"}
    assert things.backend == "counter 1"


def test_it_looks_as_often_as_it_is_told(pictures: list[Picture]) -> None:
    finder = Finder()
    finder.may_go_on.set()
    things = beside(finder, looks_per_second=10)
    looked = [picture.index for picture in pictures if things.look(picture, picture.at_seconds)]
    things.close()
    assert looked == [0, 3, 6, 9]


def test_few_pictures_wait_for_a_slow_finder(pictures: list[Picture]) -> None:
    """The fourth look waits for room: it is taken by a thread that ends only when the finder goes on."""
    from concurrent.futures import ThreadPoolExecutor
    from concurrent.futures import TimeoutError as StillWaitingError

    finder = Finder()
    things = beside(finder)
    for picture in pictures[:3]:
        things.look(picture, picture.at_seconds)
    with ThreadPoolExecutor(1) as decoder:
        fourth = decoder.submit(things.look, pictures[3], pictures[3].at_seconds)
        with pytest.raises(StillWaitingError):
            fourth.result(0.05)
        finder.may_go_on.set()
        assert fourth.result(60)
    things.close()
    assert finder.asked[0] == 0


def test_a_finder_that_breaks_down_is_told_and_not_asked_again(pictures: list[Picture]) -> None:
    finder = Finder(broken=2)
    finder.may_go_on.set()
    things = beside(finder)
    found = [things.look(picture, picture.at_seconds) for picture in pictures]
    answers = [future.result() if future else None for future in found]
    things.close()

    assert [answer is not None for answer in answers] == [True, True, *[False] * 10]
    assert finder.asked == [0, 1, 2]
    (failure,) = things.failures
    assert (failure.extractor, failure.reason) == ("things", "ZeroDivisionError: by zero")


def test_a_finder_that_is_not_installed_is_a_failure_from_the_start(pictures: list[Picture]) -> None:
    def build(_settings: AnalysisSettings) -> Finder:
        raise ModuleNotFoundError("no things")

    things = FinderThread(FinderKind("things", lambda _settings: 1.0, build), SETTINGS)
    assert things.look(pictures[0], 0.0) is None
    assert (things.backend, things.failures[0].at_seconds) == (None, 0.0)


def test_every_finder_has_its_place_in_a_sample_and_a_rate_that_samples_allow() -> None:
    for kind in FINDERS:
        assert kind.name in Sample.model_fields
        assert kind.looks_per_second(SETTINGS) <= SETTINGS.samples_per_second


def test_a_finder_that_remembers_forgets_in_its_turn(pictures: list[Picture]) -> None:
    class Remembering(Finder):
        def forget(self) -> None:
            self.asked.append(-1)

    finder = Remembering()
    finder.may_go_on.set()
    things = beside(finder)
    for picture in pictures[:3]:
        if picture.index == 2:
            things.forget()
        found = things.look(picture, picture.at_seconds)
        assert found
        found.result()
    things.close()
    assert finder.asked == [0, 1, -1, 2]
