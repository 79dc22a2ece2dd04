"""Structured logs without secrets, stages timed as metrics and spans, and hooks for Sentry and OpenTelemetry."""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import structlog
from opentelemetry import trace

from geminivideo.core.errors import UnavailableError
from geminivideo.core.metrics import STAGE_SECONDS
from geminivideo.core.settings import Settings

_SECRET_FIELD = re.compile(r"(password|secret|token|api_?key|authorization|signature|dsn)", re.IGNORECASE)
_URL_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")
_HIDDEN = "***"


def configure_logging(settings: Settings, service: str) -> None:
    """Once per process: logs go to stderr, one event per line, with secrets shown as ***."""
    renderer = _renderer(settings)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(
        level=max(logging.WARNING, logging.getLevelNamesMapping()[settings.log_level]),
        handlers=[handler],
        force=True,
    )


def _renderer(settings: Settings) -> Any:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank fields whose name says that they are secret, and credentials inside URLs."""
    for key, value in event.items():
        if _SECRET_FIELD.search(key):
            event[key] = _HIDDEN
        elif isinstance(value, str):
            event[key] = _URL_CREDENTIALS.sub(f"{_HIDDEN}@", value)
    return event


@contextmanager
def timed_stage(flow: str, stage: str) -> Iterator[None]:
    """Measure one stage of a flow: always a metric, and a span where tracing is configured."""
    started = perf_counter()
    try:
        with trace.get_tracer("geminivideo").start_as_current_span(f"{flow}.{stage}"):
            yield
    finally:
        STAGE_SECONDS.labels(flow, stage).observe(perf_counter() - started)


def configure_reporting(settings: Settings, service: str) -> None:
    """Switch on Sentry and OpenTelemetry where they are configured; their packages are extras."""
    if settings.sentry_dsn:
        _start_sentry(settings.sentry_dsn.get_secret_value(), service)
    if settings.otlp_endpoint:
        _start_tracing(settings.otlp_endpoint, service)


def _start_sentry(dsn: str, service: str) -> None:
    try:
        import sentry_sdk
    except ImportError as error:
        raise _missing_extra("GEMINIVIDEO_SENTRY_DSN", "sentry") from error
    # A frame's variables hold tokens, keys and what users wrote.
    sentry_sdk.init(dsn=dsn, server_name=service, send_default_pii=False, include_local_variables=False)


def _start_tracing(endpoint: str, service: str) -> None:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise _missing_extra("GEMINIVIDEO_OTLP_ENDPOINT", "otel") from error
    provider = TracerProvider(resource=Resource.create({"service.name": f"geminivideo-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)


def _missing_extra(setting: str, extra: str) -> UnavailableError:
    return UnavailableError(
        f"{setting} is set, but the package for it is not installed.",
        next_step=f"install geminivideo[{extra}], or unset {setting}",
    )
