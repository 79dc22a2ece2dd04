"""What a language gives to those who write and judge in it; English is one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from geminivideo.creative.english.offers import OfferForms
from geminivideo.creative.policy_rules import PolicyRules
from geminivideo.creative.signs import Signs
from geminivideo.creative.words import Words


class Forms(Protocol):
    """A phrase of the brief in the shapes that sentences of the language ask for."""

    @property
    def label(self) -> str:
        """By itself, to the viewer."""
        ...

    @property
    def you(self) -> str:
        """A clause about the viewer, or what comes closest to one."""
        ...

    def slots(self, name: str) -> dict[str, str | None]:
        """What {name} and {name_...} of a line stand for."""
        ...


class Grammar(Protocol):
    """How a language builds phrases and sentences."""

    def pain(self, text: str) -> Forms | None:
        """None for a text without words."""
        ...

    def desire(self, text: str) -> Forms | None: ...

    def offer(self, text: str) -> OfferForms: ...

    def audience(self, target_avatar: str) -> str | None:
        """As it stands after "for"; None when it is no such phrase."""
        ...

    def address(self, who: str) -> str | None:
        """As one calls to them."""
        ...

    def more_slots(self, product: str, offer: OfferForms, who: str | None, seconds: int) -> dict[str, str | None]:
        """Slots that only this language's lines have."""
        ...

    def upper_first(self, text: str) -> str: ...

    def polish(self, text: str) -> str:
        """A filled line as if it had been typed: punctuation around quotes, no doubled stops."""
        ...

    def shorten(self, text: str, limit: int) -> str | None:
        """Up to the last natural break within `limit` words; None when there is none."""
        ...


@dataclass(frozen=True, eq=False)
class Language:
    """`unjudged` says, per criterion of a rubric, what the local judges cannot tell in this language.

    Signs and policy are hundreds of patterns: they are made when the language is first written or judged in.
    """

    code: str
    name: str
    words: Words
    load_signs: Callable[[], Signs]
    load_policy: Callable[[], PolicyRules]
    grammar: Grammar
    quotes: tuple[str, str]
    knows: Callable[[str], bool]  # whether a lower-case word can be one of the language's
    unjudged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def signs(self) -> Signs:
        return self.load_signs()

    @cached_property
    def policy(self) -> PolicyRules:
        return self.load_policy()

    @cached_property
    def vague_stems(self) -> frozenset[str]:
        return frozenset(self.words.stem(word) for word in self.signs.vague)
