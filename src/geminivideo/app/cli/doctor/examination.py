"""All checks, one after the other."""

from collections.abc import Callable, Iterator
from functools import partial

from geminivideo.app.cli.doctor import drive, folders, language_models, machine, models, registry, services, vertex
from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import VoiceProvider

_CHECKS: dict[str, Callable[[Settings], Finding]] = {
    "Python": machine.check_python,
    "home folder": machine.check_home,
    "ffmpeg": machine.check_ffmpeg,
    "video encoder": machine.check_video_encoder,
    "PostgreSQL": services.check_postgres,
    "Redis": services.check_redis,
    "services": services.check_services,
    "ports": machine.check_ports,
    "prediction engines": models.check_engines,
    "prediction models": registry.check_prediction_models,
    "predictions on Vertex AI": vertex.check_vertex,
    "sentence embeddings": models.check_embeddings,
    "face detector": models.check_faces,
    "reader of writing": models.check_writing,
    "object detector": models.check_objects,
    "offline voice": models.check_voice,
    "speech recogniser": models.check_recogniser,
    **{
        f"{provider} voice": partial(models.check_cloud_voice, provider)
        for provider in VoiceProvider
        if provider != "offline"
    },
    "language models": language_models.check_model_providers,
    "roles of language models": language_models.check_model_roles,
    "Google Drive": drive.check_drive,
    "footage folders": folders.check_footage_folders,
    "watched folders": folders.check_watch_folders,
    "storage": services.check_storage,
    "render cache": machine.check_render_cache,
    "reporting": services.check_reporting,
}


def examine(settings: Settings) -> Iterator[Finding]:
    for name, check in _CHECKS.items():
        try:
            yield check(settings)
        except GeminivideoError as error:
            yield Finding(name, "broken", error.cause, error.next_step)
        except Exception as error:  # noqa: BLE001 - a check that breaks is a finding too
            yield Finding(name, "broken", f"{type(error).__name__}: {error}", "reinstall the pinned requirements")
