"""The commands that run a process role in the foreground."""

import ipaddress
import logging
from collections.abc import Sequence
from typing import Any

from geminivideo.app.cli.console import Output
from geminivideo.app.container import Container
from geminivideo.app.services import with_services
from geminivideo.core.clock import SystemClock
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.settings import Settings
from geminivideo.core.tasks import ALL_QUEUES, GENERATION_QUEUE
from geminivideo.core.telemetry import configure_logging, configure_reporting


def run_up(settings: Settings, output: Output, *, free_ports: bool) -> None:
    from geminivideo.app.supervisor.supervisor import Supervisor

    check_loopback(settings.gateway_host)
    check_loopback(settings.ml_host)
    Supervisor(settings, SystemClock(), output.say, free_ports=free_ports).run()


def run_migrate(settings: Settings, output: Output) -> None:
    from geminivideo.app.migrate import migrate

    container = _container(settings, "migrate")
    migrate(container.database)
    container.ensure_models(output.say)
    output.say("Database and models are up to date")
    output.result({"status": "up to date"})


def run_gateway(settings: Settings) -> None:
    from geminivideo.app.api.gateway import create_gateway

    container = _container(settings, "gateway")
    _serve(create_gateway(container), settings.gateway_host, settings.gateway_port)


def run_ml(settings: Settings) -> None:
    from geminivideo.app.api.ml import create_ml_service

    container = _container(settings, "ml")
    _serve(create_ml_service(container), settings.ml_host, settings.ml_port)


def run_task_worker(settings: Settings, queues: str, concurrency: int) -> None:
    from geminivideo.app.workers.tasks import run_worker

    _check_queues(queues.split(","))
    container = _container(settings, "worker")
    generates = GENERATION_QUEUE in queues.split(",")
    run_worker(container, queues, concurrency, container.warm_up_generation if generates else None)


def run_beat(settings: Settings) -> None:
    from geminivideo.app.workers.tasks import run_scheduler

    run_scheduler(_container(settings, "scheduler"))


def run_executor_role(settings: Settings) -> None:
    from geminivideo.app.workers.executor import run_executor

    _container(settings, "executor")
    run_executor()


def check_loopback(host: str) -> None:
    """There are no API keys yet, so nothing may listen where others could reach it."""
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise InvalidInputError(
            f"Listening on {host} would open this installation to everybody: it has no API keys yet.",
            next_step="listen on 127.0.0.1, and come from another machine through `ssh -L 8080:127.0.0.1:8080 HOST`",
        )


def _check_queues(queues: Sequence[str]) -> None:
    """A misspelt queue would be waited on for ever."""
    unknown = [queue for queue in queues if queue not in ALL_QUEUES]
    if unknown:
        raise InvalidInputError(
            f"There is no queue {', '.join(map(repr, unknown))}.", next_step=f"use some of {','.join(ALL_QUEUES)}"
        )


def _container(settings: Settings, service: str) -> Container:
    configure_logging(settings, service)
    configure_reporting(settings, service)
    return Container(with_services(settings))


def _serve(app: Any, host: str, port: int) -> None:
    import uvicorn

    check_loopback(host)
    logging.getLogger("uvicorn.error").addFilter(_is_about_more_than_a_refusal)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5)


def _is_about_more_than_a_refusal(record: logging.LogRecord) -> bool:
    """Uvicorn calls it an error when a WebSocket is answered with a problem document instead of a handshake."""
    return record.getMessage() != "ASGI callable returned without completing handshake."
