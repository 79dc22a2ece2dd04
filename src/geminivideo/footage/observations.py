"""What the pass over a file's pictures finds."""

from collections.abc import Sequence
from itertools import chain

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import SeenObject, SeenText
from geminivideo.footage.extractors.faces import Face
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.extractors.look import Look
from geminivideo.footage.extractors.motion import MotionStep
from geminivideo.footage.extractors.regions import Region


class Sample(Frozen):
    """What the costly measurements found on one picture. None: not measured, or for a region, none there.

    A finder (`looking/finders.py`) that takes fewer looks than there are samples leaves None on the others.
    """

    at_seconds: float
    look: Look | None
    appearance: str | None
    faces: tuple[Face, ...] | None
    moving: Region | None
    salient: Region | None
    text: tuple[SeenText, ...] | None = None
    objects: tuple[SeenObject, ...] | None = None


class Observations(Frozen):
    """Of a whole file, or of a stretch of it; cuts are numbers of pictures of the file."""

    times: tuple[float, ...]
    end_seconds: float
    cuts: tuple[int, ...]
    motion: tuple[MotionStep, ...]
    samples: tuple[Sample, ...]
    failures: tuple[Failure, ...]
    problems: tuple[str, ...]
    backends: dict[str, str] = Field(default_factory=dict, description="what each finder is: its name and version")


def joined(parts: Sequence[Observations], problems: Sequence[str] = ()) -> Observations:
    """One out of stretches that follow each other; failures and problems are those known at the end.

    `problems` are further ones, of the pass itself.
    """
    last = parts[-1]
    return Observations(
        times=tuple(chain.from_iterable(part.times for part in parts)),
        end_seconds=last.end_seconds,
        cuts=tuple(chain.from_iterable(part.cuts for part in parts)),
        motion=tuple(chain.from_iterable(part.motion for part in parts)),
        samples=tuple(chain.from_iterable(part.samples for part in parts)),
        failures=last.failures,
        problems=(*last.problems, *problems),
        backends=last.backends,
    )
