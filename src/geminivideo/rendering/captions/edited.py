"""Captions that come back as an edited SRT file: they are shown as they are; the voice stays what it is."""

import re
from collections.abc import Iterator, Mapping

from geminivideo.core.errors import InvalidInputError
from geminivideo.rendering.captions.placing import place_captions
from geminivideo.rendering.captions.sidecars import Cue
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import FPS, TimedWord
from geminivideo.rendering.plan.words import CaptionCue
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.text.escape import clean

_MOST_CUES, _MOST_LETTERS = 1_000, 1_000
_TIME = r"(\d{1,3}):([0-5]\d):([0-5]\d)[,.](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_MARKUP = re.compile(r"</?(?:b|i|u|s|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)  # what caption editors add


def with_captions(plan: EditPlan, text: str) -> EditPlan:
    """The plan with the captions of an SRT file. A cue that did not change keeps the voice's word times.

    Raises:
        InvalidInputError: when the text is no SRT file, or its cues overlap or go on after the ad's end.
    """
    known = _known_words(plan)
    edited = [_cue(cue, known) for cue in _read(text, plan)]
    return EditPlan(**{**dict(plan), "captions": tuple(edited)})


def _known_words(plan: EditPlan) -> Mapping[tuple[int, tuple[str, ...]], tuple[TimedWord, ...]]:
    placed = [each.caption for each in place_captions(plan, layout_for(plan.platform))]
    return {(caption.start, tuple(word.text for word in caption.words)): caption.words for caption in placed}


def _cue(cue: Cue, known: Mapping[tuple[int, tuple[str, ...]], tuple[TimedWord, ...]]) -> CaptionCue:
    tokens = tuple(cue.text.split())
    words = known.get((cue.start, tokens))
    if words is None or words[-1].end > cue.end:
        words = _shared(tokens, cue)
    return CaptionCue(words=words, end=cue.end)


def _shared(tokens: tuple[str, ...], cue: Cue) -> tuple[TimedWord, ...]:
    """The cue's time shared between its words by their letters, at least a frame for each."""
    spare, letters = cue.end - cue.start - len(tokens), sum(map(len, tokens))
    words, said = [], 0
    for number, token in enumerate(tokens):
        start = cue.start + number + spare * said // letters
        said += len(token)
        words.append(TimedWord(text=token, start=start, end=cue.start + number + 1 + spare * said // letters))
    return tuple(words)


def _read(text: str, plan: EditPlan) -> list[Cue]:
    found = [cue for cue in _parse(text) if cue.text]
    if not found:
        raise _unusable("no caption is in it")
    if len(found) > _MOST_CUES:
        raise _unusable(f"it has {len(found)} captions, and at most {_MOST_CUES} are accepted")
    end = 0
    for cue in found:
        _check(cue, end, plan)
        end = cue.end
    return found


def _check(cue: Cue, free_from: int, plan: EditPlan) -> None:
    shown = f"the caption {cue.text[:40]!r} at {cue.start / FPS:.2f} s"
    if len(cue.text) > _MOST_LETTERS:
        raise _unusable(f"{shown} has {len(cue.text)} letters, and at most {_MOST_LETTERS} are accepted")
    if cue.start < free_from:
        raise _unusable(f"{shown} begins before the one above it has ended")
    if cue.end > plan.frames:
        raise _unusable(f"{shown} goes on after the ad's end at {plan.seconds:.2f} s")
    if cue.end - cue.start < len(cue.text.split()):
        raise _unusable(f"{shown} is too short for its words")


def _parse(text: str) -> Iterator[Cue]:
    """Blocks of lines: a number, the times, the text. Tags that editors add are dropped; all else is text."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [index for index, line in enumerate(lines) if _TIMES.fullmatch(line)]
    if not starts and text.strip():
        raise _unusable("no line of it reads like 00:00:01,000 --> 00:00:02,500")
    for position, index in enumerate(starts):
        following = starts[position + 1] if position + 1 < len(starts) else len(lines)
        match = _TIMES.fullmatch(lines[index])
        assert match is not None  # noqa: S101 - the list above holds only lines that match
        said = _MARKUP.sub("", " ".join(_text_lines(lines[index + 1 : following], last=following == len(lines))))
        yield Cue(_frame(match.groups()[:4]), _frame(match.groups()[4:]), clean(said))


def _text_lines(lines: list[str], *, last: bool) -> list[str]:
    """Without the number of the next cue, which stands on the last line before its times."""
    return lines[:-1] if lines and not last and lines[-1].strip().isdigit() else lines


def _frame(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds = map(int, parts[:3])
    thousandths = int(parts[3].ljust(3, "0"))
    return round(((hours * 60 + minutes) * 60 + seconds + thousandths / 1000) * FPS)


def _unusable(why: str) -> InvalidInputError:
    return InvalidInputError(
        f"The captions cannot be used: {why}.",
        next_step="edit the SRT file that the video's captions.srt link gives, and send it whole",
    )
