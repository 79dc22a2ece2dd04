"""The Celery tasks: each only hands a job's id to the runner, which decides by the job's row."""

import os
import socket
import warnings
from collections.abc import Callable
from ctypes import c_bool
from multiprocessing.sharedctypes import RawValue

import structlog
from celery import Celery, signals
from celery.exceptions import CPendingDeprecationWarning, SecurityWarning

from geminivideo.app.container import Container
from geminivideo.app.workers.housekeeping import tidy
from geminivideo.core.jobs.control import Stopping, never
from geminivideo.core.processes import die_with_parent
from geminivideo.core.settings import Settings
from geminivideo.core.tasks import MAINTENANCE_QUEUE, REAP, RUN_JOB, TIDY, WATCH

_log = structlog.get_logger(__name__)


def register_tasks(celery: Celery, container: Container, stopping: Stopping = never) -> None:
    def run_job(job_id: str) -> None:
        container.runner.run(job_id, f"{socket.gethostname()}:{os.getpid()}", stopping)

    def reap() -> None:
        container.runner.reap()

    celery.task(name=RUN_JOB, shared=False)(run_job)

    def clean_up() -> None:
        tidy(container)

    def watch() -> None:
        container.send(container.footage_watching.look())

    celery.task(name=REAP, shared=False, queue=MAINTENANCE_QUEUE, expires=30)(reap)
    celery.task(name=TIDY, shared=False, queue=MAINTENANCE_QUEUE, expires=600)(clean_up)
    celery.task(name=WATCH, shared=False, queue=MAINTENANCE_QUEUE, expires=container.settings.watch_seconds)(watch)


def run_worker(container: Container, queues: str, concurrency: int, warm_up: Callable[[], None] | None) -> None:
    """Until SIGTERM. Pool processes end with this one, and load what `warm_up` loads before their first task.

    The signal reaches this process only. Its pool processes share a flag with it, and hand their jobs back.
    """
    celery = container.celery
    stopping = RawValue(c_bool, False)
    register_tasks(celery, container, lambda: bool(stopping.value))

    def stop_jobs(**_: object) -> None:
        stopping.value = True

    def prepare_pool_process(**_: object) -> None:
        die_with_parent()
        if warm_up:
            warm_up()

    signals.worker_process_init.connect(prepare_pool_process, weak=False)
    signals.worker_shutting_down.connect(stop_jobs, weak=False)
    _silence_celery()
    celery.worker_main(
        [
            "--quiet",
            "worker",
            f"--queues={queues}",
            f"--concurrency={concurrency}",
            f"--hostname={queues.replace(',', '-')}@{socket.gethostname()}-{os.getpid()}",
            "--pool=prefork",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
            "--max-memory-per-child=2000000",
        ]
    )


def _silence_celery() -> None:
    """Warnings without a cause here."""
    # It warns root because pickled messages can run anything. Ours are JSON, and in a container root is usual.
    warnings.filterwarnings("ignore", category=SecurityWarning)

    def silence_again(**_: object) -> None:
        # With every lost connection it warns of a future default, though the setting is made; and it switches these
        # warnings on while it sets up.
        warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)

    signals.celeryd_after_setup.connect(silence_again, weak=False)


def run_scheduler(container: Container) -> None:
    """Sends the periodic tasks, one scheduler at a time (a lock in Redis), until SIGTERM."""
    celery = container.celery
    register_tasks(celery, container)
    celery.conf.beat_schedule = periodic_tasks(container.settings)
    celery.Beat(scheduler_cls="redbeat.RedBeatScheduler", loglevel="WARNING", max_interval=5, quiet=True).run()


def periodic_tasks(settings: Settings) -> dict[str, dict[str, object]]:
    """By name: the task and how many seconds lie between two of it."""
    watch = {"watch": {"task": WATCH, "schedule": settings.watch_seconds}} if settings.watch_folders else {}
    return {"reap": {"task": REAP, "schedule": 5.0}, "tidy": {"task": TIDY, "schedule": 900.0}, **watch}
