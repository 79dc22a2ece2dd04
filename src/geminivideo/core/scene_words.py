"""What is known of a scene, in words and by where it comes from: to be searched, and to say why something was found."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from statistics import median

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import SceneContent, SeenObject, SeenText
from geminivideo.core.plurals import listed
from geminivideo.core.word_stems import stemmed_words, stems

_MOST_KINDS, _MOST_LINES = 8, 12
# A kind of thing in fewer of the moments than this, against the one seen most often, is a flicker of the detector.
_LEAST_SHARE = 0.1
_SAME_LINE = 0.8
_LONGEST = 60
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


class SceneWords(Frozen):
    """Each kind None where nobody looked or listened, empty where nothing was found."""

    described: str | None
    seen: dict[str, int] | None
    written: tuple[str, ...] | None
    said: str | None

    @property
    def is_empty(self) -> bool:
        return not (self.described or self.seen or self.written or self.said)


def words_of(content: SceneContent) -> SceneWords:
    return SceneWords(
        described=(content.description or "").strip() or None,
        seen=None if content.objects is None else counted(content.objects),
        written=None if content.text is None else lines_of(content.text),
        said=None if content.words is None else content.transcript,
    )


def counted(objects: Iterable[SeenObject]) -> dict[str, int]:
    """How many of each kind are seen at once, as a rule; what is seen most often first."""
    moments: defaultdict[str, Counter[float]] = defaultdict(Counter)
    for seen in objects:
        moments[seen.label.strip().casefold()][seen.at_seconds] += 1
    order = sorted(
        (label for label in moments if label), key=lambda label: (-len(moments[label]), -moments[label].total(), label)
    )
    most = len(moments[order[0]]) if order else 0
    lasting = [label for label in order if len(moments[label]) >= _LEAST_SHARE * most]
    return {label: round(median(moments[label].values())) for label in lasting[:_MOST_KINDS]}


def lines_of(texts: Iterable[SeenText]) -> tuple[str, ...]:
    """Each line once, by its surest reading: a line stands for many pictures, and every one is read a little otherwise.

    In order of appearance; a running clock is one line.
    """
    surest: dict[str, SeenText] = {}
    for seen in sorted(texts, key=lambda seen: -seen.confidence):
        surest.setdefault(_plain(seen.text), seen)
    kept: dict[str, SeenText] = {}
    for line, seen in surest.items():
        if line and len(kept) < _MOST_LINES and not any(_same(line, other) for other in kept):
            kept[line] = seen
    order = sorted(kept.values(), key=lambda seen: (seen.at_seconds, seen.box.y))
    return tuple(" ".join(seen.text.split()) for seen in order)


def found_words(query: str, words: SceneWords, label: str) -> dict[str, list[str]]:
    """Which words of the query a scene has, by where: {"seen": ["dog"]}. Word forms do not matter."""
    asked = asked_words(query)
    places = [
        ("described", words.described or ""),
        ("seen", " ".join(words.seen or ())),
        ("written", " ".join(words.written or ())),
        ("said", words.said or ""),
        ("file name", label),
    ]
    return {place: shared for place, text in places if (shared := _shared(asked, text))}


def share_found(query: str, found: Mapping[str, Sequence[str]]) -> float:
    """Of the query's words, the share that was found anywhere: 0-1."""
    asked = asked_words(query)
    there = asked_words(" ".join(word for words in found.values() for word in words))
    return len(asked & there) / len(asked) if asked else 0.0


def told(found: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{place}: {', '.join(words)}" for place, words in found.items()]


def in_short(words: SceneWords) -> str:
    """One line for people: what was described, seen, written and said."""
    parts = [
        _short(words.described or ""),
        listed(words.seen or {}),
        _quoted("written", " / ".join(words.written or ())),
    ]
    return "; ".join(part for part in (*parts, _quoted("said", words.said or "")) if part)


def _quoted(kind: str, text: str) -> str:
    return f"{kind} “{_short(text)}”" if text else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def asked_words(query: str) -> set[str]:
    """What a scene may have in common with a query: stems, and numbers as they are written."""
    return stems(query) | set(_NUMBER.findall(query))


def _shared(asked: set[str], text: str) -> list[str]:
    words = [word for word, stem in stemmed_words(text).items() if stem in asked]
    return [*words, *(number for number in dict.fromkeys(_NUMBER.findall(text)) if number in asked)]


def _plain(text: str) -> str:
    """Digits are all the same: the lines of a counter differ in nothing else."""
    return "".join("0" if c.isdigit() else c for c in " ".join(text.casefold().split()))


def _same(line: str, other: str) -> bool:
    match = SequenceMatcher(None, line, other)
    return all(ratio() >= _SAME_LINE for ratio in (match.real_quick_ratio, match.quick_ratio, match.ratio))
