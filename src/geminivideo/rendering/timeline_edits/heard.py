"""Captions of the clips' own sound after an edit: a word that was heard stays with the sound it is in."""

from collections.abc import Iterable, Sequence

from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.frames import FPS, TimedWord
from geminivideo.rendering.plan.words import HeardLine


def heard_again(
    lines: Sequence[HeardLine], before: Sequence[Clip], after: Sequence[Clip], frames: int
) -> tuple[HeardLine, ...]:
    """What clips no longer play goes, what they play elsewhere moves. What an edit brings in was not listened to."""
    placed = [
        line.model_copy(update={"words": tuple(words)})
        for line in lines
        for words in _placed(line, before, after)
        if words
    ]
    return _in_order(placed, frames)


def _placed(line: HeardLine, before: Sequence[Clip], after: Sequence[Clip]) -> Iterable[list[TimedWord]]:
    """Its words in each clip that plays them; those that were in no clip stay where they were written."""
    seconds = [(word, _second(line.footage_id, word, before)) for word in line.words]
    yield [word for word, second in seconds if second is None]
    for clip in after:
        if isinstance(clip, FootageClip) and clip.footage_id == line.footage_id and clip.sound:
            starts = [(word, _frame(clip, second)) for word, second in seconds if second is not None]
            yield [_at(word, start) for word, start in starts if start is not None]


def _second(footage_id: str, word: TimedWord, clips: Sequence[Clip]) -> float | None:
    """Of the source. Where two clips are heard at once, the word is that of the one that is seen."""
    heard = [
        clip
        for clip in clips
        if isinstance(clip, FootageClip)
        and clip.sound
        and clip.footage_id == footage_id
        and clip.start - clip.sound.lead_frames <= word.start < clip.end + clip.sound.tail_frames
    ]
    seen = [clip for clip in heard if clip.start <= word.start < clip.end] or heard
    return seen[0].in_seconds + (word.start - seen[0].start) / FPS if seen else None


def _frame(clip: FootageClip, second: float) -> int | None:
    frame = round((second - clip.in_seconds) * FPS)
    lead, tail = (clip.sound.lead_frames, clip.sound.tail_frames) if clip.sound else (0, 0)
    return clip.start + frame if -lead <= frame < clip.frames + tail else None


def _at(word: TimedWord, start: int) -> TimedWord:
    return word.model_copy(update={"start": start, "end": start + word.end - word.start})


def _in_order(lines: Iterable[HeardLine], frames: int) -> tuple[HeardLine, ...]:
    """One word at a time: of two that would stand together the earlier stays."""
    kept: list[HeardLine] = []
    free_from = 0
    for line in sorted(lines, key=lambda line: line.words[0].start):
        words = []
        for word in line.words:
            if free_from <= word.start and word.end <= frames:
                words.append(word)
                free_from = word.end
        if words:
            kept.append(line.model_copy(update={"words": tuple(words)}))
    return tuple(kept)
