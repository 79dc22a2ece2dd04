"""The machine: its Python, folders, programs and ports."""

import os
import platform
import shutil

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.app.services import find_running
from geminivideo.app.supervisor.ports import ReservedPort
from geminivideo.core.disk import make_home
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.settings import Settings


def check_python(_settings: Settings) -> Finding:
    return Finding("Python", "ok", f"{platform.python_version()}, {os.cpu_count()} cores, {platform.platform()}")


def check_home(settings: Settings) -> Finding:
    make_home(settings.home)
    free = shutil.disk_usage(settings.home).free
    detail = f"{settings.home}, {free / 1024**3:.1f} GiB free"
    if free < settings.min_free_bytes * 2:
        return Finding("home folder", "warning", detail, "free some space: renders will soon be refused")
    return Finding("home folder", "ok", detail)


def check_ffmpeg(settings: Settings) -> Finding:
    found = find_ffmpeg(settings.ffmpeg)
    return Finding("ffmpeg", "ok", f"{found.version} at {found.path}")


def check_video_encoder(settings: Settings) -> Finding:
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


def check_ports(settings: Settings) -> Finding:
    """Taken by geminivideo itself they are as they should be; whether they then answer is the check before this one."""
    wanted = ((settings.gateway_host, settings.gateway_port), (settings.ml_host, settings.ml_port))
    if find_running(settings.home) is not None:
        return Finding("ports", "ok", "in use by the geminivideo that runs here")
    for host, port in wanted:
        ReservedPort(host, port, anything=False).close()
    return Finding("ports", "ok", f"{' and '.join(str(port) for _, port in wanted)} are free")


def check_render_cache(settings: Settings) -> Finding:
    if not settings.render_cache_bytes:
        remedy = "set GEMINIVIDEO_RENDER_CACHE_BYTES, or every variant of an ad is rendered from scratch"
        return Finding("render cache", "warning", "off", remedy)
    from geminivideo.core.content_cache import ContentCache

    used = ContentCache(settings.render_cache_dir, settings.render_cache_bytes).used_bytes
    limit = f"{settings.render_cache_bytes / 1024**2:.0f} MiB"
    return Finding("render cache", "ok", f"{settings.render_cache_dir}, {used / 1024**2:.0f} of {limit} used")
