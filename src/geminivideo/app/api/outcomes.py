"""Outcome routes: what became of the ads, which council and Director learn from."""

from collections.abc import Iterable

from fastapi import APIRouter

from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.outcomes import (
    CampaignOutcomesRequest,
    OutcomeGiven,
    OutcomesAnswer,
    OutcomesRequest,
)
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import InvalidInputError
from geminivideo.creative import store as campaigns
from geminivideo.creative.outcomes import store
from geminivideo.creative.outcomes.model import Outcome
from geminivideo.flows.learning_requests import LearningRequests


class OutcomeRoutes:
    def __init__(self, database: Database, clock: Clock, learning: LearningRequests) -> None:
        self._database = database
        self._clock = clock
        self._learning = learning

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/pipeline", tags=["outcomes"])
        router.add_api_route(
            "/campaign/{campaign_id}/outcomes",
            self.of_campaign,
            methods=["POST"],
            summary="Record what became of a campaign's ads; sent again, a period is replaced",
        )
        router.add_api_route(
            "/outcomes",
            self.of_campaigns,
            methods=["POST"],
            summary="Record what became of ads of several campaigns, all of it or nothing",
        )
        return router

    def of_campaign(self, campaign_id: GivenId, request: OutcomesRequest) -> OutcomesAnswer:
        with self._database.transaction() as session:
            campaigns.get_campaign(session, campaign_id)
        return self._record((given, campaign_id) for given in request.outcomes)

    def of_campaigns(self, request: CampaignOutcomesRequest) -> OutcomesAnswer:
        return self._record((given, given.campaign_id) for given in request.outcomes)

    def _record(self, given: Iterable[tuple[OutcomeGiven, str]]) -> OutcomesAnswer:
        rows: dict[int, Outcome] = {}
        for number, (one, campaign_id) in enumerate(given, start=1):
            row = one.row or number
            if row in rows:
                raise InvalidInputError(f"Two outcomes have the number {row}.", next_step="number each row once")
            rows[row] = one.outcome(campaign_id)
        with self._database.transaction() as session:
            accounts = store.record(session, rows, self._clock.now())
        self._learning.ask(accounts)
        return OutcomesAnswer(
            recorded=len(rows),
            campaigns=len({outcome.campaign_id for outcome in rows.values()}),
            blueprints=len({outcome.place for outcome in rows.values()}),
            accounts=sorted(accounts),
        )
