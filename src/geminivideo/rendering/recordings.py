"""Spoken lines in the workspace: what was spoken before, by the same voice at the same pace, is found again."""

from collections.abc import Callable, Sequence
from pathlib import Path

from geminivideo.core.blueprint import BlueprintScene
from geminivideo.core.checks import go_on
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.voice.base import Line, Voice
from geminivideo.rendering.voice.fit import SceneLine, fit_lines
from geminivideo.rendering.voice.recorded import RecordedVoice
from geminivideo.rendering.workspace import Workspace


def speak_scenes(
    voice: Voice, scenes: Sequence[BlueprintScene], language: str, workspace: Workspace, check: Callable[[], None]
) -> list[Speech | None]:
    """What each scene says, at a pace that fits its length where possible; None where nothing is to be heard."""
    lines = [SceneLine(clean(scene.voice_over), scene.seconds) for scene in scenes]
    return speak_lines(voice, lines, language, workspace, check)


def speak_lines(
    voice: Voice, lines: Sequence[SceneLine], language: str, workspace: Workspace, check: Callable[[], None]
) -> list[Speech | None]:
    with workspace.scratch() as folder:
        fitted = fit_lines(RecordedVoice(voice, workspace), lines, language=language, folder=folder, check=check)
    return [each.speech if each.speech.seconds > 0 else None for each in fitted]


def is_recorded(voice: Voice, line: NarrationLine, language: str, workspace: Workspace) -> bool:
    """Whether a line is found, so that nobody has to speak it."""
    try:
        recording_of(_Unasked(voice.name), line, language, workspace)
    except _AskedError:
        return False
    return True


class _AskedError(Exception):
    pass


class _Unasked:
    """Another voice's name, and nobody who speaks."""

    def __init__(self, name: str) -> None:
        self.name = name

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        del lines, check
        raise _AskedError

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        del text, language, words_per_minute, target
        raise _AskedError


def recording_of(voice: Voice, line: NarrationLine, language: str, workspace: Workspace) -> Path:
    """The sound of a line of the plan; a line changed by hand is spoken now."""
    return recordings_of(voice, [line], language, workspace, go_on)[0]


def recordings_of(
    voice: Voice, lines: Sequence[NarrationLine], language: str, workspace: Workspace, check: Callable[[], None]
) -> list[Path]:
    """The sounds of lines of the plan; those changed by hand are spoken now, in one go."""
    wanted = [Line(line.text, language, Path(), line.words_per_minute) for line in lines]
    return RecordedVoice(voice, workspace).recordings(wanted, check=check)
