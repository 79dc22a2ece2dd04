"""`geminivideo up`: embedded servers where no URL is set, migrations, then every role, watched until told to stop."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from types import FrameType

import httpx

from geminivideo.app.services import RunningServices, environment, publish, services_file
from geminivideo.app.supervisor.child import Child
from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.app.supervisor.ports import ReservedPort
from geminivideo.app.supervisor.roles import roles
from geminivideo.app.supervisor.servers import EmbeddedServers, Say
from geminivideo.core.clock import Clock
from geminivideo.core.errors import UnavailableError
from geminivideo.core.processes import dying_with_parent
from geminivideo.core.settings import Settings

_POLL_SECONDS = 0.2
_STOP_SECONDS = 8.0
_READY_SECONDS = 120.0
# Processes are the unit of parallelism here. Native thread pools on top of them spin while they wait for each other's
# cores: beside a render, a campaign then takes ten times as long.
_ONE_THREAD_EACH = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Supervisor:
    """Runs in the main thread: signals arrive there, and children are tied to the thread that starts them."""

    def __init__(self, settings: Settings, clock: Clock, say: Say, *, free_ports: bool = False) -> None:
        self._settings = settings
        self._clock = clock
        self._say = say
        self._free_ports = free_ports
        self._servers = EmbeddedServers(settings, clock, say)
        self._children: list[Child] = []
        self._stop_requested = False

    def run(self) -> None:
        """Until SIGINT or SIGTERM.

        Raises:
            ConflictError: when another supervisor has this home, or a port is taken.
            UnavailableError: when something does not come up; what had been started is stopped again.
        """
        home = self._settings.home
        with ExitStack() as stack:
            stack.enter_context(HomeLock(home))
            # After a kill -9: with the lock held again, the dead one's addresses would count as this one's.
            services_file(home).unlink(missing_ok=True)
            stack.enter_context(self._signals())
            stack.callback(self._servers.stop)
            gateway, ml = (stack.enter_context(closing(port)) for port in self._reserve_ports())
            services = self._start_servers(gateway.url, ml.url)
            self._clear_metrics()
            self._prepare(services)
            stack.callback(self._stop_children)
            self._start_children(services, gateway, ml)
            self._wait_until_healthy()
            stack.callback(services_file(home).unlink, missing_ok=True)
            publish(home, services)
            self._announce(services)
            self._watch()

    def _reserve_ports(self) -> tuple[ReservedPort, ReservedPort]:
        """Now, because a first start trains models for minutes before anything listens."""
        settings, anything = self._settings, self._free_ports
        gateway = ReservedPort(settings.gateway_host, settings.gateway_port, anything=anything)
        return gateway, ReservedPort(settings.ml_host, settings.ml_port, anything=anything)

    def _start_servers(self, gateway_url: str, ml_url: str) -> RunningServices:
        settings = self._settings
        database_url, redis_url = self._servers.start()
        return RunningServices(
            supervisor_pid=os.getpid(),
            database_url=database_url,
            redis_url=redis_url,
            gateway_url=gateway_url,
            public_url=settings.public_url if "public_url" in settings.model_fields_set else gateway_url,
            ml_url=settings.ml_url or ml_url,
        )

    def _prepare(self, services: RunningServices) -> None:
        """Bring database and models up to date in a process of its own: training needs a lot of memory once."""
        command = [sys.executable, "-m", "geminivideo", "migrate"]
        preparation = subprocess.Popen(
            command,
            env=self._environment(services),
            stdin=subprocess.DEVNULL,
            preexec_fn=dying_with_parent(signal.SIGKILL),  # noqa: PLW1509 - the supervisor has no threads
        )
        while preparation.poll() is None:
            if self._stop_requested:
                preparation.terminate()
            time.sleep(_POLL_SECONDS)
        if preparation.returncode and not self._stop_requested:
            raise UnavailableError(
                "Bringing the database and the models up to date failed (see above).",
                next_step="mend what it says, then start again; nothing was left running",
            )

    def _start_children(self, services: RunningServices, gateway: ReservedPort, ml: ReservedPort) -> None:
        ports = {"GEMINIVIDEO_GATEWAY_PORT": str(gateway.number), "GEMINIVIDEO_ML_PORT": str(ml.number)}
        env = {**self._environment(services), **ports}
        wanted = roles(self._settings, services.gateway_url, None if self._settings.ml_url else services.ml_url)
        self._children = [Child(role, self._settings.home / "logs", env, self._clock) for role in wanted]
        gateway.close()
        ml.close()
        for child in self._children:
            child.start()

    def _wait_until_healthy(self) -> None:
        waiting = [child for child in self._children if child.role.health_url]
        deadline = self._clock.monotonic() + _READY_SECONDS
        while waiting and not self._stop_requested:
            waiting = [child for child in waiting if not _is_healthy(child)]
            if waiting and self._clock.monotonic() > deadline:
                names = ", ".join(child.role.name for child in waiting)
                raise UnavailableError(
                    f"{names} did not come up within {_READY_SECONDS:.0f} s.",
                    next_step=f"read the logs in {self._settings.home / 'logs'}",
                )
            self._look_after()
            time.sleep(_POLL_SECONDS)

    def _watch(self) -> None:
        while not self._stop_requested:
            self._look_after()
            time.sleep(_POLL_SECONDS)
        self._say("Stopping")

    def _look_after(self) -> None:
        self._servers.look_after()
        for child in self._children:
            if event := child.look_after():
                self._say(event)

    def _stop_children(self) -> None:
        for child in self._children:
            child.ask_to_stop()
        deadline = self._clock.monotonic() + _STOP_SECONDS
        for child in self._children:
            child.make_sure_it_stopped(deadline - self._clock.monotonic())

    def _announce(self, services: RunningServices) -> None:
        if not self._stop_requested:
            self._say(f"geminivideo is ready at {services.gateway_url} (ML service at {services.ml_url})")

    def _environment(self, services: RunningServices) -> dict[str, str]:
        """What every role is told. In the metrics folder all processes keep their counters for one common page."""
        metrics = self._settings.run_dir / "metrics"
        own = {"GEMINIVIDEO_HOME": str(self._settings.home), "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
        return {**_ONE_THREAD_EACH, **os.environ, **own, **environment(services)}

    def _clear_metrics(self) -> None:
        """Counters of processes that have ended belong to no one."""
        metrics = self._settings.run_dir / "metrics"
        shutil.rmtree(metrics, ignore_errors=True)
        metrics.mkdir(parents=True)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def request_stop(_signal: int, _frame: FrameType | None) -> None:
            self._stop_requested = True

        previous = {s: signal.signal(s, request_stop) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def _is_healthy(child: Child) -> bool:
    try:
        return child.is_running() and httpx.get(str(child.role.health_url), timeout=2).is_success
    except httpx.HTTPError:
        return False
