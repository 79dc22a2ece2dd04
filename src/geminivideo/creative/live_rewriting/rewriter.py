"""The live rewriter: a question per blueprint, all at once; faults go back once, what fails is done locally."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import GeminivideoError, InvalidInputError
from geminivideo.core.language_models.model import Reply
from geminivideo.core.vocabulary import Source
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.draft_checks import faults_of, hook_faults
from geminivideo.creative.live_rewriting.answer import Rewrite
from geminivideo.creative.live_rewriting.question import LENGTH_KEPT, ROLE, Faulty, question
from geminivideo.creative.model import Brief
from geminivideo.creative.reflexion import Revision, Rewriter, RewriteRequest
from geminivideo.creative.rewriting import beyond_help

_Outcome = Revision | Faulty | str  # str: why there was no answer


@dataclass(frozen=True, slots=True)
class _Desk:
    campaign: Sequence[Blueprint]
    brief: Brief
    taken: HookSet


class LiveRewriter:
    """`check_local` raises InvalidInputError for a brief that the local rewriter cannot write for.

    `footage` is what `footage_in_words` makes of the campaign's scenes.
    """

    def __init__(
        self,
        live: CampaignModels,
        local: Rewriter,
        check_local: Callable[[Brief], None],
        footage: Sequence[str] = (),
    ) -> None:
        self._footage = footage
        self._live = live
        self._local = local
        self._check_local = check_local

    @property
    def source(self) -> Source:
        return self._live.record.source(ROLE)

    def rewrite(
        self,
        requests: Sequence[RewriteRequest],
        campaign: Sequence[Blueprint],
        brief: Brief,
        hooks: HookSet,
        rng: np.random.Generator,
    ) -> list[Revision]:
        desk = _Desk(campaign, brief, hooks.copy())
        done: dict[int, Revision] = {
            at: lost for at, request in enumerate(requests) if (lost := beyond_help(request.verdict))
        }
        asked = [at for at in range(len(requests)) if at not in done]
        outcomes = dict(zip(asked, self._twice([requests[at] for at in asked], desk), strict=True))
        done |= {at: found for at, found in outcomes.items() if isinstance(found, Revision)}
        missing = {at: _why(found) for at, found in outcomes.items() if not isinstance(found, Revision)}
        self._live.record.note(ROLE, "rewrites", [missing.get(at) for at in asked])
        left = [requests[at] for at in missing]
        done |= zip(missing, self._locally(left, list(missing.values()), desk, rng), strict=True)
        return [done[at] for at in range(len(requests))]

    def _twice(self, requests: Sequence[RewriteRequest], desk: _Desk) -> list[_Outcome]:
        outcomes = self._round(requests, [None] * len(requests), desk)
        again = {at: found for at, found in enumerate(outcomes) if isinstance(found, Faulty)}
        mended = self._round([requests[at] for at in again], list(again.values()), desk)
        for at, found in zip(again, mended, strict=True):
            outcomes[at] = found
        return outcomes

    def _round(
        self, requests: Sequence[RewriteRequest], before: Sequence[Faulty | None], desk: _Desk
    ) -> list[_Outcome]:
        pairs = list(zip(requests, before, strict=True))
        questions = [question(one, desk.campaign, desk.brief, last, self._footage) for one, last in pairs]
        answers = self._live.ask_all(questions)
        return [_read(answer, request.blueprint, desk) for answer, request in zip(answers, requests, strict=True)]

    def _locally(
        self, requests: Sequence[RewriteRequest], why: Sequence[str], desk: _Desk, rng: np.random.Generator
    ) -> list[Revision]:
        if not requests:
            return []
        try:
            self._check_local(desk.brief)
        except InvalidInputError as error:
            return [Revision(None, f"no new version: {reason} {error.cause}") for reason in why]
        return self._local.rewrite(requests, desk.campaign, desk.brief, desk.taken, rng)


def _read(answer: Reply[Rewrite] | GeminivideoError, old: Blueprint, desk: _Desk) -> _Outcome:
    """A new hook is taken at once, so that the turn's other answers keep their distance from it."""
    if isinstance(answer, GeminivideoError):
        return answer.cause
    new = answer.answer.applied_to(old)
    faults = [*faults_of(new, desk.brief), *_length_faults(new, old), *_new_hook_faults(new, old, desk.taken)]
    if faults:
        return Faulty(new, tuple(faults))
    desk.taken.add(old.id, new.hook.text)
    return Revision(new, answer.answer.told, written_by=Source.LIVE)


def _length_faults(new: Blueprint, old: Blueprint) -> list[str]:
    if abs(new.total_seconds - old.total_seconds) > LENGTH_KEPT * old.total_seconds + 1e-6:
        return [f"it lasts {new.total_seconds:g} s, the old version {old.total_seconds:g} s"]
    return []


def _new_hook_faults(new: Blueprint, old: Blueprint, taken: HookSet) -> list[str]:
    return [] if new.hook.text == old.hook.text else hook_faults(new, taken)


def _why(found: Faulty | str) -> str:
    return found if isinstance(found, str) else f"the new version has faults: {'; '.join(found.faults)}."
