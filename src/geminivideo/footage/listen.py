"""The pass over a file's sound as the analysis sees it: a process that may die, which costs the sound alone."""

from collections.abc import Callable
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.pass_over_sound import Heard
from geminivideo.footage.passes.asking import Listener, PassDiedError, run_pass
from geminivideo.footage.settings import PassLimits


def listen(
    path: Path,
    source: FootageSource,
    limits: PassLimits,
    check: Callable[[], None],
    on_second: Callable[[float], None],
) -> Heard:
    """Listen to the whole file once; `check` may raise to stop."""
    heard: list[Heard] = []
    if not source.has_audio:
        return Heard(loudness=None)
    arguments = {"path": str(path), "seconds": source.duration_seconds}
    listener = Listener(check, on_second, lambda part: heard.append(Heard.model_validate(part)))
    try:
        run_pass("sound", arguments, seconds=source.duration_seconds, limits=limits, listener=listener)
    except PassDiedError as died:
        return Heard(loudness=None, failures=(Failure(extractor="loudness", at_seconds=0.0, reason=str(died)),))
    return heard[-1]
