"""The words of a headline: which one is marked, and when each appears.

They come with the voice where it says them, otherwise one after the other.
"""

from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan.words import NarrationLine

_FIRST = 3  # frames after the start of the card
_STEP = 4  # frames between words that nobody says
_LATEST_SHARE = 0.6  # of the card: after that all words stand


def headline_words(text: str, line: NarrationLine | None, start: int, frames: int) -> tuple[TimedWord, ...]:
    """Each word of the text with the frames during which it is shown; all stay until the card ends."""
    words = text.split()
    end = start + frames
    latest = start + max(1, int(frames * _LATEST_SHARE))
    spoken = _spoken_frames(words, line, start, latest)
    shown: list[TimedWord] = []
    cursor = start + _FIRST
    for word, heard in zip(words, spoken, strict=True):
        at = min(heard if heard is not None and heard >= cursor else cursor, latest, end - 1)
        shown.append(TimedWord(text=word, start=at, end=end))
        cursor = at + _STEP
    return tuple(shown)


def _spoken_frames(words: list[str], line: NarrationLine | None, start: int, latest: int) -> list[int | None]:
    """For each word the frame at which the voice says it, searched forward only."""
    said = [(bare(word.text), word.start) for word in line.words if start <= word.start] if line else []
    position = 0
    frames: list[int | None] = []
    for word in words:
        match = next((i for i in range(position, len(said)) if said[i][0] == bare(word) and said[i][1] <= latest), None)
        frames.append(None if match is None else said[match][1])
        position = position if match is None else match + 1
    return frames


def bare(word: str) -> str:
    """A word as it is said: without case and punctuation."""
    return "".join(character for character in word.casefold() if character.isalnum())


def key_word(words: list[str]) -> int | None:
    """The word to mark: the first with a digit, else the longest; none in a text of one or two words."""
    for index, word in enumerate(words):
        if any(character.isdigit() for character in word):
            return index
    if len(words) < 3:
        return None
    return max(range(len(words)), key=lambda index: (len(words[index].strip(".,!?:;")), index))
