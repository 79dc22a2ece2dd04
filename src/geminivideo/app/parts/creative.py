"""The team that makes a campaign, opened for each one: with its budget, and until it is cancelled."""

from collections.abc import Callable, Mapping
from functools import cache, cached_property

from geminivideo.app.parts.language_models import LanguageModelParts
from geminivideo.core.checks import Check
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.language_models.budget import Budget, Spending
from geminivideo.core.language_models.opening import campaign_budget
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.council.base import Judge
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.live.seat import LiveSeat, UnaidedSeat, role_of
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.base import Director
from geminivideo.creative.director.live.director import LiveDirector
from geminivideo.creative.director.live.questions import ROLE as DIRECTOR
from geminivideo.creative.director.local import LocalCopywriter, must_be_writable
from geminivideo.creative.live_rewriting.question import ROLE as REWRITER
from geminivideo.creative.live_rewriting.rewriter import LiveRewriter
from geminivideo.creative.model import Brief, Member
from geminivideo.creative.reflexion import Rewriter
from geminivideo.creative.rewriting import LocalRewriter
from geminivideo.creative.team import CreativeTeam, Knowledge

_LIVE_SEATS = (Member.GEMINI, Member.CLAUDE, Member.GPT)


class CreativeParts(LanguageModelParts):
    def creative_team(self, budget: Budget, check: Check, known: Callable[[], Knowledge]) -> CreativeTeam:
        live, known = CampaignModels(self.language_models, budget, check), cache(known)
        judges = [_seat(judge, live) for judge in local_judges()]
        council = Council(judges, check=check)
        return CreativeTeam(self._director(live, known), council, self._rewriter(live, known), live.record)

    def campaign_budget(self, spent: Mapping[str, Spending]) -> Budget:
        return campaign_budget(self.settings, spent)

    def _director(self, live: CampaignModels, known: Callable[[], Knowledge]) -> Director:
        if not live.is_live(DIRECTOR):
            return self._local_copywriter
        has = known()
        return LiveDirector(live, self._local_copywriter, self.encoder, winners=has.winners, footage=has.footage)

    def _rewriter(self, live: CampaignModels, known: Callable[[], Knowledge]) -> Rewriter:
        if not live.is_live(REWRITER):
            return self._local_rewriter
        return LiveRewriter(live, self._local_rewriter, must_be_writable, known().footage)

    @cached_property
    def _local_copywriter(self) -> LocalCopywriter:
        return LocalCopywriter(self.encoder)

    @cached_property
    def _local_rewriter(self) -> LocalRewriter:
        return LocalRewriter(self.encoder)


def _seat(local: Judge, live: CampaignModels) -> Judge:
    """What is seen in an ad needs no language: that seat is always local."""
    if local.member not in _LIVE_SEATS:
        return local
    if not live.is_live(role_of(local.member)):
        return UnaidedSeat(local, _is_read_here)
    return LiveSeat(live, local, _is_read_here)


def _is_read_here(brief: Brief) -> bool:
    try:
        must_be_writable(brief)
    except InvalidInputError:
        return False
    return True
