"""Lines of one ad that cannot both be meant."""

import re
from collections.abc import Iterator

from geminivideo.core.blueprint import Blueprint
from geminivideo.creative.words import share_said, stems

_OPPOSITES = (
    (r"\bdo nothing\b|\bnot yet\b", r"\bdon't wait\b|\btoday counts\b|\bmake it this week\b|\bwaiting\b"),
    (r"\bno pressure\b|\btake your time\b", r"\bhurry\b|\blast chance\b|\bdon't wait\b|\bnow or never\b"),
    (r"\bstart small\b|\bone step\b", r"\ball at once\b|\beverything at once\b"),
    (r"\bdon't trust (?:an|the) ad\b", r"\btrust us\b|\bjust believe\b"),
    (r"\bno lecture\b", r"\btry this instead\b"),
)  # fmt: skip
_OPPOSITE_PATTERNS = tuple((re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in _OPPOSITES)
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
_FORBIDDEN_ACT = re.compile(
    r"^(?:please )?(?:do not|don't|don’t|never) (?:ever )?(?:book|buy|order|call|contact|click|come|get|join|visit|try"
    r"|download|sign up|subscribe|shop|start|tap|use)\b(?![^.!?]*\b(?:until|before|without|unless|elsewhere)\b)",
    re.IGNORECASE,
)


def forbids_acting(offer: str) -> bool:
    """Such as "Do not book anything": no ad can end on it; "Don't wait" and "Don't pay until March" are fine."""
    return _FORBIDDEN_ACT.search(offer) is not None


def find_contradictions(blueprint: Blueprint) -> list[str]:
    """Each as a sentence that says what is at odds."""
    return list(_found(blueprint))


def _found(blueprint: Blueprint) -> Iterator[str]:
    script, hook = blueprint.script, blueprint.hook.text
    body = " ".join(scene.voice_over for scene in blueprint.scenes[1:])
    for one, other in _OPPOSITE_PATTERNS:
        said, denied = one.search(script), other.search(script)
        if said and denied:
            yield f"“{said.group()}” against “{denied.group()}”"
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
    if forbids_acting(blueprint.offer):
        yield f"the ad asks to act, the offer says “{blueprint.offer}”"
    if blueprint.cta.text != blueprint.offer:
        yield "the call to action is not the offer"


def _blaming(body: str) -> list[str]:
    return [line for line in re.split(r"(?<=[.!?])\s", body) if re.search(r"\bproblem\b", line, re.IGNORECASE)]


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(word)
