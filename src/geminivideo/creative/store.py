"""Campaigns and blueprints in PostgreSQL. Every function works in the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, select, tuple_, update
from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.core.vocabulary import Source
from geminivideo.creative.model import (
    Brief,
    CampaignStatistics,
    CreativeSources,
    EvaluatedBlueprint,
    ReflexionTurn,
    Verdict,
)
from geminivideo.creative.tables import BlueprintRow, CampaignRow


class CampaignStatus(StrEnum):
    GENERATING = "generating"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Campaign:
    campaign_id: str
    account_id: str
    status: CampaignStatus
    brief: Brief
    footage_ids: tuple[str, ...]
    statistics: CampaignStatistics | None
    sources: CreativeSources | None
    problem: Mapping[str, Any] | None
    created_at: datetime
    completed_at: datetime | None
    generation_seconds: float | None


@dataclass(frozen=True, slots=True)
class BlueprintRecord:
    """A judged blueprint and what was predicted for it; `prediction` is kept as the caller gives it."""

    blueprint: Blueprint
    verdict: Verdict
    turns: tuple[ReflexionTurn, ...]
    rank: int | None = None
    predicted_roas: float | None = None
    prediction: Mapping[str, Any] | None = None
    written_by: Source = Source.LOCAL

    @classmethod
    def of(
        cls,
        evaluated: EvaluatedBlueprint,
        *,
        rank: int | None = None,
        predicted_roas: float | None = None,
        prediction: Mapping[str, Any] | None = None,
    ) -> "BlueprintRecord":
        story = evaluated.blueprint, evaluated.verdict, evaluated.turns
        return cls(*story, rank, predicted_roas, prediction, evaluated.written_by)


def create_campaign(
    session: Session, campaign_id: str, account_id: str, brief: Brief, footage_ids: Sequence[str], at: datetime
) -> Campaign:
    row = CampaignRow(
        campaign_id=campaign_id,
        account_id=account_id,
        status=CampaignStatus.GENERATING,
        brief=brief.model_dump(mode="json"),
        footage_ids=list(footage_ids),
        created_at=at,
    )
    session.add(row)
    session.flush()
    return _campaign(row)


def complete_campaign(
    session: Session,
    campaign_id: str,
    records: Sequence[BlueprintRecord],
    *,
    statistics: CampaignStatistics,
    sources: CreativeSources,
    seconds: float,
    at: datetime,
) -> None:
    """Store the blueprints and close the campaign.

    Raises:
        ConflictError: when the campaign is not being generated (any more).
    """
    _close(
        session,
        campaign_id,
        status=CampaignStatus.COMPLETED,
        statistics=statistics.model_dump(mode="json"),
        sources=sources.model_dump(mode="json"),
        generation_seconds=seconds,
        completed_at=at,
    )
    session.add_all(_row(campaign_id, record) for record in records)
    session.flush()


def fail_campaign(session: Session, campaign_id: str, problem: Mapping[str, Any], at: datetime) -> None:
    """Close the campaign with the problem document that a client gets."""
    _close(session, campaign_id, status=CampaignStatus.FAILED, problem=dict(problem), completed_at=at)


def get_campaign(session: Session, campaign_id: str) -> Campaign:
    row = session.get(CampaignRow, campaign_id)
    if row is None:
        raise NotFoundError(
            f"There is no campaign {campaign_id!r}.",
            next_step="use a campaign_id as POST /pipeline/generate-campaign answered it",
        )
    return _campaign(row)


def list_campaigns(session: Session, account_id: str, status: CampaignStatus | None, most: int) -> list[Campaign]:
    """The latest first."""
    query = select(CampaignRow).where(CampaignRow.account_id == account_id)
    if status is not None:
        query = query.where(CampaignRow.status == status)
    rows = session.scalars(query.order_by(CampaignRow.created_at.desc(), CampaignRow.campaign_id.desc()).limit(most))
    return [_campaign(row) for row in rows]


def list_blueprints(session: Session, campaign_id: str, *, approved_only: bool) -> list[BlueprintRecord]:
    """Ranked ones first, by rank, then the others by id."""
    query = select(BlueprintRow).where(BlueprintRow.campaign_id == campaign_id)
    if approved_only:
        query = query.where(BlueprintRow.approved)
    rows = session.scalars(query.order_by(BlueprintRow.rank.nulls_last(), BlueprintRow.blueprint_id))
    return [record_of(row) for row in rows]


def get_blueprint(session: Session, campaign_id: str, blueprint_id: str) -> BlueprintRecord:
    row = session.get(BlueprintRow, (campaign_id, blueprint_id))
    if row is None:
        get_campaign(session, campaign_id)
        raise NotFoundError(
            f"The campaign {campaign_id} has no blueprint {blueprint_id!r}.",
            next_step=f"GET /pipeline/campaign/{campaign_id} lists its blueprints",
        )
    return record_of(row)


Place = tuple[str, str]


def blueprints_among(session: Session, account_id: str, places: Collection[Place]) -> frozenset[Place]:
    """Those of the pairs of campaign and blueprint that exist in the account."""
    query = select(BlueprintRow.campaign_id, BlueprintRow.blueprint_id).where(_among(account_id, places))
    return frozenset((campaign_id, blueprint_id) for campaign_id, blueprint_id in session.execute(query))


def blueprints_of(session: Session, account_id: str, places: Collection[Place]) -> dict[Place, Blueprint]:
    """The same with what they say, in the order of their ids."""
    query = select(BlueprintRow).where(_among(account_id, places))
    rows = session.scalars(query.order_by(BlueprintRow.campaign_id, BlueprintRow.blueprint_id))
    return {(row.campaign_id, row.blueprint_id): Blueprint.model_validate(row.document) for row in rows}


def _among(account_id: str, places: Collection[Place]) -> ColumnElement[bool]:
    own = select(CampaignRow.campaign_id).where(CampaignRow.account_id == account_id)
    asked = tuple_(BlueprintRow.campaign_id, BlueprintRow.blueprint_id).in_(places)
    return and_(asked, BlueprintRow.campaign_id.in_(own))


def _close(session: Session, campaign_id: str, **values: Any) -> None:
    """One guarded UPDATE: a campaign is closed once."""
    statement = update(CampaignRow).where(
        CampaignRow.campaign_id == campaign_id, CampaignRow.status == CampaignStatus.GENERATING
    )
    if session.execute(statement.values(**values).returning(CampaignRow.campaign_id)).first() is None:
        campaign = get_campaign(session, campaign_id)
        raise ConflictError(
            f"The campaign {campaign_id} is already {campaign.status}.",
            next_step="start a new campaign with POST /pipeline/generate-campaign",
        )


def _row(campaign_id: str, record: BlueprintRecord) -> BlueprintRow:
    return BlueprintRow(
        campaign_id=campaign_id,
        blueprint_id=record.blueprint.id,
        approved=record.verdict.approved,
        rank=record.rank,
        council_score=record.verdict.score,
        predicted_roas=record.predicted_roas,
        document=record.blueprint.model_dump(mode="json"),
        evaluation={
            "verdict": record.verdict.model_dump(mode="json"),
            "turns": [turn.model_dump(mode="json") for turn in record.turns],
            "written_by": record.written_by,
        },
        prediction=dict(record.prediction) if record.prediction is not None else None,
    )


def record_of(row: BlueprintRow) -> BlueprintRecord:
    return BlueprintRecord(
        blueprint=Blueprint.model_validate(row.document),
        verdict=Verdict.model_validate(row.evaluation["verdict"]),
        turns=tuple(ReflexionTurn.model_validate(turn) for turn in row.evaluation["turns"]),
        rank=row.rank,
        predicted_roas=row.predicted_roas,
        prediction=row.prediction,
        written_by=Source(row.evaluation.get("written_by", Source.LOCAL)),
    )


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        campaign_id=row.campaign_id,
        account_id=row.account_id,
        status=CampaignStatus(row.status),
        brief=Brief.model_validate(row.brief),
        footage_ids=tuple(row.footage_ids),
        statistics=CampaignStatistics.model_validate(row.statistics) if row.statistics else None,
        sources=CreativeSources.model_validate(row.sources) if row.sources else None,
        problem=row.problem,
        created_at=row.created_at,
        completed_at=row.completed_at,
        generation_seconds=row.generation_seconds,
    )
