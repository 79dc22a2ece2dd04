"""How a judge says no, and the sizes that files may have."""

from pathlib import Path


class RefusedError(Exception):
    """The file is not acceptable; the message says why."""


def read_whole(path: Path, most_bytes: int) -> bytes:
    """The file's bytes; one that is empty or too large is refused before it is read."""
    size = path.stat().st_size
    if size == 0:
        raise RefusedError("The file is empty.")
    if size > most_bytes:
        raise RefusedError(f"The file has {size // 1024} KiB; at most {most_bytes // 1024} KiB are accepted.")
    return path.read_bytes()
