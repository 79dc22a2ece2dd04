"""Spoken lines in the workspace: each distinct text is spoken once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from geminivideo.rendering.speech import Speech
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.workspace import Workspace


class Voice(Protocol):
    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        """Write a WAV to `target` and tell when each word is heard."""
        ...


@dataclass(frozen=True, slots=True)
class Recording:
    path: Path
    speech: Speech


def record(voice: Voice, text: str, language: str, words_per_minute: int, workspace: Workspace) -> Recording | None:
    """The text spoken, or None when there is nothing to say. What was spoken before is found again."""
    said = clean(text)
    if not said:
        return None
    inputs = json.dumps([said, language, words_per_minute])
    notes = workspace.path("voice", inputs, ".json")

    def speak(target: Path) -> None:
        speech = voice.speak(said, language=language, words_per_minute=words_per_minute, target=target)
        # Written before the sound gets its name, so that where there is sound there are words.
        notes.write_text(speech.model_dump_json(), "utf-8")

    path = workspace.produce("voice", inputs, ".wav", speak)
    return Recording(path, Speech.model_validate_json(notes.read_text("utf-8")))
