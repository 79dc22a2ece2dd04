"""Words into captions: what stands on the screen at one time."""

from collections.abc import Sequence
from dataclasses import dataclass

from geminivideo.rendering.headline import bare
from geminivideo.rendering.plan.frames import FPS, TimedWord

PAUSE = 12  # frames of silence that end a caption
_LINGER = 9  # frames a caption stays after its last word when nothing follows at once
_ENDS = tuple(".!?…。！？؟")
_BREATHS = tuple(",;:—–،；：、")


@dataclass(frozen=True, slots=True)
class Measure:
    """How much one caption holds."""

    max_words: int
    max_letters: int

    def times(self, factor: float) -> "Measure":
        return Measure(int(self.max_words * factor), int(self.max_letters * factor))


@dataclass(frozen=True, slots=True)
class Caption:
    """Words shown together during frames start..end; `first` is the index of the first word in the script."""

    first: int
    words: tuple[TimedWord, ...]
    start: int
    end: int


def group(
    words: Sequence[TimedWord], measure: Measure, *, limit: int, first: int = 0, hold: bool = False
) -> list[Caption]:
    """Every word once, in order. Captions never overlap; each stays until the next when that comes soon.

    `limit` is the frame after which nothing of these words may stand; with `hold` each stays until the next anyway.
    """
    parts = _split(words, measure)
    captions = []
    for number, part in enumerate(parts):
        until = parts[number + 1][0].start if number + 1 < len(parts) else limit
        captions.append(Caption(first, tuple(part), part[0].start, until if hold else _end(part[-1].end, until)))
        first += len(part)
    return captions


def _split(words: Sequence[TimedWord], measure: Measure) -> list[list[TimedWord]]:
    parts: list[list[TimedWord]] = []
    for phrase in _phrases(words):
        parts += _even(phrase, measure)
    return parts


def _phrases(words: Sequence[TimedWord]) -> list[list[TimedWord]]:
    """What is said in one breath: up to a pause or the end of a sentence."""
    phrases: list[list[TimedWord]] = []
    for word in words:
        before = phrases[-1][-1] if phrases else None
        if before is None or word.start - before.end >= PAUSE or (_ended(phrases[-1]) and bare(word.text)):
            phrases.append([word])
        else:
            phrases[-1].append(word)  # an emoji after a full stop, which nobody says, belongs to its sentence
    return phrases


def _ended(phrase: Sequence[TimedWord]) -> bool:
    """Whether the last word that is said ends a sentence."""
    last = next((index for index in reversed(range(len(phrase))) if bare(phrase[index].text)), 0)
    return any(word.text.endswith(_ENDS) for word in phrase[last:])


def _even(phrase: Sequence[TimedWord], measure: Measure) -> list[list[TimedWord]]:
    """As few captions as the measure allows, and those of about the same length: no lonely last word."""
    fewest = _fill(phrase, measure)
    best = fewest
    for letters in range(measure.max_letters - 1, 0, -1):
        tried = _fill(phrase, Measure(measure.max_words, letters))
        if len(tried) > len(fewest):
            break
        best = tried
    return best


def _fill(phrase: Sequence[TimedWord], measure: Measure) -> list[list[TimedWord]]:
    parts: list[list[TimedWord]] = []
    for word in phrase:
        if parts and _joins(parts[-1], word, measure):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def fits(words: Sequence[TimedWord], measure: Measure) -> bool:
    letters = sum(len(word.text) for word in words) + len(words) - 1
    return len(words) <= measure.max_words and letters <= measure.max_letters


def _joins(part: Sequence[TimedWord], word: TimedWord, measure: Measure) -> bool:
    if not fits([*part, word], measure):
        return False
    return not (part[-1].text.endswith(_BREATHS) and len(part) * 2 >= measure.max_words)


def _end(spoken: int, until: int) -> int:
    """Hold over short gaps: a caption that blinks off between two words is harder to read than one that stays."""
    return until if until - spoken < FPS // 2 else spoken + _LINGER


def active_spans(caption: Caption) -> list[tuple[TimedWord, int, int]]:
    """(word, from, to): while each word is the spoken one. It stays so until the next begins."""
    edges = [word.start for word in caption.words[1:]] + [caption.end]
    return [(word, word.start, edge) for word, edge in zip(caption.words, edges, strict=True)]
