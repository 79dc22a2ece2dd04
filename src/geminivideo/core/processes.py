"""Child processes that cannot outlive whoever started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping

_PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec a child must not import or allocate.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGKILL) -> None:
    """Ask the kernel to send `signum` to this process when the thread that started it ends.

    Called by a freshly forked worker; `dying_with_parent` is for subprocess. Linux only; elsewhere a parent's crash
    leaves its children to the supervisor's next start.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signum)


def dying_with_parent(signum: int = signal.SIGKILL) -> Callable[[], None]:
    """The same as a `preexec_fn`, which also notices a parent that died before the kernel had been asked."""
    parent = os.getpid()

    def promise() -> None:
        die_with_parent(signum)
        if os.getppid() != parent:
            os._exit(1)

    return promise


def own_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process is given that opens files from outside: without this program's settings, which hold keys and
    passwords.
    """
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GEMINIVIDEO_")},
        **(more or {}),
    }
