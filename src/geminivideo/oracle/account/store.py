"""Lessons in PostgreSQL. Every function works in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geminivideo.oracle.account.lesson import Lesson
from geminivideo.oracle.account.past_trials import PastTrials
from geminivideo.oracle.account.tables import LessonRow
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import Stage
from geminivideo.oracle.tables import ModelRow


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """A `Lesson` as it is kept. `model_id`: the model that was registered; `promoted`: it answers since then."""

    name: str
    at: datetime
    ads: int
    made_here: int
    words: str
    model_id: str | None
    promoted: bool


def keep(session: Session, account_id: str, job_id: str, lesson: Lesson, model_id: str | None, at: datetime) -> None:
    row = LessonRow(
        job_id=job_id,
        name=lesson.name,
        account_id=account_id,
        at=at,
        ads=lesson.ads,
        made_here=lesson.made_here,
        words=lesson.words,
        model_id=model_id,
        promoted=lesson.promote,
    )
    session.add(row)
    session.flush()


def past_trials(session: Session, account_id: str, name: ModelName, against: str) -> PastTrials:
    """Those that the model `against` stood in this account; one that lost its place and got it back stood them, too."""
    lessons = _ads_of_models(account_id, name)
    tried = lessons.where(ModelRow.metrics["trial"]["against"].astext == against)
    # What was promoted and has no time of promotion any more was taken back (registry.py).
    back = lessons.where(LessonRow.promoted, ModelRow.stage == Stage.ARCHIVED, ModelRow.promoted_at.is_(None))
    return PastTrials(tuple(session.scalars(tried)), next(reversed([*session.scalars(back)]), None))


def _ads_of_models(account_id: str, name: ModelName) -> Select[int]:
    """How many ads each registered model's lesson had, the oldest first."""
    query = select(LessonRow.ads).join(ModelRow, ModelRow.model_id == LessonRow.model_id)
    of_both = LessonRow.account_id == account_id, LessonRow.name == name
    return query.where(*of_both).order_by(LessonRow.at, LessonRow.job_id)


def latest(session: Session, account_id: str) -> list[LessonRecord]:
    """The last lesson of each model, by name."""
    query = select(LessonRow).where(LessonRow.account_id == account_id).ext(distinct_on(LessonRow.name))
    rows = session.scalars(query.order_by(LessonRow.name, LessonRow.at.desc()))
    return [
        LessonRecord(row.name, row.at, row.ads, row.made_here, row.words, row.model_id, row.promoted) for row in rows
    ]
