"""What stands for the code that makes something, so that an upgrade never finds what the version before made."""

import hashlib
from functools import lru_cache
from pathlib import Path

_ON_THEIR_OWN = frozenset({"cloud"})  # packages that make nothing of what the package around them makes


@lru_cache(maxsize=8)
def code_digest(*parts: str) -> str:
    """Of the named modules of rendering, and of all those in its named packages."""
    found = hashlib.sha256()
    for part in parts:
        named = Path(__file__).parent / part
        for path in [named] if named.is_file() else sorted(named.rglob("*.py")):
            if not _ON_THEIR_OWN.isdisjoint(path.relative_to(named).parts):
                continue
            found.update(path.read_bytes())
    return found.hexdigest()
