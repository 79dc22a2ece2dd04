"""Which recogniser this installation has, and why not a better one."""

from geminivideo.core.errors import UnavailableError
from geminivideo.core.speech_recognition import pocketsphinx, whisper
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.pocketsphinx import PocketsphinxRecogniser
from geminivideo.core.speech_recognition.whisper import WhisperRecogniser
from geminivideo.core.speech_recognition.whisper_weights import WhisperWeights


def choose_recogniser(whisper_model: str | None, *, may_download: bool) -> SpeechRecogniser | str:
    """Whisper where it has its weights, else the bundled one; a text says why there is neither.

    With `may_download` the weights are fetched here if they are missing, so ask when somebody first wants to hear.
    """
    found = _whisper(whisper_model, may_download=may_download)
    if not isinstance(found, str):
        return found
    if pocketsphinx.is_installed():
        return PocketsphinxRecogniser(found)
    return f"there is no pocketsphinx for this Python on this machine, and {found}"


def _whisper(model: str | None, *, may_download: bool) -> WhisperRecogniser | str:
    if not model:
        return "for Whisper set GEMINIVIDEO_WHISPER_MODEL"
    if not whisper.is_installed():
        return "for Whisper install the extra `whisper`"
    weights = WhisperWeights(model, may_download)
    try:
        weights.folder()
    except UnavailableError as error:
        return error.cause.removesuffix(".")
    return WhisperRecogniser(weights)
