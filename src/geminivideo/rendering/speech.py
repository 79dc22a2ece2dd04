"""Spoken words with their times: what the voice hands to captions, timeline and mix."""

from pydantic import Field

from geminivideo.core.blueprint import Frozen


class SpokenWord(Frozen):
    """A token of the script exactly as written there, and when it is heard, in seconds from the speech's start."""

    text: str
    start_seconds: float = Field(ge=0)
    end_seconds: float = Field(ge=0)


class Speech(Frozen):
    """One spoken text; `words` has one entry per whitespace-separated token of the text, in order."""

    seconds: float = Field(ge=0)
    words: tuple[SpokenWord, ...]
    words_per_minute: int
    voice: str
