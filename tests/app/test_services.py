"""A process finds the services of its machine: configured by URL, or those of a supervisor that is alive."""

import subprocess
import sys
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
from pydantic import SecretStr

from geminivideo.app.services import RunningServices, environment, find_running, publish, services_file, with_services
from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.errors import UnavailableError
from geminivideo.core.settings import Settings

SERVICES = RunningServices(
    supervisor_pid=1,
    database_url="postgresql://geminivideo:secret@127.0.0.1:5555/geminivideo",
    redis_url="redis://:secret@127.0.0.1:6666/0",
    gateway_url="http://127.0.0.1:8080",
    public_url="https://ads.example",
    ml_url="http://127.0.0.1:8003",
)


def settings(home: Path, **changes: Any) -> Settings:
    return Settings(home=home, **changes)


@pytest.fixture(autouse=True)
def unconfigured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever the machine that runs the tests has configured must not matter here."""
    for name in ("DATABASE_URL", "REDIS_URL", "ML_URL", "PUBLIC_URL"):
        monkeypatch.delenv(f"GEMINIVIDEO_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_what_a_living_supervisor_published_is_found(home: Path) -> None:
    with HomeLock(home):
        publish(home, SERVICES)
        assert find_running(home) == SERVICES
        assert S_IMODE(services_file(home).stat().st_mode) == 0o600
        assert [path.name for path in (home / "run").iterdir() if "services" in path.name] == ["services.json"]


def test_what_a_dead_supervisor_left_counts_for_nothing(home: Path) -> None:
    with HomeLock(home):
        publish(home, SERVICES)
    assert find_running(home) is None


@pytest.mark.parametrize("content", [None, "", "{", '{"supervisor_pid": 1}'])
def test_a_supervisor_that_has_not_published_yet(home: Path, content: str | None) -> None:
    with HomeLock(home):
        if content is not None:
            services_file(home).write_text(content)
        assert find_running(home) is None


def test_settings_are_completed_by_what_runs(home: Path) -> None:
    with HomeLock(home):
        publish(home, SERVICES)
        found = with_services(settings(home))
    assert found.database_url == SecretStr(SERVICES.database_url)
    assert found.redis_url == SecretStr(SERVICES.redis_url)
    assert (found.ml_url, found.public_url) == (SERVICES.ml_url, SERVICES.public_url)


def test_what_is_configured_stays(home: Path) -> None:
    with HomeLock(home):
        publish(home, SERVICES)
        found = with_services(settings(home, redis_url=SecretStr("redis://mine"), public_url="https://mine.example"))
    assert found.redis_url == SecretStr("redis://mine")
    assert found.public_url == "https://mine.example"
    assert found.database_url == SecretStr(SERVICES.database_url)


def test_configured_services_need_no_supervisor(home: Path) -> None:
    configured = settings(home, database_url=SecretStr("postgresql://mine"), redis_url=SecretStr("redis://mine"))
    assert with_services(configured) is configured


def test_without_either_the_way_out_is_named(home: Path) -> None:
    with pytest.raises(UnavailableError) as refused:
        with_services(settings(home))
    assert "geminivideo up" in refused.value.next_step


def test_children_are_told_by_their_environment(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name, value in environment(SERVICES).items():
        monkeypatch.setenv(name, value)
    told = with_services(settings(home))
    assert told.database_url == SecretStr(SERVICES.database_url)
    assert (told.ml_url, told.public_url) == (SERVICES.ml_url, SERVICES.public_url)


def test_one_supervisor_per_home_even_across_processes(home: Path) -> None:
    code = f"""
from pathlib import Path
from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.errors import ConflictError
lock = HomeLock(Path({str(home)!r}))
try:
    with lock: print("taken", lock.is_held())
except ConflictError: print("refused", lock.is_held())
"""

    def other_process() -> str:
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    with HomeLock(home) as lock:
        assert lock.is_held()
        assert other_process() == "refused True"
    assert not lock.is_held()
    assert other_process() == "taken True"


def test_looking_leaves_the_lock_alone(home: Path) -> None:
    assert not HomeLock(home).is_held()
    assert not home.exists()
    with HomeLock(home) as lock:
        assert HomeLock(home).is_held()
        assert lock.is_held()
    with HomeLock(home):
        pass
