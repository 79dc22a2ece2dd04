"""Working folders of jobs that failed long ago, on the machine of this worker."""

from datetime import timedelta

import structlog

from geminivideo.app.container import Container
from geminivideo.core.disk import remove_untouched

_log = structlog.get_logger(__name__)

# A failed render may be retried for this long without repeating its finished stages.
KEPT_FOR = timedelta(days=7)


def tidy(container: Container) -> None:
    before = container.clock.now() - KEPT_FOR
    removed = {
        "renders": remove_untouched(container.scratch / "renders", before),
        "uploads": container.upload_spool.expire(),
        "footage": remove_untouched(container.scratch / "footage", before),
    }
    if any(removed.values()):
        _log.info("removed what nobody came back for", **removed)
