"""Celery on Redis: it carries the ids of jobs to workers. What must not be lost stands in the `jobs` table.

A killed pool process gives its task back at once (`task_reject_on_worker_lost`). When a whole worker dies, Redis
would return its tasks only after the visibility timeout; the reaper (`core.jobs.reap`) sends them again as soon as
their lease has run out, so the timeout only has to be longer than any task.
"""

from typing import Any

from celery import Celery

from geminivideo.core.settings import Settings

RENDER_QUEUE = "render"
FOOTAGE_QUEUE = "footage"
GENERATION_QUEUE = "generation"
MAINTENANCE_QUEUE = "maintenance"
HEAVY_QUEUES = (RENDER_QUEUE, FOOTAGE_QUEUE)
LIGHT_QUEUES = (GENERATION_QUEUE, MAINTENANCE_QUEUE)

# The one task there is; what it does depends on the job's kind.
RUN_JOB = "geminivideo.run_job"

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


def _configuration(broker: str) -> dict[str, Any]:
    return {
        "task_ignore_result": True,  # what a task found out is in PostgreSQL
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_send_task_events": False,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": _VISIBILITY_TIMEOUT,
            # A gateway must not hang a request on a broker that is away.
            "socket_connect_timeout": 5,
        },
        "task_default_queue": MAINTENANCE_QUEUE,
        "timezone": "UTC",
        "redbeat_redis_url": broker,
        "redbeat_key_prefix": "geminivideo:beat:",
    }
