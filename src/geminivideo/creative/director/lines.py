"""Choosing the next line of an ad: one that fits its time, is fresh in the campaign, and adds what is missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from geminivideo.creative.director.choosing import Chooser
from geminivideo.creative.director.copy_deck import SLOT, Role
from geminivideo.creative.director.slots import Slots, fill
from geminivideo.creative.words import Words, content_words, ngrams, sentences, share_said, spoken_words, stems

# Silence is better than filler: a line need not take all of its time.
_WELL_FILLED = 0.55
_COST_OF_AN_AFTERTHOUGHT = 0.15
_COST_OF_REPEATING = 0.25
_COST_OF_SAID_BEFORE = 0.9
_WORTH_OF_NEWS = 0.9
# What an ad should name, and the form to look for.
_FAMILIES = {"product": "product", "pain": "pain", "want": "want_label"}

_ALIASES = {"team": "product"}

# After what is already spoken, what a line adds: 0 for nothing, about 1 for just what is wanted.
Preference = Callable[[Sequence[str]], Callable[[str], float]]


def no_preference(_: Sequence[str]) -> Callable[[str], float]:
    return lambda _: 0.0


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    parts: tuple[str, ...]  # the copy deck's lines it was made from

    def names(self, family: str) -> bool:
        slots = (name for part in self.parts for name in SLOT.findall(part))
        return any(_ALIASES.get(name, name).split("_")[0] == family for name in slots)


@dataclass(slots=True)
class Draft:
    """An ad in the making."""

    slots: Slots
    prefer: Preference
    spoken: list[str] = field(default_factory=list)

    def has_said(self, phrase: str) -> bool:
        return share_said(phrase, stems(" ".join(self.spoken), self.words), self.words) == 1.0

    @property
    def words(self) -> Words:
        return self.slots.language.words


class LineChooser:
    """Remembers what the campaign's ads say, so that the next ad says it another way."""

    def __init__(self, chooser: Chooser, scripts: Iterable[str], whim: float) -> None:
        """`whim` is how far chance may go against worth."""
        self._chooser = chooser
        self._said = Counter(sentence for script in scripts for sentence in sentences(script))
        self._whim = whim

    def choose(self, lines: Sequence[Line], limit: int, draft: Draft) -> str:
        heard = Counter(gram for text in draft.spoken for gram in _content_grams(text, draft.words))
        preferred = draft.prefer(draft.spoken)
        noise = self._chooser.noise(len(lines))

        def worth(at: int) -> float:
            line = lines[at]
            return (
                min(1.0, spoken_words(line.text) / (_WELL_FILLED * limit))
                + _news(line, draft)
                + preferred(line.text)
                + self._whim * noise[at]
                - _COST_OF_REPEATING * sum(heard[gram] for gram in set(_content_grams(line.text, draft.words)))
                - _COST_OF_SAID_BEFORE * max(self._said[sentence] for sentence in sentences(line.text))
                - _COST_OF_AN_AFTERTHOUGHT * (len(line.parts) - 1)
            )

        chosen = lines[max(range(len(lines)), key=worth)]
        self._said.update(sentences(chosen.text))
        return chosen.text


def lines_of(role: Role, slots: Slots, limit: int) -> list[Line]:
    """Every line of the role that can be spoken in `limit` words, alone and with each of the short ones after it."""
    return [line for line in _combinations(role, slots) if spoken_words(line.text) <= limit]


def _combinations(role: Role, slots: Slots) -> Iterator[Line]:
    words = slots.language.words
    additions = [(text, line) for line in role.add if (text := fill(line, slots))]
    for line in role.say:
        text = fill(line, slots)
        if text is None:
            continue
        yield Line(text, (line,))
        said = stems(text, words)
        for added, addition in additions:
            if not said & stems(added, words):
                yield Line(f"{text} {added}", (line, addition))


def _news(line: Line, draft: Draft) -> float:
    """Worth of naming what the ad has not named yet: product, pain, desire. Naming it a third time bores."""
    heard = " ".join(draft.spoken).lower()
    worth = 0.0
    for family, form in _FAMILIES.items():
        phrase = draft.slots[form]
        if phrase and line.names(family):
            times = heard.count(phrase.lower())
            worth += _WORTH_OF_NEWS if times == 0 and not draft.has_said(phrase) else -0.4 * times
    return worth


def _content_grams(text: str, reading: Words) -> list[tuple[str, ...]]:
    words = content_words(text, reading)
    return [*ngrams(words, 1), *ngrams(words, 2)]
