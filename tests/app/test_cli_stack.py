"""A command that is given while `geminivideo up` is still starting waits for it."""

from pathlib import Path

from geminivideo.app.cli.stack import gateway
from geminivideo.app.services import RunningServices, publish
from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.settings import Settings

SERVICES = RunningServices(
    supervisor_pid=1,
    database_url="postgresql://x",
    redis_url="redis://x",
    gateway_url="http://127.0.0.1:9",
    public_url="http://127.0.0.1:9",
    ml_url="http://127.0.0.1:9",
)


def test_a_command_waits_for_what_is_starting(tmp_path: Path) -> None:
    said: list[str] = []

    def become_ready(message: str) -> None:
        said.append(message)
        publish(tmp_path, SERVICES)

    with HomeLock(tmp_path), gateway(Settings(home=tmp_path), become_ready):
        assert said == ["geminivideo is starting here; waiting for it"], "and nothing else was started"
