"""Speech in the clips' own sound gives way to the voice-over: two who speak at once are not both captioned."""

from collections.abc import Iterator, Sequence

from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord

_BREATH = 6  # frames around the voice that stay its own
_LEAST_WORDS = 3  # less of a line that is left between two lines of the voice is a scrap


def voice_spans(plan: EditPlan) -> list[tuple[int, int]]:
    """The frames from..to in which captions are the voice's; pauses inside a line belong to it."""
    lines = [line.words for line in plan.narration if line.words]
    return [(words[0].start - _BREATH, words[-1].end + _BREATH) for words in lines]


def beside_the_voice(plan: EditPlan) -> Iterator[tuple[TimedWord, ...]]:
    """Runs of heard words during which no voice-over speaks."""
    taken = voice_spans(plan)
    for line in plan.heard:
        for run in _runs(line.words, taken):
            if len(run) >= min(_LEAST_WORDS, len(line.words)):
                yield tuple(run)


def _runs(words: Sequence[TimedWord], taken: Sequence[tuple[int, int]]) -> list[list[TimedWord]]:
    runs: list[list[TimedWord]] = [[]]
    for word in words:
        if any(word.start < end and start < word.end for start, end in taken):
            runs.append([])
        else:
            runs[-1].append(word)
    return [run for run in runs if run]
