"""Lines of one ad that cannot both be meant."""

import re
from collections.abc import Iterator

from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.council.opposites import FORBIDDEN_ACTS, OPPOSITES
from geminivideo.creative.languages.base import Language
from geminivideo.creative.languages.english import ENGLISH
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.words import share_said, stems

_DENIED_SUBJECT = re.compile(r"\bnot an ad about ([^.!?]+)", re.IGNORECASE)
_DENIED_PROBLEM = re.compile(
    r"(?:plot twist: |real problem isn't )([^.!?]+?)(?: isn't the problem)?[.?!]", re.IGNORECASE
)
_PROMISED = re.compile(
    r"\b(\d|two|three|four|five) (?:ways|signs|steps|questions|mistakes|things|reasons)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:^|[.!?] )(?:one|two|three|four|five|first|second|third)\b[ .:]", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_SAME = 0.99


def forbids_acting(offer: str, language: Language = ENGLISH) -> bool:
    """Such as "Do not book anything": no ad can end on it; "Don't wait" and "Don't pay until March" are fine."""
    return FORBIDDEN_ACTS[language.code].search(offer) is not None


def find_contradictions(blueprint: Blueprint) -> list[str]:
    """Each as a sentence that says what is at odds."""
    return list(_found(blueprint))


def _found(blueprint: Blueprint) -> Iterator[str]:
    script, hook = blueprint.script, blueprint.hook.text
    body = " ".join(scene.voice_over for scene in blueprint.scenes[1:])
    language = language_for(blueprint.language)
    for one, other in OPPOSITES[language.code]:
        said, denied = one.search(script), other.search(script)
        if said and denied:
            yield f"“{said.group()}” against “{denied.group()}”"
    if language is ENGLISH:
        yield from _taken_back(hook, body)
    if forbids_acting(blueprint.offer, language):
        yield f"the ad asks to act, the offer says “{blueprint.offer}”"
    if blueprint.cta.text != blueprint.offer:
        yield "the call to action is not the offer"


def _taken_back(hook: str, body: str) -> Iterator[str]:
    """What the hook denies or promises and the body does not keep, in English."""
    subject = _DENIED_SUBJECT.search(hook)
    if subject and share_said(subject.group(1), stems(body)) > _SAME:
        yield f"it says that it is not about {subject.group(1)}, and then it is"
    problem = _DENIED_PROBLEM.search(hook)
    if problem and any(share_said(problem.group(1), stems(line)) > _SAME for line in _blaming(body)):
        yield f"the hook says that {problem.group(1)} is not the problem, the body says that it is"
    promise = _PROMISED.search(hook)
    if (
        promise
        and ":" not in hook[promise.end() :]
        and len(_COUNTED.findall(body)) not in {_number(promise.group(1)), 0}
    ):
        yield f"the hook promises {promise.group()}, the body counts otherwise"


def _blaming(body: str) -> list[str]:
    return [line for line in re.split(r"(?<=[.!?])\s", body) if re.search(r"\bproblem\b", line, re.IGNORECASE)]


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word)
