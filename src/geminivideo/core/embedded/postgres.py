"""An embedded PostgreSQL 18: our own launcher over the programs that a package carries."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from geminivideo.core.embedded import server
from geminivideo.core.embedded.places import PostgresPlaces, postgres_places
from geminivideo.core.errors import UnavailableError

_USER = "geminivideo"
_DATABASE = "geminivideo"
_FAST_SHUTDOWN = signal.SIGINT
_MAX_CONNECTIONS = 200
# After a crash it first replays its log, on a slow disk for a minute.
_RECOVERY_SECONDS = 180


class EmbeddedPostgres:
    """One server per home folder; the caller holds the home's lock.

    It listens on a free port of the loopback address only, wants a password, and ends when its parent ends.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._log = home / "logs" / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = server.free_port()  # kept when the server is restarted: clients know it
        self.url = ""

    def start(self) -> str:
        """Start (making the database on the first run) and give its URL; 0.1 s, the first time about 1 s."""
        places = postgres_places(self._home)
        password = server.stable_password(self._home / "postgres.password")
        self._clear_leftovers(places)
        if not (places.data / "PG_VERSION").exists():
            self._initialise(places, password)
        self._process = server.spawn(
            self._command(places), self._log, death_signal=_FAST_SHUTDOWN, identity=places.identity
        )
        administration = f"postgresql://{_USER}:{quote(password)}@127.0.0.1:{self._port}/postgres"
        server.wait_until_ready(self._process, lambda: _answers(administration), self._log, seconds=_RECOVERY_SECONDS)
        _ensure_database(administration)
        self.url = f"postgresql://{_USER}:{quote(password)}@127.0.0.1:{self._port}/{_DATABASE}"
        return self.url

    def stop(self) -> None:
        if self._process:
            server.stop(self._process, _FAST_SHUTDOWN)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _command(self, places: PostgresPlaces) -> list[str | Path]:
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": str(_MAX_CONNECTIONS),
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [places.binaries / "postgres", "-D", places.data, "-p", str(self._port), *settings]

    def _initialise(self, places: PostgresPlaces, password: str) -> None:
        places.base.mkdir(parents=True, exist_ok=True)
        password_file = places.base / ".initial-password"
        password_file.write_text(password)
        password_file.chmod(0o600)
        if places.identity:
            os.chown(password_file, places.identity["user"], places.identity["group"])
        options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        target = ["-D", str(places.data), "-U", _USER, f"--pwfile={password_file}"]
        command = [str(places.binaries / "initdb"), *target, *options]
        try:
            subprocess.run(command, check=True, cwd="/", capture_output=True, text=True, **places.identity)
        except subprocess.CalledProcessError as error:
            raise UnavailableError(
                f"PostgreSQL could not make its database: {(error.stderr or error.stdout).strip()[-400:]}",
                next_step=f"check that {places.base} is writable and on a disk with room",
            ) from error
        finally:
            password_file.unlink()

    def _clear_leftovers(self, places: PostgresPlaces) -> None:
        """After a kill -9 a server may still be shutting down, or its lock file may name a pid long gone."""
        lock = places.data / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(lock.read_text().splitlines()[0])
            server.stop_leftover(pid, lambda process: str(places.data) in process.cmdline(), _FAST_SHUTDOWN)
        # Without its lock file PostgreSQL cannot see that backends of a dead server still write to the data.
        server.outlive_workers(places.data, "postgres")
        lock.unlink(missing_ok=True)


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _ensure_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_DATABASE,)).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {_DATABASE}")
