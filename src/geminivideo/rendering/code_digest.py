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
        for path in _modules(Path(__file__).parent / part):
            found.update(path.read_bytes())
    return found.hexdigest()


def _modules(named: Path) -> list[Path]:
    """Raise ValueError for what is not there: a module that moved must not drop out of a key unseen."""
    found = [named] if named.is_file() else sorted(named.rglob("*.py"))
    if not found:
        raise ValueError(f"there is no module or package {named.name}")
    return [path for path in found if _ON_THEIR_OWN.isdisjoint(path.relative_to(named).parts)]
