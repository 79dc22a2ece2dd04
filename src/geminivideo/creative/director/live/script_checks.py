"""What is wrong with a draft, by code; the reasons are told to the model once, and to people if it does not mend it.

What viewers do not meet, such as a title, is put right in `blueprints.py` instead.
"""

import math
import re
from collections.abc import Iterator

from geminivideo.creative.director.live.answers import DraftScene, ScriptDraft
from geminivideo.creative.director.live.assignment import SCENES, Assignment
from geminivideo.creative.director.live.hook_checks import policy_flaws
from geminivideo.creative.director.live.languages import (
    words_per_second,
    wrong_language,
    wrong_script,
)
from geminivideo.creative.director.live.truth import Truth, is_spoken_plainly
from geminivideo.creative.director.pictures import MAX_SCREEN_WORDS
from geminivideo.creative.english.offers import spoken_name
from geminivideo.creative.model import Brief
from geminivideo.creative.words import spoken_words

_SHORTEST_SCENE = 1.5
_MOST_SCENES_READ = 20
_MOST_QUERY_WORDS, _MOST_DIRECTION_WORDS, _MOST_EMOTION_WORDS = 12, 80, 3
_LONGEST_TEXT = 600
_DOT = re.compile(r"[\s.!…。]+$")


class ScriptChecks:
    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._truth = Truth(brief)
        self._words_per_second = words_per_second(brief.language)
        self._names = {name.casefold() for name in (brief.product_name, spoken_name(brief.product_name))}

    def flaws(self, draft: ScriptDraft, assignment: Assignment, hook: str) -> list[str]:
        """An empty list for a draft that can be used."""
        if len(draft.scenes) > _MOST_SCENES_READ:
            return [f"it has {len(draft.scenes)} scenes"]
        return [*self._form(draft, assignment, hook), *self._content(draft)]

    def _form(self, draft: ScriptDraft, assignment: Assignment, hook: str) -> Iterator[str]:
        cell = assignment.cell
        least, most = SCENES[cell.seconds]
        if not least <= len(draft.scenes) <= most:
            yield f"it has {len(draft.scenes)} scenes, {least} to {most} are asked for"
        total = sum(scene.seconds for scene in draft.scenes)
        if not math.isclose(total, cell.seconds, abs_tol=0.01):
            yield f"its scenes last {total:g} seconds together, {cell.seconds} are asked for"
        if draft.scenes and _plainly(draft.scenes[0].voice_over) != _plainly(hook):
            yield "the first voice_over is not the cell's hook"
        if _plainly(draft.cta_text) != _plainly(self._brief.offer):
            yield "cta_text is not the brief's offer, letter for letter"
        for number, scene in enumerate(draft.scenes, start=1):
            last = number == len(draft.scenes)
            yield from (f"scene {number}: {flaw}" for flaw in self._scene(scene, last=last))

    def _scene(self, scene: DraftScene, *, last: bool) -> Iterator[str]:
        if not scene.seconds >= _SHORTEST_SCENE:
            yield f"{scene.seconds:g} seconds are too short"
        elif spoken_words(scene.voice_over) > (fit := int(scene.seconds * self._words_per_second + 1e-9)):
            words = spoken_words(scene.voice_over)
            yield f"voice_over takes the time of {words} words, {fit} fit its {scene.seconds:g} seconds"
        shown = spoken_words(scene.on_screen_text)
        if shown > MAX_SCREEN_WORDS and not (last and scene.on_screen_text == self._brief.offer):
            yield f"on_screen_text has {shown} words, {MAX_SCREEN_WORDS} are the most"
        yield from _limits(scene)
        if not is_spoken_plainly(scene.voice_over):
            yield "voice_over has words in brackets"
        if wrong_script([scene.footage_query], "en"):
            yield "footage_query is not in English"

    def _content(self, draft: ScriptDraft) -> Iterator[str]:
        places = dict(_places(draft))
        for place, text in places.items():
            yield from (f"{place}: {flaw}" for flaw in self._truth.offences(text))
            if place.endswith(("voice_over", "on_screen_text")):
                yield from (f"{place}: {flaw}" for flaw in policy_flaws(text, self._brief))
        told = " ".join(places.values()).casefold()
        if not any(name in told for name in self._names):
            yield f"the product is never named; the brief calls it “{self._brief.product_name}”"
        spoken = [scene.voice_over for scene in draft.scenes]
        if reason := wrong_language(spoken, self._brief.language):
            yield reason


def _limits(scene: DraftScene) -> Iterator[str]:
    for name, text, most in (
        ("voice_over", scene.voice_over, _LONGEST_TEXT),
        ("on_screen_text", scene.on_screen_text, _LONGEST_TEXT),
        ("visual_direction", scene.visual_direction, _MOST_DIRECTION_WORDS),
        ("footage_query", scene.footage_query, _MOST_QUERY_WORDS),
        ("emotion", scene.emotion, _MOST_EMOTION_WORDS),
    ):
        words = spoken_words(text)
        if not words:
            yield f"{name} is empty"
        elif words > most or len(text) > _LONGEST_TEXT:
            yield f"{name} is too long"


def _places(draft: ScriptDraft) -> Iterator[tuple[str, str]]:
    """All that viewers hear, read or see, but the call to action, which is the brief's own."""
    for number, scene in enumerate(draft.scenes, start=1):
        yield f"scene {number} voice_over", scene.voice_over
        yield f"scene {number} on_screen_text", scene.on_screen_text
        yield f"scene {number} visual_direction", scene.visual_direction
    yield "before", draft.before
    yield "after", draft.after


def _plainly(text: str) -> str:
    """Typography and a last stop make no other text."""
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return _DOT.sub("", " ".join(straight.split())).casefold()
