"""Folders on the machine of this worker that nobody comes back to: of jobs that failed long ago, and of processes that
were killed before they could clear up.
"""

from datetime import timedelta

import structlog

from geminivideo.app.container import Container
from geminivideo.core.disk import remove_untouched

_log = structlog.get_logger(__name__)

# A failed render may be retried for this long without repeating its finished stages.
KEPT_FOR = timedelta(days=7)
# Into these nobody looks again: who works in one removes it when done. Nothing there takes so long.
LEFT_BEHIND_AFTER = timedelta(days=1)


def tidy(container: Container) -> None:
    now, scratch = container.clock.now(), container.scratch
    before, killed = now - KEPT_FOR, now - LEFT_BEHIND_AFTER
    removed = {
        "renders": remove_untouched(scratch / "renders", before),
        "uploads": container.upload_spool.expire(),
        "footage": remove_untouched(scratch / "footage", before),
        "learning": remove_untouched(scratch / "learning", killed),
        "models": remove_untouched(scratch / "models", killed),
        "assets": remove_untouched(scratch / "assets", killed),
        "objects": remove_untouched(container.settings.home / "cache" / "objects", killed),
    }
    if any(removed.values()):
        _log.info("removed what nobody came back for", **removed)
