"""Where somebody speaks, whatever the language: the Silero voice detector, in the process that recognises too."""

from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from geminivideo.core.errors import ProcessingError
from geminivideo.core.speech_recognition.asking import ask_about
from geminivideo.core.speech_recognition.model import VoicedSpan

BACKEND = "silero-vad 6"
_PACE = 1.0  # seconds for a second of sound; a quiet core takes 0.02


def find_voices(sound: Path, check: Callable[[], None]) -> tuple[VoicedSpan, ...]:
    """Stretches of speech, in order, at most 20 s each and without a pause of 0.35 s or more inside; parts of longer
    speech touch. Less than 0.4 s that is surely speech, with nobody speaking around it, is not told from music.

    `sound` is a file as `decode_for_speech` writes it; of a long one only about a minute is held in memory.

    Raises:
        UnavailableError: when the detector is not installed.
        ProcessingError: when it fails.
    """
    (answer,) = ask_about({"recogniser": "voices"}, [sound], _PACE, check)
    try:
        return tuple(VoicedSpan(**span) for span in answer["spans"])
    except (KeyError, TypeError, ValidationError) as error:
        raise ProcessingError("The voice detector's answer cannot be read.", next_step="retry the job") from error
