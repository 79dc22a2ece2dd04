"""The pass over a file's sound as the analysis sees it: a process that may die, which costs the sound alone."""

from collections.abc import Callable
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.footage.extractors.guard import Failure
from geminivideo.footage.pass_over_sound import Heard
from geminivideo.footage.passes.asking import Listener, PassDiedError, run_pass
from geminivideo.footage.settings import PassLimits
from geminivideo.footage.speech.samples import bytes_for


def listen(
    path: Path,
    source: FootageSource,
    limits: PassLimits,
    check: Callable[[], None],
    on_second: Callable[[float], None],
    speech: Path | None = None,
) -> Heard:
    """Listen to the whole file once; `check` may raise to stop. `speech` is where to leave samples for a recogniser."""
    heard: list[Heard] = []
    if not source.has_audio:
        return Heard(loudness=None)
    seconds = source.duration_seconds
    arguments = {"path": str(path), "seconds": seconds, "speech": str(speech) if speech else None}
    room = bytes_for(seconds) if speech else 0
    listener = Listener(check, on_second, lambda part: heard.append(Heard.model_validate(part)))
    try:
        run_pass("sound", arguments, seconds=seconds, limits=limits, listener=listener, file_bytes=room)
    except PassDiedError as died:
        return Heard(loudness=None, failures=(Failure(extractor="loudness", at_seconds=0.0, reason=str(died)),))
    return heard[-1]
