"""What is wrong with an opening line, by code."""

from collections.abc import Iterator

from geminivideo.creative.director.live.languages import wrong_script
from geminivideo.creative.director.live.truth import Truth, is_spoken_plainly
from geminivideo.creative.director.timing import hook_words
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief, PolicyRule
from geminivideo.creative.policy import check_text
from geminivideo.creative.words import spoken_words

_LONGEST = 140


class HookChecks:
    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._truth = Truth(brief)

    def flaw(self, hook: str) -> str | None:
        return next(self._flaws(hook), None)

    def _flaws(self, hook: str) -> Iterator[str]:
        words = spoken_words(hook)
        if not words:
            yield "it says nothing"
        most = hook_words(language_for(self._brief.language).words)
        if words > most or len(hook) > _LONGEST:
            yield f"it has {words} words, {most} are the most"
        if not is_spoken_plainly(hook):
            yield "it has words in brackets"
        if reason := wrong_script([hook], self._brief.language):
            yield reason
        yield from self._truth.offences(hook)
        yield from policy_flaws(hook, self._brief)


def policy_flaws(text: str, brief: Brief) -> Iterator[str]:
    """Scarcity that the advertiser's own offer states is the advertiser's to answer for."""
    for violation in check_text(text, name=brief.product_name, language=language_for(brief.language)):
        stated = violation.rule is PolicyRule.DECEPTIVE_URGENCY and violation.words.lower() in brief.offer.lower()
        if not stated:
            yield f"“{violation.words}” breaks the ad policy on {violation.rule.value.replace('_', ' ')}"
