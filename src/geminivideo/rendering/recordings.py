"""Spoken lines in the workspace: what was spoken before, by the same voice at the same pace, is found again."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.rendering.plan import NarrationLine
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.voice.fit import FittedLine, SceneLine, fit_lines
from geminivideo.rendering.workspace import Workspace

_SPEECHES = TypeAdapter(list[Speech | None])


def speak_scenes(
    voice: Voice, scenes: Sequence[BlueprintScene], language: str, workspace: Workspace, check: Callable[[], None]
) -> list[Speech | None]:
    """What each scene says, at a pace that fits its length where possible; None where nothing is to be heard."""
    lines = [SceneLine(clean(scene.voice_over), scene.seconds) for scene in scenes]
    return speak_lines(voice, lines, language, workspace, check)


def speak_lines(
    voice: Voice, lines: Sequence[SceneLine], language: str, workspace: Workspace, check: Callable[[], None]
) -> list[Speech | None]:
    inputs = json.dumps([voice.name, language, [(line.text, line.seconds) for line in lines]])

    def speak() -> str:
        with workspace.scratch() as folder:
            fitted = fit_lines(voice, lines, language=language, folder=folder, check=check)
            for line, spoken in zip(lines, fitted, strict=True):
                _keep(line.text, spoken, language, voice, workspace)
            heard = [each.speech if each.speech.seconds > 0 else None for each in fitted]
        return _SPEECHES.dump_json(heard).decode()

    return _SPEECHES.validate_json(workspace.produce_text("voice", inputs, ".json", speak))


def _keep(text: str, spoken: FittedLine, language: str, voice: Voice, workspace: Workspace) -> None:
    inputs = _key(voice, text, language, spoken.speech.words_per_minute)
    workspace.produce("line", inputs, ".wav", lambda target: _move(spoken.path, target))


def _move(source: Path, target: Path) -> None:
    source.replace(target)


def recording_of(voice: Voice, line: NarrationLine, language: str, workspace: Workspace) -> Path:
    """The sound of a line of the plan; a line changed by hand is spoken now."""

    def speak(target: Path) -> None:
        voice.speak(line.text, language=language, words_per_minute=line.words_per_minute, target=target)

    return workspace.produce("line", _key(voice, line.text, language, line.words_per_minute), ".wav", speak)


def _key(voice: Voice, text: str, language: str, words_per_minute: int) -> str:
    return json.dumps([voice.name, text, language, words_per_minute])
