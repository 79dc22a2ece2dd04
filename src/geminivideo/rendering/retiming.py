"""Lines of a plan that are to be spoken anew, and their words timed by the voice: those that were changed by hand, and
those of a voice that says nothing twice in the same way, when what it said is not kept any more.
"""

from collections.abc import Callable

from geminivideo.core.errors import InvalidInputError
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.voice import VoiceMark
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.recordings import is_recorded, speak_lines
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.timeline import narration_line
from geminivideo.rendering.voice.base import Voice
from geminivideo.rendering.voice.fit import LEAD_SECONDS, TAIL_SECONDS, SceneLine
from geminivideo.rendering.voices import Voices
from geminivideo.rendering.workspace import Workspace


def spoken(plan: EditPlan, voices: Voices, workspace: Workspace, check: Callable[[], None]) -> EditPlan:
    """The plan as its voice speaks it, or with all lines by the bundled voice where that one fails.

    Raises:
        InvalidInputError: see `timed`.
    """

    def speak(voice: Voice, mark: VoiceMark) -> EditPlan:
        return timed(_to_be_spoken(plan, voice, mark, workspace), voice, workspace, check)

    made, mark, notes = voices.speak(plan.voice, speak)
    return made if mark == plan.voice else made.model_copy(update={"voice": mark, "notes": (*made.notes, *notes)})


def _to_be_spoken(plan: EditPlan, voice: Voice, mark: VoiceMark, workspace: Workspace) -> EditPlan:
    """Without the words of lines that this voice has to speak. The bundled one repeats itself to the sample."""
    if plan.voice.is_offline:
        return plan
    lines = [
        line
        if mark == plan.voice and is_recorded(voice, line, plan.language, workspace)
        else line.model_copy(update={"words": ()})
        for line in plan.narration
    ]
    return plan if lines == list(plan.narration) else EditPlan(**{**dict(plan), "narration": tuple(lines)})


def timed(plan: EditPlan, voice: Voice, workspace: Workspace, check: Callable[[], None]) -> EditPlan:
    """The plan with words for every line. Lines that have theirs stay as they are.

    Raises:
        InvalidInputError: when a line takes longer to say than there is room until the next one or the end.
    """
    untimed = [index for index, line in enumerate(plan.narration) if not line.words]
    if not untimed:
        return plan
    lines = [SceneLine(clean(plan.narration[index].text), _room(plan, index)) for index in untimed]
    spoken = speak_lines(voice, lines, plan.language, workspace, check)
    changed = dict(zip(untimed, spoken, strict=True))
    narration = [_line(plan, index, changed[index]) if index in changed else line for index, line in _lines(plan)]
    return EditPlan(**{**dict(plan), "narration": tuple(line for line in narration if line is not None)})


def _lines(plan: EditPlan) -> list[tuple[int, NarrationLine]]:
    return list(enumerate(plan.narration))


def _room(plan: EditPlan, index: int) -> float:
    """Seconds that a line may take, and the margins that the voice keeps around one."""
    return _free_frames(plan, index) / FPS + LEAD_SECONDS + TAIL_SECONDS


def _free_frames(plan: EditPlan, index: int) -> int:
    following = plan.narration[index + 1].start if index + 1 < len(plan.narration) else plan.frames
    return max(1, following - plan.narration[index].start)


def _line(plan: EditPlan, index: int, speech: Speech | None) -> NarrationLine | None:
    """None for a text in which there is nothing to say."""
    if speech is None:
        return None
    line, free = plan.narration[index], _free_frames(plan, index)
    new = narration_line(line.scene, line.text, speech, line.start)
    if new.words[-1].end - new.start > free:
        over = (new.words[-1].end - new.start - free) / FPS
        raise InvalidInputError(
            f"The line at frame {line.start}, {line.text[:60]!r}, takes {over:.1f} s more to say than there is room.",
            next_step="shorten its text, let it begin earlier, or let what follows begin later",
        )
    return new
