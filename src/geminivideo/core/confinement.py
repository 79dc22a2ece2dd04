"""What a process of ours gives up before it opens a file from outside."""

import ctypes
import os
import resource
import sys

from geminivideo.core.processes import die_with_parent

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(*, memory_bytes: int, cpu_seconds: int, file_bytes: int = 0) -> None:
    """Limit memory, processor time and the size of what is written, no core dumps, and leave the network where that
    can be.

    Called first thing in a process, before it has threads.
    """
    leave_network()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


def leave_network() -> bool:
    """Move to a network of this process alone, without even a loopback; False where the system does not allow it.

    Root needs no user namespace for it, and must not have one: it would lose the right to read other users' files.
    Everybody else has the same rights over files as before.
    """
    if sys.platform != "linux":
        return False
    spaces = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    left = bool(ctypes.CDLL(None).unshare(spaces) == 0)
    parent = os.getppid()
    die_with_parent()  # a change of credentials may have cancelled it
    if os.getppid() != parent:
        os._exit(1)
    return left
