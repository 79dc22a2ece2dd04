"""What is wrong with a scene that a live model wrote, in a first draft or a later version; and a nameless product."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from geminivideo.creative.director.live.languages import wrong_script
from geminivideo.creative.director.live.truth import is_spoken_plainly
from geminivideo.creative.director.pictures import MAX_SCREEN_WORDS
from geminivideo.creative.english.offers import spoken_name
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief
from geminivideo.creative.words import spoken_words, words_that_fit

SHORTEST_SCENE = 1.5
MOST_QUERY_WORDS, MOST_DIRECTION_WORDS, MOST_EMOTION_WORDS = 12, 80, 3
_LONGEST_TEXT = 600


class Scene(Protocol):
    @property
    def seconds(self) -> float: ...
    @property
    def voice_over(self) -> str: ...
    @property
    def on_screen_text(self) -> str: ...
    @property
    def visual_direction(self) -> str: ...
    @property
    def footage_query(self) -> str: ...
    @property
    def emotion(self) -> str: ...


def scene_faults(scene: Scene, brief: Brief, *, last: bool) -> Iterator[str]:
    """The last scene may show the whole offer, however long it is."""
    if not scene.seconds >= SHORTEST_SCENE:
        yield f"{scene.seconds:g} seconds are too short"
    elif spoken_words(scene.voice_over) > (fit := words_that_fit(scene.seconds, language_for(brief.language).words)):
        words = spoken_words(scene.voice_over)
        yield f"voice_over takes the time of {words} words, {fit} fit its {scene.seconds:g} seconds"
    shown = spoken_words(scene.on_screen_text)
    if shown > MAX_SCREEN_WORDS and not (last and scene.on_screen_text == brief.offer):
        yield f"on_screen_text has {shown} words, {MAX_SCREEN_WORDS} are the most"
    yield from _limits(scene)
    if not is_spoken_plainly(scene.voice_over):
        yield "voice_over has words in brackets"
    if wrong_script([scene.footage_query], "en"):
        yield "footage_query is not in English"


def naming_faults(texts: Iterable[str], brief: Brief) -> Iterator[str]:
    told = " ".join(texts).casefold()
    if not any(name.casefold() in told for name in (brief.product_name, spoken_name(brief.product_name))):
        yield f"the product is never named; the brief calls it “{brief.product_name}”"


def _limits(scene: Scene) -> Iterator[str]:
    for name, text, most in (
        ("voice_over", scene.voice_over, _LONGEST_TEXT),
        ("on_screen_text", scene.on_screen_text, _LONGEST_TEXT),
        ("visual_direction", scene.visual_direction, MOST_DIRECTION_WORDS),
        ("footage_query", scene.footage_query, MOST_QUERY_WORDS),
        ("emotion", scene.emotion, MOST_EMOTION_WORDS),
    ):
        words = spoken_words(text)
        if not words:
            yield f"{name} is empty"
        elif words > most or len(text) > _LONGEST_TEXT:
            yield f"{name} is too long"
