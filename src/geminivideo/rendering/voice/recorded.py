"""A voice that never says the same thing twice: recordings of lines are kept and found again."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from geminivideo.core.checks import go_on
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.voice.base import Line, Voice
from geminivideo.rendering.workspace import Workspace

_SOUND, _WORDS = "line", "line-words"


class RecordedVoice:
    """`voice` as it is, but asked only for the lines that no render has had yet."""

    def __init__(self, voice: Voice, workspace: Workspace) -> None:
        self._voice = voice
        self._workspace = workspace

    @property
    def name(self) -> str:
        return self._voice.name

    def speak(self, text: str, *, language: str, words_per_minute: int, target: Path) -> Speech:
        return self.speak_all([Line(text, language, target, words_per_minute)])[0]

    def speak_all(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> tuple[Speech, ...]:
        self._record_missing(lines, check)
        return tuple(self._taken(line) for line in lines)

    def recordings(self, lines: Sequence[Line], *, check: Callable[[], None] = go_on) -> list[Path]:
        """The sounds of lines in the workspace, under names that stay the same while they do. Targets do not count."""
        self._record_missing(lines, check)
        return [self._workspace.path(_SOUND, self._key(line), ".wav") for line in lines]

    def _record_missing(self, lines: Sequence[Line], check: Callable[[], None]) -> None:
        missing = list({self._key(line): line for line in lines if not self._is_kept(line)}.values())
        if missing:
            self._record(missing, check)

    def _record(self, lines: Sequence[Line], check: Callable[[], None]) -> None:
        with self._workspace.scratch() as folder:
            takes = [replace(line, target=folder / f"take-{number}.wav") for number, line in enumerate(lines)]
            for take, speech in zip(takes, self._voice.speak_all(takes, check=check), strict=True):
                key = self._key(take)
                self._workspace.produce(_SOUND, key, ".wav", _moving(take.target), shared=True)
                self._workspace.produce_text(_WORDS, key, ".json", speech.model_dump_json, shared=True)

    def _is_kept(self, line: Line) -> bool:
        key = self._key(line)
        found = (self._workspace.find(stage, key, ending, shared=True) for stage, ending in _FILES)
        return all(path is not None for path in found)

    def _taken(self, line: Line) -> Speech:
        key = self._key(line)
        _link(self._workspace.path(_SOUND, key, ".wav"), line.target)
        return Speech.model_validate_json(self._workspace.path(_WORDS, key, ".json").read_bytes())

    def _key(self, line: Line) -> str:
        return json.dumps([self.name, line.text, line.language, line.words_per_minute, code_digest("voice", "sound")])


_FILES = ((_SOUND, ".wav"), (_WORDS, ".json"))


def _moving(source: Path) -> Callable[[Path], None]:
    def move(target: Path) -> None:
        source.replace(target)

    return move


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)
