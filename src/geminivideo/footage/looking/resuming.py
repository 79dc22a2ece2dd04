"""The pictures after a checkpoint: by seeking where that is exact, else by decoding all of those before once more."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.looking.checkpoint import Checkpoint, digest

_RUN_UP_SECONDS = 1.0  # pictures right after a key frame may refer to what is before it

See = Callable[[Picture], None]
Open = Callable[[], VideoReader]


def pictures_after(
    checkpoint: Checkpoint, open_reader: Open, stack: ExitStack, warm_up: See, on_second: Callable[[float], None]
) -> tuple[VideoReader, Iterator[Picture]]:
    """The reader and what is left of its pictures; the last ones before the checkpoint go to `warm_up`."""
    if checkpoint.orderly:
        reader = stack.enter_context(open_reader())
        pictures = reader.pictures_from(checkpoint.witnesses[0].at_seconds - _RUN_UP_SECONDS)
        met = _meet(checkpoint, pictures)
        if met and reader.orderly:
            for picture in met:
                warm_up(picture)
            return reader, _numbered(pictures, checkpoint.next_index)
    reader = stack.enter_context(open_reader())
    pictures = iter(reader)
    for picture in pictures:
        on_second(picture.at_seconds)
        left = checkpoint.next_index - 1 - picture.index
        if left < len(checkpoint.witnesses):
            warm_up(picture)
        if not left:
            break
    return reader, pictures


def _meet(checkpoint: Checkpoint, pictures: Iterator[Picture]) -> list[Picture]:
    """The pictures of the checkpoint's witnesses, numbered as before; none if those here are others."""
    met: list[Picture] = []
    first = checkpoint.next_index - len(checkpoint.witnesses)
    for picture in pictures:
        witness = checkpoint.witnesses[len(met)]
        at = round(picture.at_seconds, 6)
        if not met and at < witness.at_seconds:
            continue
        if at != witness.at_seconds or digest(picture.bgr()) != witness.digest:
            return []
        picture.index = first + len(met)
        met.append(picture)
        if len(met) == len(checkpoint.witnesses):
            return met
    return []


def _numbered(pictures: Iterator[Picture], index: int) -> Iterator[Picture]:
    for number, picture in enumerate(pictures, start=index):
        picture.index = number
        yield picture
