"""Ad policy by code: every sentence of a blueprint against Meta's rules. A violation blocks approval."""

import re
from collections.abc import Iterator
from functools import lru_cache

from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief, PolicyRule, PolicyViolation
from geminivideo.creative.policy_rules import NOT_FOR_SALE
from geminivideo.creative.words import sentences

_CAPITALS = re.compile(r"\b[A-ZÄÖÜÁÉÍÓÚÑ][A-ZÄÖÜÁÉÍÓÚÑ']{1,}\b")
_LONG_CAPITALS = 4
_SHOUTED_WORDS = 3
_SHOUTED_LETTERS = 12
_MARKS = re.compile(r"[!?؟]{3,}|!\s*!\s*!")
_CLAIMS_THE_OFFER_MAY_MAKE = PolicyRule.DECEPTIVE_URGENCY


def find_violations(blueprint: Blueprint) -> tuple[PolicyViolation, ...]:
    """In the order of the ad. Scarcity that the advertiser's own offer states is the advertiser's to answer for."""
    language = language_for(blueprint.language)
    found = [
        violation
        for place, text in _places(blueprint)
        for violation in check_text(text, place, name=blueprint.product_name, language=language)
        if not (violation.rule is _CLAIMS_THE_OFFER_MAY_MAKE and violation.words.lower() in blueprint.offer.lower())
    ]
    return tuple(dict.fromkeys(found))


def find_brief_violations(brief: Brief) -> tuple[PolicyViolation, ...]:
    """What the brief sells or promises that no ad may, even where a draft leaves it unsaid.

    Pain points are left out: they name what the viewer wants to be rid of.
    """
    fields = [("product name", _spaced(brief.product_name)), ("offer", brief.offer), ("audience", brief.target_avatar)]
    fields += [("desires", desire) for desire in brief.desires]
    language = language_for(brief.language)
    return tuple(
        violation
        for field, text in fields
        for violation in check_text(text, f"the brief's {field}", name=brief.product_name, language=language)
        if violation.rule in NOT_FOR_SALE
    )


def _spaced(name: str) -> str:
    """A name written in one word, as its words: GunMart -> Gun Mart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def check_text(
    text: str, place: str = "text", *, name: str = "", language: Language = ENGLISH
) -> list[PolicyViolation]:
    """Each rule once per sentence. `name` is the product's: its capitals are a name, not shouting."""
    return [
        PolicyViolation(rule=rule, place=place, sentence=sentence, words=words)
        for sentence in sentences(text)
        for rule, words in _offences(sentence, name, language)
    ]


# The same sentences are asked about again in every turn of reflexion.
@lru_cache(maxsize=8192)
def _offences(sentence: str, name: str, language: Language) -> tuple[tuple[PolicyRule, str], ...]:
    plain = sentence.replace("’", "'")
    found = language.policy.offences(plain)
    shouted = _shouting(plain, frozenset(name.split()))
    return (*found, (PolicyRule.SHOUTING, shouted)) if shouted else tuple(found)


def _shouting(sentence: str, names: frozenset[str]) -> str | None:
    """Runs of capitals, or of exclamation marks; short acronyms and single ones are fine."""
    marks = _MARKS.search(sentence)
    if marks:
        return marks.group()
    sentence = " ".join(word for word in sentence.split() if word.strip(".,!?:;") not in names)
    words = _CAPITALS.findall(sentence)
    long = [word for word in words if len(word) >= _LONG_CAPITALS]
    letters = [c for c in sentence if c.isalpha()]
    mostly = len(letters) >= _SHOUTED_LETTERS and sum(c.isupper() for c in letters) > len(letters) * 0.6
    return " ".join(words) if len(long) >= 2 or len(words) >= _SHOUTED_WORDS + 1 or (mostly and words) else None


def _places(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    yield "hook", blueprint.hook.text
    for number, scene in enumerate(blueprint.scenes, start=1):
        yield f"scene {number} voice-over", scene.voice_over
        yield f"scene {number} on-screen text", scene.on_screen_text
    yield "cta", blueprint.cta.text
