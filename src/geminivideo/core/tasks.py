"""Celery on Redis: it carries the ids of jobs to workers. What must not be lost stands in the `jobs` table.

A killed pool process gives its task back at once (`task_reject_on_worker_lost`). When a whole worker dies, Redis
would return its tasks only after the visibility timeout; the reaper (`core.jobs.reap`) sends them again as soon as
their lease has run out, so the timeout only has to be longer than any task.
"""

from collections.abc import Iterable
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.settings import Settings

_log = structlog.get_logger(__name__)

RENDER_QUEUE = "render"
FOOTAGE_QUEUE = "footage"
GENERATION_QUEUE = "generation"
MAINTENANCE_QUEUE = "maintenance"
IMPORT_QUEUE = "import"
LEARNING_QUEUE = "learning"
HEAVY_QUEUES = (RENDER_QUEUE, FOOTAGE_QUEUE, LEARNING_QUEUE)
LIGHT_QUEUES = (GENERATION_QUEUE, MAINTENANCE_QUEUE)
# Downloads take hours and no power: they must hold up neither an encoder nor the finding of dead workers.
IMPORT_QUEUES = (IMPORT_QUEUE,)
ALL_QUEUES = (*HEAVY_QUEUES, *LIGHT_QUEUES, *IMPORT_QUEUES)
QUEUE_OF_KIND = {
    JobKind.RENDER: RENDER_QUEUE,
    JobKind.ANALYZE: FOOTAGE_QUEUE,
    JobKind.GENERATE: GENERATION_QUEUE,
    JobKind.IMPORT: IMPORT_QUEUE,
    JobKind.LEARN: LEARNING_QUEUE,
}

# What a job does depends on its kind; to Celery they are all this task.
RUN_JOB = "geminivideo.run_job"
REAP = "geminivideo.reap"
TIDY = "geminivideo.tidy"
WATCH = "geminivideo.watch"

# Longer than the longest task: until then Redis takes an unacknowledged task for being worked on.
_VISIBILITY_TIMEOUT = 6 * 3600


def create_celery(settings: Settings) -> Celery:
    """The application that both sends and runs tasks; tasks are registered by `app.workers`."""
    if settings.redis_url is None:
        raise ValueError("a Celery application needs redis_url; app.services resolves it")
    broker = settings.redis_url.get_secret_value()
    celery = Celery("geminivideo", broker=broker, set_as_current=False)
    celery.conf.update(_configuration(broker))
    return celery


def send_jobs(celery: Celery, jobs: Iterable[Job]) -> None:
    """Tell the workers of jobs, after the transaction that queued them has been committed.

    A broker that is away costs time, not the jobs: they stay queued, and the reaper sends them again. It is tried
    once, not once per job: somebody may be waiting for an answer.
    """
    unsent = list(jobs)
    try:
        while unsent:
            celery.send_task(RUN_JOB, args=[unsent[0].job_id], queue=QUEUE_OF_KIND[unsent[0].kind], retry=False)
            del unsent[0]
    except OperationalError as error:
        ids = [job.job_id for job in unsent]
        _log.warning("the broker did not take jobs; they will be sent again", job_ids=ids, error=str(error))


def _configuration(broker: str) -> dict[str, Any]:
    return {
        "task_ignore_result": True,  # what a task found out is in PostgreSQL
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        # A pool process loads models before it says that it is up; the default of 4 s kills it on a busy machine.
        "worker_proc_alive_timeout": 120.0,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_send_task_events": False,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": _VISIBILITY_TIMEOUT,
            # A gateway must not hang a request on a broker that is away; workers reconnect by other means.
            "socket_connect_timeout": 5,
            "max_retries": 0,
        },
        "task_default_queue": MAINTENANCE_QUEUE,
        "timezone": "UTC",
        "redbeat_redis_url": broker,
        "redbeat_key_prefix": "geminivideo:beat:",
        "redbeat_redis_options": {"socket_connect_timeout": 5, "socket_timeout": 5},
        # Until a killed scheduler's lock runs out its successor waits, and with it the jobs that have to be taken over.
        "redbeat_lock_timeout": 15,
        "beat_max_loop_interval": 5,
    }
