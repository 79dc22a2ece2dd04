"""Captions slow enough to read: what is too short stays longer, or joins its neighbour, where that is possible."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from geminivideo.rendering.captions.grouping import PAUSE, Caption, Measure, fits
from geminivideo.rendering.plan.frames import FPS

SHORTEST_FRAMES = 11  # below a third of a second a caption is a flash
LETTERS_PER_SECOND = 20.0
_SIGN_LETTERS = 20 / 7  # a Chinese or Japanese sign is read at the pace of about three letters
STRETCH = 1.5  # how much more than its measure a caption may hold to be slow enough
_SIGNS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def ease(captions: Sequence[Caption], measure: Measure, *, limit: int) -> list[Caption]:
    """The same words in the same order, without overlap; nothing stands after frame `limit`."""
    eased = _stay(captions, limit)
    while (at := _next_join(eased, measure)) is not None:
        joined = _join(eased[at], eased[at + 1])
        eased = _stay([*eased[:at], joined, *eased[at + 2 :]], limit)
    return eased


def hurried(caption: Caption) -> bool:
    return caption.end - caption.start < needed_frames(caption)


def needed_frames(caption: Caption) -> int:
    letters = sum(_letters(word.text) for word in caption.words)
    return max(SHORTEST_FRAMES, math.ceil(letters / LETTERS_PER_SECOND * FPS))


def too_fast(captions: Sequence[Caption]) -> str | None:
    """What a report says of captions for which nothing more could be done."""
    fast = [caption for caption in captions if hurried(caption)]
    if not fast:
        return None
    worst = max(fast, key=lambda caption: needed_frames(caption) / (caption.end - caption.start))
    text = " ".join(word.text for word in worst.words)
    return (
        f"{len(fast)} of {len(captions)} captions are shorter than comfortable reading takes, "
        f"most of all {text[:60]!r} at {worst.start / FPS:.1f} s"
    )


def may_join(one: Caption, other: Caption, measure: Measure) -> bool:
    """Within the stretched measure, and not over a pause: silence between two captions is room to stay in."""
    wide = measure.times(STRETCH)
    return fits([*one.words, *other.words], wide) and other.words[0].start - one.words[-1].end < PAUSE


def _stay(captions: Sequence[Caption], limit: int) -> list[Caption]:
    """Each as long as it needs, as far as the next one leaves room."""
    follows = [caption.start for caption in captions[1:]] + [limit]
    return [
        replace(caption, end=max(caption.end, min(until, caption.start + needed_frames(caption))))
        for caption, until in zip(captions, follows, strict=True)
    ]


def _next_join(captions: Sequence[Caption], measure: Measure) -> int | None:
    """The first of two captions that should become one: the hurried one with the shorter of its neighbours."""
    for index, caption in enumerate(captions):
        if not hurried(caption):
            continue
        pairs = [at for at in (index - 1, index) if 0 <= at < len(captions) - 1]
        possible = [at for at in pairs if may_join(captions[at], captions[at + 1], measure)]
        if possible:
            return min(possible, key=lambda at: len(captions[at].words) + len(captions[at + 1].words))
    return None


def _join(one: Caption, other: Caption) -> Caption:
    return Caption(one.first, (*one.words, *other.words), one.start, other.end)


def _letters(text: str) -> float:
    return sum(_reading_letters(character) for character in text)


def _reading_letters(character: str) -> float:
    if unicodedata.category(character)[0] in "MC":
        return 0.0  # marks and joiners are read with their letter
    return _SIGN_LETTERS if unicodedata.name(character, "").startswith(_SIGNS) else 1.0
