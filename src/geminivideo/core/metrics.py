"""Prometheus metrics of all parts, apart from what logs and traces need, which is slow to import."""

from prometheus_client import Counter, Histogram

REQUEST_SECONDS = Histogram(
    "geminivideo_request_seconds", "HTTP requests by route template", ["service", "method", "route", "status"]
)
STAGE_SECONDS = Histogram(
    "geminivideo_stage_seconds",
    "Time spent in a stage of a flow",
    ["flow", "stage"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900),
)
JOBS_FINISHED = Counter("geminivideo_jobs_finished_total", "Jobs by kind and how they ended", ["kind", "status"])
JOBS_REAPED = Counter("geminivideo_jobs_reaped_total", "Jobs freed from a dead worker", ["kind"])
ENCODE_SPEED = Histogram(
    "geminivideo_encode_speed_ratio",
    "Seconds of video per second of encoding",
    buckets=(0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10),
)
