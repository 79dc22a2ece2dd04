"""The language packs' files: signs and ad policy, as data that a native reader can extend."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from geminivideo.creative.languages.folding import Folding
from geminivideo.creative.model import PolicyRule
from geminivideo.creative.policy_rules import PolicyRules, compiled_rules
from geminivideo.creative.signs import Signs, any_of

_DATA = files("geminivideo.creative.languages") / "data"
_COPY = files("geminivideo.creative.director") / "copy"
_NO_PREFIX = ""
_LEAST_LIKE = 0.4


@dataclass(frozen=True, eq=False)
class _FoldedSign:
    pattern: re.Pattern[str]
    folding: Folding

    def search(self, string: str, /) -> re.Match[str] | None:
        return self.pattern.search(self.folding(string))

    def finditer(self, string: str, /) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(self.folding(string))


def load_signs(code: str, folding: Folding, prefix: str = _NO_PREFIX) -> Signs:
    """`prefix` is a pattern for what the language writes onto the front of a word."""
    data: dict[str, Any] = tomllib.loads((_DATA / code / "signs.toml").read_text("utf-8"))
    words: dict[str, Any] = {name: frozenset(folding(data.pop(name)).split()) for name in ("vague", "broad", "you")}
    triggers = {family: _sign(text, folding, prefix) for family, text in data.pop("triggers").items()}
    families: dict[str, Any] = {family: _sign(text, folding, prefix) for family, text in data.items()}
    return Signs(triggers=triggers, **families, **words)


def _sign(entries: str, folding: Folding, prefix: str) -> _FoldedSign:
    return _FoldedSign(re.compile(any_of(folding(entries), prefix)), folding)


def load_policy(code: str, folding: Folding) -> PolicyRules:
    data: dict[str, Any] = tomllib.loads((_DATA / code / "policy.toml").read_text("utf-8"))
    fragments = {name: folding(text) for name, text in data["fragments"].items()}
    rules = {PolicyRule(name): folding(lines) for name, lines in data["rules"].items()}
    excuses = re.compile(folding(data["excuses"]))
    return PolicyRules(compiled_rules(rules, fragments), excuses, folding, folding.typed)


def known_by_letters(code: str, folding: Folding) -> Callable[[str], bool]:
    """For want of a word list: whether a word's letters follow each other as they do in the pack's own files."""

    @cache
    def known(word: str) -> bool:
        if any(c.isdigit() for c in word):
            return True
        runs = _runs(folding(word))
        return sum(run in _pack_runs(code, folding) for run in runs) >= _LEAST_LIKE * len(runs)

    return known


@cache
def _pack_runs(code: str, folding: Folding) -> frozenset[str]:
    texts = [file.read_text("utf-8") for folder in (_DATA / code, _COPY / code) for file in folder.iterdir()]
    words = re.findall(r"[^\W\d_]+", folding(" ".join(texts)))
    return frozenset(run for word in words for run in _runs(word))


def _runs(word: str) -> list[str]:
    """Three letters in a row, the word's ends marked."""
    marked = f"^{word}$"
    return [marked[at : at + 3] for at in range(len(marked) - 2)] or [marked]


UNJUDGED: Mapping[str, str] = {
    "hook": "headline appeal, which was learnt from English headlines",
    "checkable_claims": "syllables (the length of sentences stands in for them)",
    "value_clarity": "a word list (likely letters stand in for it)",
}
