"""A filter graph and the files it reads."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read; `content` stands for its bytes."""

    path: Path
    content: str


@dataclass(frozen=True, slots=True)
class Input:
    """Options of one `-i`; the file is linked under `name`."""

    options: tuple[str, ...]
    name: str
    file: File

    @property
    def arguments(self) -> tuple[str, ...]:
        return (*self.options, "-i", self.name)


@dataclass(frozen=True, slots=True)
class Graph:
    inputs: tuple[Input, ...]
    text: str
    output: str
    files: tuple[tuple[str, File], ...] = ()  # that filters read, by the names under which they are linked
