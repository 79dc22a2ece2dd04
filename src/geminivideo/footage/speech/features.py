"""What is said in one scene, and how much of it.

`speech`: share of the scene in which somebody speaks, by the voice detector. `speech_rate`: words a minute while
somebody speaks, those included that were too uncertain to be told; None below a second of speech, which says little.
A word is of the scene in which its middle lies.
"""

from collections.abc import Iterator

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import SpokenWord
from geminivideo.footage.speech.model import Speech, Stretch

_LEAST_SECONDS = 1.0


class SaidInScene(Frozen):
    """See `SceneContent` and `SceneFeatures`; None where nobody listened."""

    speech: float | None = None
    speech_rate: float | None = None
    words: tuple[SpokenWord, ...] | None = None
    language: str | None = None
    backends: dict[str, str] = Field(default_factory=dict)
    problems: tuple[str, ...] = ()


def said_in(heard: Speech | None, start: float, end: float) -> SaidInScene:
    if heard is None or heard.voices is None:
        return SaidInScene()
    seconds = sum(max(0.0, min(end, span.end_seconds) - max(start, span.start_seconds)) for span in heard.voices)
    share = round(min(1.0, seconds / (end - start)), 4)
    if heard.stretches is None:
        return SaidInScene(speech=share, backends=heard.backends)
    near = [stretch for stretch in heard.stretches if stretch.start_seconds < end and stretch.end_seconds > start]
    if any(stretch.words is None for stretch in near):
        return SaidInScene(speech=share, backends={"voice": heard.backends["voice"]})
    words = tuple(word for word in heard.words if start <= _middle(word) < end)
    unsure = sum(start <= at < end for stretch in near for at in stretch.unsure)
    return SaidInScene(
        speech=share,
        speech_rate=round(60 * (len(words) + unsure) / seconds, 1) if seconds >= _LEAST_SECONDS else None,
        words=words,
        language=_language(near, words),
        backends=heard.backends,
        problems=tuple(_problems(heard, words, unsure)),
    )


def _problems(heard: Speech, words: tuple[SpokenWord, ...], unsure: int) -> Iterator[str]:
    if words and heard.caution:
        yield f"words: {heard.caution}"
    if unsure:
        yield f"words: {unsure} that were too uncertain are left out"


def _language(near: list[Stretch], words: tuple[SpokenWord, ...]) -> str | None:
    """Of the stretch that the scene's first word is in."""
    known = (stretch.language for stretch in near if words and words[0].start_seconds < stretch.end_seconds)
    return next(known, None)


def _middle(word: SpokenWord) -> float:
    return (word.start_seconds + word.end_seconds) / 2
