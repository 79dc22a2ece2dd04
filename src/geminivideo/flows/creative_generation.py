"""Brief -> blueprints -> council and reflexion -> Oracle -> ranking, as the job that a campaign waits for."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from geminivideo.core import events
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import CancelledError
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobStatus, problem
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.core.telemetry import timed_stage
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative import store
from geminivideo.creative.account_winners import AccountWinners
from geminivideo.creative.council.account_weights import weights_for
from geminivideo.creative.council.council import Council
from geminivideo.creative.director.live.footage import footage_in_words
from geminivideo.creative.generation import create_blueprints
from geminivideo.creative.model import Brief, CreativeOutcome, EvaluatedBlueprint
from geminivideo.creative.store import BlueprintRecord, Campaign
from geminivideo.creative.team import CreativeTeam, Knowledge, TeamFactory
from geminivideo.flows.campaign_footage import scenes_known_for
from geminivideo.flows.campaign_requests import CampaignRequests
from geminivideo.flows.campaign_spending import CampaignSpending, OpenBudget
from geminivideo.oracle.features import blueprint_features
from geminivideo.oracle.model import RoasItem, RoasPrediction
from geminivideo.oracle.prediction_log import Occasion, log_roas
from geminivideo.oracle.predictor import Predictor

_WRITING_SHARE = 0.9


class CreativeGeneration:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        team: TeamFactory,
        budget: OpenBudget,
        encoder: TextEncoder,
        oracle: Predictor,
        campaigns: CampaignRequests,
    ) -> None:
        self._database = database
        self._clock = clock
        self._team = team
        self._budget = budget
        self._encoder = encoder
        self._oracle = oracle
        self._campaigns = campaigns

    def run(self, control: JobControl) -> StoreResult:
        begun = self._clock.monotonic()
        campaign_id = control.job.subject_id
        with self._database.transaction() as session:
            campaign = store.get_campaign(session, campaign_id)
        outcome = self._write_and_judge(campaign, control)
        control.progress("Predicting ROAS", 92.0)
        with timed_stage("generation", "predict"):
            items = roas_items(outcome.evaluated)
            predictions = self._oracle.predict_roas(items, campaign.account_id)
        control.progress("Ranking", 97.0)
        records = rank(outcome.evaluated, predictions)
        seconds = self._clock.monotonic() - begun

        def save(session: Session) -> Iterable[Job]:
            self._save(session, campaign_id, records, outcome, seconds)
            log_roas(session, Occasion(self._clock.now(), campaign.account_id, campaign_id), items, predictions)
            return ()

        return save

    def on_progress(self, session: Session, job: Job, stage: str, percent: float) -> None:
        self._campaigns.report(session, job.subject_id, percent, stage)

    def on_unfinished(self, session: Session, job: Job, status: JobStatus, error: Mapping[str, Any] | None) -> None:
        cancelled = CancelledError(f"The generation was {status}.", next_step="generate the campaign again")
        self._campaigns.fail(session, job.subject_id, error or problem(cancelled))

    def _write_and_judge(self, campaign: Campaign, control: JobControl) -> CreativeOutcome:
        spending = CampaignSpending(self._database, control, self._budget)
        team = self._team(spending.budget, spending.check, lambda: self._known(campaign))
        try:
            with timed_stage("generation", "create"):
                return self._created(campaign, team, control)
        finally:
            spending.close()

    def _created(self, campaign: Campaign, team: CreativeTeam, control: JobControl) -> CreativeOutcome:
        campaign_id, brief = campaign.campaign_id, campaign.brief
        outcome = create_blueprints(
            brief,
            director=team.director,
            council=self._weighted(team.council, campaign.account_id),
            rewriter=team.rewriter,
            encoder=self._encoder,
            rng=np.random.default_rng(seed_of(campaign_id, brief)),
            report=lambda percent, message: control.progress(message, percent * _WRITING_SHARE),
            on_evaluated=lambda evaluated: self._tell(campaign_id, evaluated),
        )
        reasons = {**team.record.reasons, **outcome.sources.reasons}
        sources = outcome.sources.model_copy(update={"reasons": reasons})
        return outcome.model_copy(update={"sources": sources})

    def _known(self, campaign: Campaign) -> Knowledge:
        with self._database.transaction() as session:
            winners = AccountWinners.open(session, campaign.account_id, self._encoder)
            return Knowledge(winners, footage_in_words(scenes_known_for(session, campaign)))

    def _weighted(self, council: Council, account_id: str) -> Council:
        with self._database.transaction() as session:
            return council.with_weights(weights_for(session, account_id, council.sources))

    def _tell(self, campaign_id: str, evaluated: EvaluatedBlueprint) -> None:
        payload = {
            "blueprint_id": evaluated.blueprint.id,
            "score": round(evaluated.verdict.score, 2),
            "approved": evaluated.verdict.approved,
        }
        with self._database.transaction() as session:
            events.append(session, campaign_id, "blueprint_evaluated", payload, self._clock.now())

    def _save(
        self,
        session: Session,
        campaign_id: str,
        records: Sequence[BlueprintRecord],
        outcome: CreativeOutcome,
        seconds: float,
    ) -> None:
        now = self._clock.now()
        store.complete_campaign(
            session,
            campaign_id,
            records,
            statistics=outcome.statistics,
            sources=outcome.sources,
            seconds=seconds,
            at=now,
        )
        approved = sum(record.verdict.approved for record in records)
        payload = {"approved": approved, "rejected": len(records) - approved}
        events.append(session, campaign_id, "generation_complete", payload, now)


def roas_items(evaluated: Sequence[EvaluatedBlueprint]) -> list[RoasItem]:
    return [RoasItem(item.blueprint.id, blueprint_features(item.blueprint)) for item in evaluated]


def rank(evaluated: Sequence[EvaluatedBlueprint], predictions: Sequence[RoasPrediction]) -> list[BlueprintRecord]:
    """Approved blueprints get ranks 1..n by predicted ROAS, equal ones by council score, then by id."""
    pairs = list(zip(evaluated, predictions, strict=True))
    approved = [pair for pair in pairs if pair[0].verdict.approved]
    approved.sort(key=lambda p: (-p[1].predicted_roas, -p[0].verdict.score, p[0].blueprint.id))
    ranks = {item.blueprint.id: number for number, (item, _) in enumerate(approved, start=1)}
    return [_record(item, prediction, ranks.get(item.blueprint.id)) for item, prediction in pairs]


def _record(item: EvaluatedBlueprint, prediction: RoasPrediction, place: int | None) -> BlueprintRecord:
    answer = {**asdict(prediction), "features": blueprint_features(item.blueprint)}
    return BlueprintRecord.of(item, rank=place, predicted_roas=prediction.predicted_roas, prediction=answer)


def seed_of(campaign_id: str, brief: Brief) -> int:
    """Without a seed in the brief the campaign's id gives one, so that every campaign can be repeated."""
    return brief.seed if brief.seed is not None else zlib.crc32(campaign_id.encode())
