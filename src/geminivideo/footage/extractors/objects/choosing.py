"""Which object detector this installation has, and why not the one that the operator names."""

from geminivideo.core.errors import GeminivideoError
from geminivideo.footage.extractors.objects.base import ObjectDetector
from geminivideo.footage.extractors.objects.brought import BroughtDetector
from geminivideo.footage.extractors.objects.bundled import BACKEND, BundledDetector
from geminivideo.footage.extractors.objects.weights import model_file
from geminivideo.footage.settings import ObjectSettings


def choose_detector(settings: ObjectSettings) -> ObjectDetector:
    """The operator's detector where it is here and can be used, else the bundled one, whose backend says why.

    Raises:
        UnavailableError: when the bundled one is needed and damaged.
    """
    if not settings.model:
        return BundledDetector(settings.confidence, settings.why_bundled)
    try:
        file = model_file(settings.model, settings.model_folder, may_download=False)
        return BroughtDetector(file, settings.confidence)
    except GeminivideoError as error:
        return BundledDetector(settings.confidence, _why(error))


def fetched(settings: ObjectSettings) -> ObjectSettings:
    """The settings once what may be fetched has been: the process that looks has no network."""
    if not settings.model or not settings.may_download:
        return settings
    try:
        model_file(settings.model, settings.model_folder, may_download=True)
    except GeminivideoError as error:
        return settings.model_copy(update={"model": None, "why_bundled": _why(error)})
    return settings


def is_fallback(backend: str) -> bool:
    return backend.startswith(f"{BACKEND} (")


def _why(error: GeminivideoError) -> str:
    return error.cause.removesuffix(".")


def identity(settings: ObjectSettings) -> str:
    """Which file answers, as part of a cache key: one that is replaced under the same name answers otherwise."""
    if not settings.model:
        return BACKEND
    try:
        stat = model_file(settings.model, settings.model_folder, may_download=False).stat()
    except (GeminivideoError, OSError):
        return f"{settings.model} missing"
    return f"{settings.model} {stat.st_size} {stat.st_mtime_ns}"
