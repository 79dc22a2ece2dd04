"""Sparing the page faults of large arrays and pictures."""

import numpy as np

_LARGEST = 31 * 1024**2  # just below the most that glibc keeps for itself


def keep_large_blocks() -> None:
    """Have freed blocks of some megabytes used again instead of given back to the system and zeroed anew.

    glibc learns that from the first such block that is freed (mallopt(3), M_MMAP_THRESHOLD); other allocators do not
    mind. The block is never touched, so it takes no memory.
    """
    np.empty(_LARGEST, np.uint8)
