"""How long each scene lasts: the structure's rhythm, bent where the first and last line need more time to be spoken."""

import math

from geminivideo.creative.words import ENGLISH_WORDS, WORDS_PER_SECOND, Words, seconds_needed, words_that_fit

_STEP = 0.5
_PAUSES = 0.2  # before and after a line
# Long enough for the shortest line that every role of the copy deck has.
SHORTEST_BODY = 3.0
_RHYTHMS: dict[int, tuple[float, ...]] = {
    30: (3.0, 7.0, 10.0, 7.0, 3.0),
    20: (3.0, 4.0, 6.0, 4.0, 3.0),
    15: (3.0, 5.0, 4.0, 3.0),
}
CORE_ONLY = 15
# What the first and last line may have, so that the scenes between keep room.
HOOK_WORDS = 13
CLOSING_WORDS = {30: 10, 20: 10, 15: 8}


def hook_words(words: Words) -> int:
    """As many as are spoken while an English voice says its thirteen."""
    return words_that_fit(HOOK_WORDS / WORDS_PER_SECOND, words)


def closing_words(seconds: int, words: Words) -> int:
    return words_that_fit(CLOSING_WORDS[seconds] / WORDS_PER_SECOND, words)


def time_scenes(seconds: int, hook: str, closing: str, words: Words = ENGLISH_WORDS) -> list[float]:
    """Seconds per scene, adding up to `seconds` exactly; the longest body scenes give what the ends take."""
    rhythm = list(_RHYTHMS[seconds])
    body = rhythm[1:-1]
    first = max(rhythm[0], _rounded_up(seconds_needed(hook, words)))
    last = max(rhythm[-1], _rounded_up(seconds_needed(closing, words)))
    owed = first + last - rhythm[0] - rhythm[-1]
    while owed > 0 and max(body) > SHORTEST_BODY:
        longest = max(range(len(body)), key=lambda at: (body[at], at))
        body[longest] -= _STEP
        owed -= _STEP
    return [first, *body, last - max(0.0, owed)]


def seconds_with_room(line: str) -> float:
    """What a scene needs for a line to be said without haste."""
    return _rounded_up(seconds_needed(line) + _PAUSES) if line else 0.0


def _rounded_up(seconds: float) -> float:
    return math.ceil(seconds / _STEP - 1e-9) * _STEP
