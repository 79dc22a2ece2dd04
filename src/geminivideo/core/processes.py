"""Child processes that cannot outlive whoever started them."""

import ctypes
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec a child must not import or allocate.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGKILL) -> None:
    """Ask the kernel to send `signum` to this process when the thread that started it ends.

    A `preexec_fn` for subprocess, or called by a freshly forked worker. Linux only; elsewhere a parent's crash leaves
    its children to the supervisor's next start.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signum)


def dying_with_parent(signum: int) -> Callable[[], None]:
    return lambda: die_with_parent(signum)
