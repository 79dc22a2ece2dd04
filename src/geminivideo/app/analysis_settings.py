"""What the settings of this installation mean for the analysis of footage."""

from geminivideo.core.settings import Settings
from geminivideo.footage.settings import AnalysisSettings, ObjectSettings


def analysis_settings(settings: Settings) -> AnalysisSettings:
    return AnalysisSettings(max_pixels=settings.footage_max_pixels, objects=object_settings(settings))


def object_settings(settings: Settings) -> ObjectSettings:
    return ObjectSettings(
        model=settings.object_model or None,
        may_download=settings.object_model_download,
        model_folder=settings.models_dir,
        looks_per_second=settings.object_looks_per_second,
    )
