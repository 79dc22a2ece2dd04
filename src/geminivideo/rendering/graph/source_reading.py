"""What some sources need before they are treated like all others. For most this is nothing, and adds nothing."""

from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.source_facts import SourceFacts

_GROUP_SECONDS = 10.5  # the longest distance of key frames that is common


def run_up(facts: SourceFacts, seconds: float) -> int:
    """Frames to read before the place sought. A transport stream has no index: sought in the middle of a group of
    pictures, it gives none until the next key frame.
    """
    return int(min(seconds, _GROUP_SECONDS) * FPS) if facts.demuxer == "mpegts" else 0


def prepared(facts: SourceFacts) -> tuple[str, ...]:
    """Filters that give tags which other filters understand, and square pixels."""
    tags = (f"setparams={facts.retag}",) if facts.retag else ()
    if facts.display is None:
        return tags
    return (*tags, f"scale={facts.display[0]}:{facts.display[1]}:flags=bicubic", "setsar=1")
