"""From seconds of a blueprint and of a voice to whole frames of an ad."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import AdStructure, Platform
from geminivideo.rendering.length.limits import LIMITS
from geminivideo.rendering.plan.clips import MIN_END_CARD_FRAMES
from geminivideo.rendering.plan.frames import FPS, TimedWord
from geminivideo.rendering.plan.words import NarrationLine
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.templates.grammars import GRAMMARS
from geminivideo.rendering.text.escape import clean

_LEAD_IN = 3  # frames of picture before a voice starts: a cut and a consonant at once sound clipped
_TAIL = 4
_SHORTEST_REST = 30  # frames of the last scene before its end card; with less left it is all end card
_SHORTEST_BODY = 60  # what a single-scene ad shows before its end card


@dataclass(frozen=True, slots=True)
class SceneSlot:
    """Where a blueprint scene stands in the ad. The end card takes the last `end_card` frames."""

    index: int
    start: int
    frames: int
    end_card: int = 0

    @property
    def end(self) -> int:
        return self.start + self.frames


@dataclass(frozen=True, slots=True)
class Timeline:
    slots: tuple[SceneSlot, ...]
    narration: tuple[NarrationLine, ...]

    @property
    def frames(self) -> int:
        return self.slots[-1].end


def lay_out(
    blueprint: Blueprint,
    speeches: Sequence[Speech | None],
    template: AdStructure | None = None,
    platform: Platform = Platform.SQUARE,
) -> Timeline:
    """Place scenes and voice. `speeches` has one entry per scene, None where nothing is said.

    Raises:
        InvalidInputError: when the ad would be longer than its platform takes.
    """
    only_one, card = len(blueprint.scenes) == 1, GRAMMARS[template or blueprint.structure].end_card
    slots: list[SceneSlot] = []
    narration: list[NarrationLine] = []
    start = 0
    lengths = scene_lengths(blueprint, speeches)
    for index, (frames, speech) in enumerate(zip(lengths, speeches, strict=True)):
        end_card = _end_card_frames(frames, card, only=only_one) if index == len(lengths) - 1 else 0
        slots.append(SceneSlot(index, start, frames, end_card))
        if speech is not None and speech.words:
            narration.append(narration_line(index, blueprint.scenes[index].voice_over, speech, start + _LEAD_IN))
        start += frames
    _refuse_too_long(start, blueprint, platform)
    return Timeline(tuple(slots), tuple(narration))


def scene_lengths(blueprint: Blueprint, speeches: Sequence[Speech | None]) -> list[int]:
    """Frames of each scene: what the blueprint asks for, and no less than its line or its end card takes."""
    last = len(blueprint.scenes) - 1
    return [
        _scene_frames(scene, speech, last=index == last, only=last == 0)
        for index, (scene, speech) in enumerate(zip(blueprint.scenes, speeches, strict=True))
    ]


def _scene_frames(scene: BlueprintScene, speech: Speech | None, *, last: bool, only: bool) -> int:
    spoken = _LEAD_IN + _frames(speech.seconds) + _TAIL if speech is not None and speech.words else 1
    shortest = (MIN_END_CARD_FRAMES + (_SHORTEST_BODY if only else 0)) if last else 1
    return max(_frames(scene.seconds), spoken, shortest)


def _end_card_frames(frames: int, card: int, *, only: bool) -> int:
    if only:
        return MIN_END_CARD_FRAMES
    return frames if frames <= card + _SHORTEST_REST else card


def _frames(seconds: float) -> int:
    return max(1, round(seconds * FPS))


def narration_line(scene: int, text: str, speech: Speech, start: int) -> NarrationLine:
    return NarrationLine(
        scene=scene,
        text=clean(text),
        start=start,
        frames=_frames(speech.seconds),
        words_per_minute=speech.words_per_minute,
        words=_timed_words(speech, start),
    )


def _timed_words(speech: Speech, offset: int) -> tuple[TimedWord, ...]:
    """Every word on whole frames, at least one frame long, none over the next.

    A voice may report words shorter than a frame, or out of order by rounding: each start is pushed just far enough.
    """
    words = [word for word in speech.words if clean(word.text)]
    last = _frames(speech.seconds)
    starts: list[int] = []
    for position, word in enumerate(words):
        earliest = starts[-1] + 1 if starts else 0
        latest = max(earliest, last - (len(words) - position))
        starts.append(min(max(round(word.start_seconds * FPS), earliest), latest))
    timed = []
    for position, word in enumerate(words):
        limit = starts[position + 1] if position + 1 < len(words) else max(last, starts[position] + 1)
        end = min(max(round(word.end_seconds * FPS), starts[position] + 1), limit)
        timed.append(TimedWord(text=clean(word.text), start=offset + starts[position], end=offset + end))
    return tuple(timed)


def _refuse_too_long(frames: int, blueprint: Blueprint, platform: Platform) -> None:
    longest = LIMITS[platform].longest
    if frames > longest * FPS:
        raise InvalidInputError(
            f"The ad {blueprint.id} would last {frames / FPS:.1f} s; {platform} takes at most {longest} s.",
            next_step="shorten the voice-over or the scenes of the blueprint, or render for a platform that takes more",
        )
