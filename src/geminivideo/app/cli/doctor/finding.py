"""What a check found."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    state: State
    detail: str
    remedy: str = ""
