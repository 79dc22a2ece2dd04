"""What a recogniser answers."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen


class HeardWord(Frozen):
    """A word as it was heard, in seconds from the start of the sound."""

    text: str
    start_seconds: float = Field(ge=0)
    end_seconds: float = Field(ge=0)
    confidence: float = Field(ge=0, le=1)
    gap_after: bool = Field(False, description="what was said next, in the same breath, was too uncertain to be told")


class Transcript(Frozen):
    """The words of one sound, in order, without overlap; none where nobody speaks."""

    recogniser: str
    language: str
    words: tuple[HeardWord, ...]
    doubtful: int = Field(0, ge=0, description="words that were left out because they were too uncertain")
    unsure: tuple[float, ...] = Field((), description="when those are said: the middle of each, in seconds")


class VoicedSpan(Frozen):
    """A stretch in which somebody speaks, in seconds from the start of the sound."""

    start_seconds: float = Field(ge=0)
    end_seconds: float = Field(ge=0)
