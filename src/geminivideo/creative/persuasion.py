"""What a line would add to an ad that lacks something: criticism, turned into a taste for certain lines."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from geminivideo.creative.english.offers import spoken_name
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief
from geminivideo.creative.signs import Sign
from geminivideo.creative.words import stems

# Which signs in the text answer which criticism, and how many of them are enough.
_ANSWERS: dict[str, tuple[tuple[str, ...], int]] = {
    "emotion": (("negative", "positive"), 4),
    "pain": (("negative", "loss"), 3),
    "social_proof": (("proof",), 2),
    "authority": (("authority",), 3),
    "scarcity": (("scarcity",), 2),
    "argument": (("reasoning",), 3),
    "shareability": (("belonging", "contrast"), 3),
    "cta": (("ease",), 2),
    "next_step": (("ease",), 1),
}
# What the brief gives that answers it too, once it is named.
_NAMES: dict[str, dict[str, float]] = {
    "value_clarity": {"product": 0.3, "desire": 0.4, "audience": 0.2},
    "narrative": {"product": 0.3, "pain": 0.3, "desire": 0.3},
    "argument": {"pain": 0.2, "desire": 0.2, "link": 0.2},
    "pain": {"pain": 0.5, "desire": 0.2},
}
# What the choice of lines can do something about.
ANSWERABLE = frozenset({*_ANSWERS, *_NAMES, "triggers"})
_TRIGGERS_ENOUGH = 5
_WORTH_OF_A_POINT = 1.0


class Persuasion:
    """`losses`: council points that each criterion costs the ad; a line is worth the part of them it wins back."""

    def __init__(self, losses: Mapping[str, float], brief: Brief) -> None:
        self._losses = {c: loss for c, loss in losses.items() if loss > 0 and c in ANSWERABLE}
        self._language = language_for(brief.language)
        words = self._language.words
        self._families = {
            "product": (stems(spoken_name(brief.product_name), words),),
            "audience": (stems(brief.target_avatar, words),),
            "pain": tuple(stems(pain, words) for pain in brief.pain_points),
            "desire": tuple(stems(desire, words) for desire in brief.desires),
        }

    def of(self, lines: Sequence[str]) -> float:
        """Worth of a whole script."""
        return sum(self(lines[:at])(line) for at, line in enumerate(lines))

    def __call__(self, spoken: Sequence[str]) -> Callable[[str], float]:
        heard = " ".join(spoken)
        language = self._language
        before, old = _signs(heard, language), stems(heard, language.words)
        met = {criterion: _answered(criterion, before, language) for criterion in self._losses}
        named = {name: _best(items, old) for name, items in self._families.items()}

        def worth(line: str) -> float:
            fresh = {name: found for name, found in _signs(line, language).items() if not found <= before[name]}
            after = {**before, **{name: before[name] | found for name, found in fresh.items()}}
            news = self._news(named, old, stems(line, language.words))
            won = 0.0
            for criterion, loss in self._losses.items():
                answered = _answered(criterion, after, language) if fresh else met[criterion]
                won += loss * (answered - met[criterion] + _named(criterion, news))
            return _WORTH_OF_A_POINT * won

        return worth

    def _news(self, named: Mapping[str, float], old: frozenset[str], new: frozenset[str]) -> dict[str, float]:
        """How much more of what the brief gives is named with this line than without it."""
        both, families = old | new, self._families
        news = {name: _best(items, both) - named[name] for name, items in families.items()}
        wish = max(_best(families["pain"], new), _best(families["desire"], new))
        news["link"] = min(_best(families["product"], new), wish)
        return news


def _best(items: Sequence[frozenset[str]], said: frozenset[str]) -> float:
    return max(len(item & said) / len(item) if item else 0.0 for item in items)


def _named(criterion: str, news: Mapping[str, float]) -> float:
    names = _NAMES.get(criterion)
    return sum(weight * news[name] for name, weight in names.items()) if names else 0.0


def _answered(criterion: str, signs: Mapping[str, frozenset[str]], language: Language) -> float:
    """How far the signs in a text meet the criterion, 0-1."""
    if criterion == "triggers":
        return min(1.0, sum(bool(signs[family]) for family in language.signs.triggers) / _TRIGGERS_ENOUGH)
    if criterion not in _ANSWERS:
        return 0.0
    names, enough = _ANSWERS[criterion]
    return min(1.0, math.sqrt(sum(len(signs[name]) for name in names) / enough))


# The same lines compete for every ad of a campaign.
@lru_cache(maxsize=16384)
def _signs(text: str, language: Language) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(m.group().lower() for m in sign.finditer(text)) for name, sign in _answering(language).items()
    }


@cache
def _answering(language: Language) -> dict[str, Sign]:
    signs = language.signs
    return {
        "negative": signs.negative, "positive": signs.positive, "proof": signs.social_proof,
        "authority": signs.authority, "scarcity": signs.scarcity, "reasoning": signs.reasoning, "ease": signs.ease,
        **signs.triggers,
    }  # fmt: skip
