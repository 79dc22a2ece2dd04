"""Single pictures of a file, fetched by a process that may die: it costs the pictures that are not here by then."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geminivideo.core.errors import UnsupportedMediaError
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.pass_over_stills import Still, StillRequest
from geminivideo.footage.passes.asking import Listener, PassDiedError, run_pass
from geminivideo.footage.settings import PassLimits

_SECONDS_EACH = 10.0  # of the file, at most, for one picture: from the key frame before it


def stills(
    path: Path,
    moments: Sequence[float],
    *,
    long_edge: int,
    max_pixels: int,
    limits: PassLimits,
    check: Callable[[], None],
) -> dict[float, Pixels]:
    """The pictures that are shown at these moments, as BGR; `check` may raise to stop. Those that nobody can show are
    left out.
    """
    found: dict[float, Pixels] = {}

    def keep(part: Any) -> None:
        still = Still.model_validate(part)
        found[still.at_seconds] = still.pixels()

    request = StillRequest(path=path, moments=tuple(moments), long_edge=long_edge, max_pixels=max_pixels)
    listener = Listener(check, lambda _seconds: None, keep)
    try:
        seconds = _SECONDS_EACH * len(moments)
        run_pass("stills", request.model_dump(mode="json"), seconds=seconds, limits=limits, listener=listener)
    except (PassDiedError, UnsupportedMediaError):
        return found
    return found
