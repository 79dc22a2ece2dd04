"""The process roles, all at once or each by itself."""

from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.settings import load_settings
from geminivideo.core.tasks import ALL_QUEUES


def up(
    free_ports: Annotated[
        bool, typer.Option("--free-ports", help="Take other ports when the usual ones are taken.")
    ] = False,
) -> None:
    """Run everything on this machine until Ctrl-C: database, broker, gateway, ML service, workers, scheduler."""
    from geminivideo.app.cli.roles import run_up

    run_up(load_settings(), Output(as_json=False), free_ports=free_ports)


def serve_gateway() -> None:
    """The API for campaigns, footage and videos (GEMINIVIDEO_GATEWAY_HOST and _PORT, 127.0.0.1:8080)."""
    from geminivideo.app.cli.roles import run_gateway

    run_gateway(load_settings())


def serve_ml() -> None:
    """The prediction service (GEMINIVIDEO_ML_HOST and _PORT, 127.0.0.1:8003)."""
    from geminivideo.app.cli.roles import run_ml

    run_ml(load_settings())


def worker(
    queues: Annotated[str, typer.Option(help="Comma-separated queues.")] = ",".join(ALL_QUEUES),
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="How many tasks at once.")] = 1,
) -> None:
    """Run tasks from the queues: render, footage, generation, maintenance, import, learning."""
    from geminivideo.app.cli.roles import run_task_worker

    run_task_worker(load_settings(), queues, concurrency)


def beat() -> None:
    """Run the scheduler, which sends the periodic tasks."""
    from geminivideo.app.cli.roles import run_beat

    run_beat(load_settings())


def executor() -> None:
    """Run the SafeExecutor (idle in this version: nothing is published yet)."""
    from geminivideo.app.cli.roles import run_executor_role

    run_executor_role(load_settings())
