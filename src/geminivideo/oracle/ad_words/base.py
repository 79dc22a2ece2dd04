"""What a language's list holds. All words are in the form that `key` gives them."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from geminivideo.oracle.text_measures import words

# A word that carries meaning is longer than this.
_SHORT = 3


def lower(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


@dataclass(frozen=True, eq=False)
class AdWords:
    """`calls` are imperatives that open a call to action; `closing_calls` infinitives that end one ("Jetzt buchen").

    `absolute` finds promises that nobody can keep, `time_span` "in six weeks"; both in a text as `key` gives it.
    `stem` takes off what a language writes onto a word.
    """

    calls: frozenset[str]
    now: frozenset[str]
    first_person: frozenset[str]
    absolute: re.Pattern[str]
    time_span: re.Pattern[str]
    closing_calls: frozenset[str] = frozenset()
    key: Callable[[str], str] = lower
    stem: Callable[[str], str] = lambda word: word

    def words(self, text: str) -> list[str]:
        return words(self.key(text))

    def is_call(self, text: str) -> bool:
        spoken = self.words(text)
        return bool(spoken) and (spoken[0] in self.calls or spoken[-1] in self.closing_calls)

    def is_about_now(self, text: str) -> bool:
        return not self.now.isdisjoint(self.words(text))

    def is_first_person(self, text: str) -> bool:
        return not self.first_person.isdisjoint(self.words(text))

    def count_absolutes(self, text: str) -> int:
        return len(self.absolute.findall(self.key(text)))

    def has_time_span(self, text: str) -> bool:
        return bool(self.time_span.search(self.key(text)))

    def share_a_word(self, one: str, other: str) -> bool:
        """Whether a word that carries meaning occurs in both."""
        return not self._meaning(self.words(one)).isdisjoint(self._meaning(self.words(other)))

    def _meaning(self, spoken: Iterable[str]) -> set[str]:
        return {self.stem(word) for word in spoken if len(word) > _SHORT}


def of(text: str) -> frozenset[str]:
    return frozenset(text.split())
