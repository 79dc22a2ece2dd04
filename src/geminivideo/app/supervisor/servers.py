"""The servers that the supervisor embeds where no URL is configured."""

from collections.abc import Callable
from typing import Protocol

from pydantic import SecretStr

from geminivideo.app.reachability import check_broker, check_database
from geminivideo.core.clock import Clock
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.settings import Settings

Say = Callable[[str], None]


class Server(Protocol):
    def start(self) -> str: ...
    def stop(self) -> None: ...
    def is_running(self) -> bool: ...


class EmbeddedServers:
    def __init__(self, settings: Settings, clock: Clock, say: Say) -> None:
        self._settings = settings
        self._clock = clock
        self._say = say
        self._servers: dict[str, Server] = {}

    def start(self) -> tuple[str, str]:
        """The URLs of database and broker, whether they are configured or started here.

        Raises:
            UnavailableError: when one does not answer; the configured ones are asked before any is started.
        """
        settings = self._settings
        if settings.database_url:
            check_database(settings.database_url.get_secret_value())
        if settings.redis_url:
            check_broker(settings.redis_url.get_secret_value())
        database = self._configured_or_started(settings.database_url, "PostgreSQL", EmbeddedPostgres(settings.home))
        broker = self._configured_or_started(settings.redis_url, "Valkey", EmbeddedValkey(settings.home))
        return database, broker

    def stop(self) -> None:
        for server in reversed(self._servers.values()):
            server.stop()

    def look_after(self) -> None:
        for name, server in self._servers.items():
            if not server.is_running():
                self._say(f"{name} ended; starting it again")
                server.start()

    def _configured_or_started(self, url: SecretStr | None, name: str, server: Server) -> str:
        if url is not None:
            return url.get_secret_value()
        begun = self._clock.monotonic()
        self._servers[name] = server
        address = server.start()
        self._say(f"{name} is up ({self._clock.monotonic() - begun:.1f} s)")
        return address
