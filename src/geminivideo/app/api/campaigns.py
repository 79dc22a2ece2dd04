"""Campaign routes: generate, look, and see why a blueprint got what it got."""

import asyncio
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from geminivideo.app.api.answers.blueprint_stories import blueprint_story, known_of
from geminivideo.app.api.answers.campaigns import campaign_answer, campaign_list, campaign_state
from geminivideo.app.api.answers.streams import websocket_url
from geminivideo.app.api.event_hub import EventHub, wait_for
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.problems import problem_document
from geminivideo.app.api.schemas.blueprints import BlueprintStory
from geminivideo.app.api.schemas.campaigns import CampaignAnswer, CampaignList, CampaignRequest, CampaignState
from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.database import Database
from geminivideo.core.jobs.model import Job
from geminivideo.core.jobs.runner import Send
from geminivideo.creative import store
from geminivideo.creative.spending_store import spending_of
from geminivideo.creative.store import Campaign, CampaignStatus
from geminivideo.flows.campaign_requests import CampaignRequests

# Longer than any generation with live models should take. Then the answer is 202, and the campaign goes on.
_LONGEST_WAIT_SECONDS = 600.0


class CampaignRoutes:
    def __init__(self, database: Database, campaigns: CampaignRequests, send: Send, hub: EventHub) -> None:
        self._database = database
        self._requests = campaigns
        self._send = send
        self._hub = hub

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/pipeline", tags=["campaigns"])
        router.add_api_route(
            "/generate-campaign",
            self.generate,
            methods=["POST"],
            response_model=CampaignAnswer,
            responses={202: {"model": CampaignState}},
            summary="Write, judge, predict and rank ad blueprints",
        )
        router.add_api_route(
            "/campaigns", self.campaigns, methods=["GET"], summary="An account's campaigns, the latest first"
        )
        router.add_api_route(
            "/campaign/{campaign_id}",
            self.campaign,
            methods=["GET"],
            response_model=CampaignAnswer | CampaignState,
            summary="A campaign's status, and its answer once completed",
        )
        router.add_api_route(
            "/campaign/{campaign_id}/blueprints/{blueprint_id}",
            self.blueprint,
            methods=["GET"],
            response_model=BlueprintStory,
            summary="A blueprint with every score, critique, rewrite and prediction",
        )
        return router

    async def generate(self, request: CampaignRequest, wait: Annotated[bool, Query()] = True) -> Response:
        campaign_id = await to_thread.run_sync(self._start, request)
        if wait:
            finished = await self._until_finished(campaign_id)
            if finished is not None:
                return await to_thread.run_sync(self._answer, finished)
        state = CampaignState(campaign_id=campaign_id, status="queued", websocket_url=websocket_url(campaign_id))
        return JSONResponse(state.model_dump(mode="json"), status_code=202)

    def campaign(self, campaign_id: GivenId) -> CampaignAnswer | CampaignState:
        record = self._record(campaign_id)
        if record.status is not CampaignStatus.COMPLETED:
            return campaign_state(record)
        return self._whole(record)

    def campaigns(
        self,
        account_id: Annotated[str, Query(pattern=ACCOUNT_PATTERN)] = DEFAULT_ACCOUNT,
        status: Annotated[CampaignStatus | None, Query(description="only campaigns in this state")] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> CampaignList:
        with self._database.transaction() as session:
            return campaign_list(store.list_campaigns(session, account_id, status, limit))

    def blueprint(self, campaign_id: GivenId, blueprint_id: GivenId) -> BlueprintStory:
        with self._database.transaction() as session:
            return blueprint_story(known_of(session, campaign_id, blueprint_id))

    def _start(self, request: CampaignRequest) -> str:
        with self._database.transaction() as session:
            campaign_id = self._requests.create(session, request.order())
            job: Job = self._requests.queue(session, campaign_id)
        self._send([job])
        return campaign_id

    async def _until_finished(self, campaign_id: str) -> Campaign | None:
        async with self._hub.bell(campaign_id) as bell:
            try:
                async with asyncio.timeout(_LONGEST_WAIT_SECONDS):
                    while True:
                        record = await to_thread.run_sync(self._record, campaign_id)
                        if record.status is not CampaignStatus.GENERATING:
                            return record
                        await wait_for(bell)
            except TimeoutError:
                return None

    def _answer(self, record: Campaign) -> Response:
        if record.status is CampaignStatus.FAILED:
            return problem_document(record.problem or {})
        return JSONResponse(self._whole(record).model_dump(mode="json"))

    def _whole(self, record: Campaign) -> CampaignAnswer:
        with self._database.transaction() as session:
            blueprints = store.list_blueprints(session, record.campaign_id, approved_only=False)
            return campaign_answer(record, blueprints, spending_of(session, record.campaign_id))

    def _record(self, campaign_id: str) -> Campaign:
        with self._database.transaction() as session:
            return store.get_campaign(session, campaign_id)
