"""What is wrong with a draft, by code; the reasons are told to the model once, and to people if it does not mend it.

What viewers do not meet, such as a title, is put right in `blueprints.py` instead.
"""

import math
import re
from collections.abc import Iterator

from geminivideo.creative.director.live.answers import ScriptDraft
from geminivideo.creative.director.live.assignment import SCENES, Assignment
from geminivideo.creative.director.live.hook_checks import policy_flaws
from geminivideo.creative.director.live.languages import wrong_language
from geminivideo.creative.director.live.truth import Truth
from geminivideo.creative.model import Brief
from geminivideo.creative.scene_checks import naming_faults, scene_faults

_MOST_SCENES_READ = 20
_DOT = re.compile(r"[\s.!…。]+$")


class ScriptChecks:
    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._truth = Truth(brief)

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
            flaws = scene_faults(scene, self._brief, last=last)
            yield from (f"scene {number}: {flaw}" for flaw in flaws)

    def _content(self, draft: ScriptDraft) -> Iterator[str]:
        places = dict(_places(draft))
        for place, text in places.items():
            yield from (f"{place}: {flaw}" for flaw in self._truth.offences(text))
            if place.endswith(("voice_over", "on_screen_text")):
                yield from (f"{place}: {flaw}" for flaw in policy_flaws(text, self._brief))
        yield from naming_faults(places.values(), self._brief)
        spoken = [scene.voice_over for scene in draft.scenes]
        if reason := wrong_language(spoken, self._brief.language):
            yield reason


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
