"""The SafeExecutor's process role. There is no publisher yet, so there is nothing for it to apply."""

import signal
import threading

import structlog

_log = structlog.get_logger(__name__)


def run_executor() -> None:
    """Stay up and idle until SIGTERM, and say so: the queue of ad changes comes with the publisher."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    _log.info("executor idles: this version publishes nothing, so there are no ad changes to apply")
    stop.wait()
