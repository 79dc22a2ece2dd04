"""What was predicted of what: kept with the features, so that it can be compared with what became of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from geminivideo.core.accounts import DEFAULT_ACCOUNT
from geminivideo.oracle.model import CtrPrediction, ModelName, RoasItem, RoasPrediction, SceneItem
from geminivideo.oracle.schema import Features
from geminivideo.oracle.tables import PredictionRow


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whose predictions these are, when they were made, and what a subject's name begins with, such as its campaign."""

    at: datetime
    account_id: str = DEFAULT_ACCOUNT
    within: str | None = None

    def subject(self, own_id: str) -> str:
        return f"{self.within}/{own_id}" if self.within else own_id


@dataclass(frozen=True, slots=True)
class LoggedPrediction:
    """`subject` is campaign/blueprint, footage/scene, or the id that a request gave; the interval is of 95%."""

    prediction_id: int
    at: datetime
    model_id: str
    name: ModelName
    account_id: str
    subject: str
    features: Features
    schema_version: int
    score: float
    predicted: float
    interval: tuple[float, float]


def log_roas(
    session: Session, occasion: Occasion, items: Sequence[RoasItem], predictions: Sequence[RoasPrediction]
) -> None:
    """Keep one prediction per item, in the transaction of what they belong to."""
    _insert(session, _roas_rows(occasion, items, predictions))


def log_ctr(
    session: Session, occasion: Occasion, scenes: Sequence[SceneItem], predictions: Sequence[CtrPrediction]
) -> None:
    """Keep one prediction per scene, in the transaction of what they belong to."""
    _insert(session, _ctr_rows(occasion, scenes, predictions))


def predictions_of(
    session: Session, account_id: str, name: ModelName, subjects: Collection[str] | None = None
) -> list[LoggedPrediction]:
    """An account's predictions of one kind, of all subjects or these, in the order in which they were made."""
    query = select(PredictionRow).where(PredictionRow.account_id == account_id, PredictionRow.name == name)
    if subjects is not None:
        query = query.where(PredictionRow.subject.in_(subjects))
    rows = session.scalars(query.order_by(PredictionRow.at, PredictionRow.prediction_id))
    return [_prediction(row) for row in rows]


def _roas_rows(
    occasion: Occasion, items: Sequence[RoasItem], predictions: Sequence[RoasPrediction]
) -> Iterator[Mapping[str, Any]]:
    for item, found in zip(items, predictions, strict=True):
        yield {
            **_row(occasion, ModelName.ROAS, item.id, item, found),
            "score": found.ensemble_score,
            "predicted": found.predicted_roas,
        }


def _ctr_rows(
    occasion: Occasion, scenes: Sequence[SceneItem], predictions: Sequence[CtrPrediction]
) -> Iterator[Mapping[str, Any]]:
    for scene, found in zip(scenes, predictions, strict=True):
        yield {
            **_row(occasion, ModelName.SCENE_CTR, scene.scene_id, scene, found),
            "score": found.score,
            "predicted": found.predicted_ctr,
        }


def _row(
    occasion: Occasion, name: ModelName, own_id: str, asked: RoasItem | SceneItem, found: RoasPrediction | CtrPrediction
) -> dict[str, Any]:
    low, high = found.interval
    return {
        "at": occasion.at,
        "model_id": found.model_version,
        "name": name,
        "account_id": occasion.account_id,
        "subject": occasion.subject(own_id),
        "features": dict(asked.features),
        "schema_version": asked.schema_version,
        "low": low,
        "high": high,
    }


def _insert(session: Session, rows: Iterator[Mapping[str, Any]]) -> None:
    if found := list(rows):
        session.execute(insert(PredictionRow), found)


def _prediction(row: PredictionRow) -> LoggedPrediction:
    return LoggedPrediction(
        prediction_id=row.prediction_id,
        at=row.at,
        model_id=row.model_id,
        name=ModelName(row.name),
        account_id=row.account_id,
        subject=row.subject,
        features=row.features,
        schema_version=row.schema_version,
        score=row.score,
        predicted=row.predicted,
        interval=(row.low, row.high),
    )
