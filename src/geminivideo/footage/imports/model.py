"""A promise of footage, and what fetches it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.labels import label_from


class ImportStatus(StrEnum):
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"
    CANCELLED = "cancelled"


class FootageImport(Frozen):
    """`footage_id` is promised before the file is here. The same bytes may turn out to be older footage."""

    footage_id: str
    account_id: str
    job_id: str
    source: dict[str, Any] = Field(description="its kind, and what that kind of source needs to find the file")
    status: ImportStatus
    problem: dict[str, Any] | None = Field(None, description="why it failed: cause and next_step")
    became: str | None = Field(None, description="the footage that it is now: its own id, or an older one's")
    created_at: datetime

    @property
    def label(self) -> str:
        """What it is called until the file is here."""
        return promised_label(self.source)


def promised_label(source: Mapping[str, Any]) -> str:
    return label_from(PurePath(source.get("path") or "").name)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file on this machine, and what it is called where it came from: data, never a path."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Watch:
    """`check` raises when the work has to stop. `report` takes a stage and the part that is done, 0 to 1."""

    check: Callable[[], None]
    report: Callable[[str, float], None]
