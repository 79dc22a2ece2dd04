"""Which database, broker and gateway this process talks to: configured by URL, or the supervisor's embedded ones."""

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.errors import UnavailableError
from geminivideo.core.settings import Settings


class RunningServices(BaseModel):
    """What a supervisor tells other processes of its machine through `HOME/run/services.json`."""

    model_config = ConfigDict(frozen=True)

    supervisor_pid: int
    database_url: str
    redis_url: str
    gateway_url: str
    public_url: str
    ml_url: str


def services_file(home: Path) -> Path:
    return home / "run" / "services.json"


def publish(home: Path, services: RunningServices) -> None:
    """Written whole or not at all, readable by the owner only: the URLs hold passwords."""
    target = services_file(home)
    draft = target.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(services.model_dump_json(indent=2))
    draft.replace(target)


def find_running(home: Path) -> RunningServices | None:
    """The services of a supervisor that is alive right now; a file left by a dead one counts for nothing."""
    if not HomeLock(home).is_held():
        return None
    try:
        return RunningServices.model_validate_json(services_file(home).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def with_services(settings: Settings) -> Settings:
    """Settings in which database, broker and ML service are addresses.

    Raises:
        UnavailableError: when they are neither configured nor running.
    """
    if settings.database_url and settings.redis_url:
        return settings
    running = find_running(settings.home)
    if running is None:
        raise UnavailableError(
            f"No database is configured, and no geminivideo is running for {settings.home}.",
            next_step="start `geminivideo up`, or set GEMINIVIDEO_DATABASE_URL and GEMINIVIDEO_REDIS_URL",
        )
    return settings.model_copy(update=_missing(settings, running))


def _missing(settings: Settings, running: RunningServices) -> dict[str, Any]:
    found = {
        "database_url": SecretStr(running.database_url),
        "redis_url": SecretStr(running.redis_url),
        "ml_url": running.ml_url,
        "public_url": running.public_url,
    }
    return {name: value for name, value in found.items() if name not in settings.model_fields_set}


def environment(services: RunningServices) -> dict[str, str]:
    """The same, for child processes."""
    return {
        "GEMINIVIDEO_DATABASE_URL": services.database_url,
        "GEMINIVIDEO_REDIS_URL": services.redis_url,
        "GEMINIVIDEO_ML_URL": services.ml_url,
        "GEMINIVIDEO_PUBLIC_URL": services.public_url,
    }
