"""The pass over a file's pictures as the analysis sees it: a process that may die, and goes on or is given up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from geminivideo.core.errors import UnsupportedMediaError
from geminivideo.footage.kept_parts import KeptParts
from geminivideo.footage.looking.checkpoint import Part
from geminivideo.footage.observations import Observations, joined
from geminivideo.footage.passes.asking import Listener, PassDiedError, PassTooLongError, run_pass
from geminivideo.footage.settings import AnalysisSettings

_TRIES = 2  # from one and the same checkpoint: what happens twice in one place is the file's doing


def observe(
    path: Path,
    settings: AnalysisSettings,
    seconds: float,
    folder: Path | None,
    check: Callable[[], None],
    on_second: Callable[[float], None],
) -> Observations:
    """Look at every picture of a file that lasts `seconds`.

    `check` is called before each picture and several times a second, and may raise; `on_second` hears how far the
    pass is. Checkpoints are kept in `folder`; the same file and settings go on at the last one. A pass that cannot
    get beyond some place gives what was seen before it, and says so in `problems`.

    Raises:
        UnsupportedMediaError: when not one picture can be decoded.
    """
    kept = KeptParts(folder)
    tries, begun_at = 0, kept.next_index
    while True:
        try:
            _look(path, settings, seconds, kept, Listener(check, on_second, lambda part: kept.add(_read(part))))
        except PassTooLongError as slow:
            return _seen_so_far(kept, str(slow))
        except PassDiedError as died:
            tries = tries + 1 if kept.next_index == begun_at else 1
            begun_at = kept.next_index
            if tries >= _TRIES:
                return _seen_so_far(kept, str(died))
            kept.rewind()
        else:
            return joined([part.seen for part in kept.parts])


def _look(path: Path, settings: AnalysisSettings, seconds: float, kept: KeptParts, listener: Listener) -> None:
    last = kept.last
    request = {
        "path": str(path),
        "settings": settings.model_dump(mode="json"),
        "checkpoint": last and last.checkpoint and last.checkpoint.model_dump(mode="json"),
        "failures": [failure.model_dump(mode="json") for failure in last.seen.failures] if last else [],
    }
    run_pass("pictures", request, seconds=seconds, limits=settings.limits, listener=listener)


def _read(part: Any) -> Part:
    try:
        return Part.model_validate(part)
    except ValueError as error:
        raise PassDiedError("what it told cannot be read") from error


def _seen_so_far(kept: KeptParts, why: str) -> Observations:
    if not kept.parts or not any(part.seen.times for part in kept.parts):
        raise UnsupportedMediaError(
            f"The video made the decoder fail at once: {why}.",
            next_step="convert it to MP4 (H.264) and upload that; if the machine was short of memory, retry the job",
        )
    end = kept.parts[-1].seen.end_seconds
    return joined([part.seen for part in kept.parts], [f"not looked at from {end:.1f} s on: {why}"])
