"""What is asked of a language model and what comes back; no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


class Provider(StrEnum):
    GEMINI = "gemini"
    VERTEX = "vertex"
    ANTHROPIC = "anthropic"
    OPENAI = "openai"
    OPENAI_COMPATIBLE = "openai_compatible"

    @property
    def label(self) -> str:
        return {"gemini": "Gemini", "vertex": "Vertex AI", "anthropic": "Claude", "openai": "OpenAI"}.get(
            self.value, "The OpenAI-compatible server"
        )


@dataclass(frozen=True, slots=True)
class Data:
    """Material for a question, such as a brief: any JSON value. `stable` is the same in many questions."""

    name: str
    content: Any
    stable: bool = False


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """`system` and `task` are texts of this program; what comes from outside goes into `data` and nowhere else."""

    role: str
    system: str
    answer: type[T]
    data: tuple[Data, ...] = ()
    task: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens. `input` counts all of them, `cached` and `cache_written` those of it that were read and put aside."""

    input: int = 0
    output: int = 0
    cached: int = 0
    cache_written: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input + other.input,
            self.output + other.output,
            self.cached + other.cached,
            self.cache_written + other.cache_written,
        )

    @property
    def total(self) -> int:
        return self.input + self.output


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """`cost` is in millionths of a US dollar, None where the model's price is not known. `attempts` counts requests."""

    answer: T
    usage: Usage
    cost: int | None
    latency_seconds: float
    provider: Provider
    model: str
    attempts: int


class Ending(StrEnum):
    COMPLETE = "complete"
    TRUNCATED = "truncated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer as it came; `why` is the provider's word for an ending that is not complete."""

    text: str = field(repr=False)
    usage: Usage
    model: str
    ending: Ending = Ending.COMPLETE
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that did not fit, and why."""

    text: str = field(repr=False)
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as the wire formats take it, the part that stays the same first, so that providers can cache it."""

    system: str
    stable: str
    changing: str
    schema_name: str
    schema: Mapping[str, Any]
    correction: Correction | None = None
