"""The words of a text that a person wrote, at the times at which they are said."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from geminivideo.core.footage_scene import SpokenWord

_SURE = 1.0
# A matcher's time grows with the product of both lengths; beyond this the words are spread evenly instead.
_MOST_COMPARED = 5000


def timed_words(text: str, heard: Sequence[SpokenWord], start: float, end: float) -> tuple[SpokenWord, ...]:
    """Words that were heard keep their times; those between them share the time that is left, by their letters."""
    said = text.split()
    if max(len(said), len(heard)) > _MOST_COMPARED:
        return tuple(_spread(said, start, end))
    plain = [_plain(word.text) for word in heard]
    matcher = SequenceMatcher(None, plain, [_plain(word) for word in said], autojunk=False)
    words: list[SpokenWord] = []
    for kind, first, last, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(heard[first:last], said[begin:stop], strict=True)
            words += [
                word.model_copy(update={"text": new, "confidence": _SURE, "gap_after": False}) for word, new in pairs
            ]
        elif begin < stop:
            since = heard[first - 1].end_seconds if first else start
            until = heard[last].start_seconds if last < len(heard) else end
            words += _spread(said[begin:stop], since, until)
    return tuple(words)


def _spread(words: Sequence[str], start: float, end: float) -> Iterator[SpokenWord]:
    letters = sum(map(len, words)) or 1
    each, at = max(0.0, end - start) / letters, start
    for word in words:
        until = at + each * len(word)
        yield SpokenWord(text=word, start_seconds=round(at, 3), end_seconds=round(until, 3), confidence=_SURE)
        at = until


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
