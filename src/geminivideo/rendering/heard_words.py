"""Which stretches of the sources are heard in the ad, and where in it the words of their transcripts fall."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geminivideo.core.speech_recognition.model import HeardWord, Transcript
from geminivideo.rendering.captions.heard_speech import voice_spans
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS, TimedWord
from geminivideo.rendering.plan.words import HeardLine
from geminivideo.rendering.text.escape import clean

_AROUND_SECONDS = 1.0  # listened to before and after, so that the first and last words are known by their sentence
_LEAST_FREE = FPS // 2  # frames without the voice-over in which a caption can stand
_LEAST_AUDIBLE = 0.6  # of a word that a cut goes through


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a clip's source that is listened to, of which frames first..last of the ad are heard."""

    clip: FootageClip
    sha256: str
    from_seconds: float
    seconds: float
    first: int
    last: int

    @property
    def key(self) -> str:
        """Equal for stretches that hold the same sound."""
        return json.dumps([self.sha256, round(self.from_seconds, 3), round(self.seconds, 3)])


def stretches(plan: EditPlan) -> list[Stretch]:
    """Of every clip that is heard for a while without the voice-over."""
    taken = voice_spans(plan)
    found = [_stretch(plan, clip) for clip in plan.clips if isinstance(clip, FootageClip) and clip.sound]
    return [stretch for stretch in found if _longest_free(stretch, taken) >= _LEAST_FREE]


def _stretch(plan: EditPlan, clip: FootageClip) -> Stretch:
    source, sound = plan.source(clip.footage_id), clip.sound
    lead, tail = (sound.lead_frames, sound.tail_frames) if sound else (0, 0)
    begin = max(0.0, clip.in_seconds - lead / FPS - _AROUND_SECONDS)
    end = clip.in_seconds + (clip.frames + tail) / FPS + _AROUND_SECONDS
    seconds = max(1 / FPS, min(end, source.duration_seconds) - begin)
    return Stretch(clip, source.sha256, begin, seconds, clip.start - lead, min(clip.end + tail, plan.frames))


def _longest_free(stretch: Stretch, taken: Sequence[tuple[int, int]]) -> int:
    longest, at = 0, stretch.first
    for start, end in taken:
        longest, at = max(longest, min(start, stretch.last) - at), max(at, end)
    return max(longest, stretch.last - at)


def heard_lines(heard: Sequence[tuple[Stretch, Transcript]]) -> tuple[HeardLine, ...]:
    """A line for each clip in which words are heard. Where two clips sound at once, the first one's words are kept."""
    lines, free = [], 0
    for stretch, transcript in heard:
        placed = [(word, timed) for word, timed in _placed(stretch, transcript) if timed.start >= free]
        if placed:
            free = placed[-1][1].end
            lines.append(_line(stretch.clip.footage_id, transcript.recogniser, placed))
    return tuple(lines)


def _placed(stretch: Stretch, transcript: Transcript) -> Iterator[tuple[HeardWord, TimedWord]]:
    clip, free = stretch.clip, 0
    later = clip.start / FPS + stretch.from_seconds - clip.in_seconds  # from the sound's clock to the ad's
    for word in transcript.words:
        start, end = (word.start_seconds + later) * FPS, (word.end_seconds + later) * FPS
        audible = min(end, stretch.last) - max(start, stretch.first)
        text = clean(word.text)
        if text and audible > 0 and audible >= _LEAST_AUDIBLE * (end - start):
            first = max(round(start), stretch.first, free)
            free = min(max(round(end), first + 1), stretch.last)
            if first < free:
                yield word, TimedWord(text=f"{text}…" if word.gap_after else text, start=first, end=free)


def _line(footage_id: str, recogniser: str, placed: Sequence[tuple[HeardWord, TimedWord]]) -> HeardLine:
    confidence = sum(word.confidence for word, _ in placed) / len(placed)
    return HeardLine(
        footage_id=footage_id,
        words=tuple(timed for _, timed in placed),
        recogniser=recogniser,
        confidence=round(confidence, 3),
    )
