"""Lessons in PostgreSQL. Every function works in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from geminivideo.oracle.account.learning import Lesson
from geminivideo.oracle.account.tables import LessonRow


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


def latest(session: Session, account_id: str) -> list[LessonRecord]:
    """The last lesson of each model, by name."""
    query = select(LessonRow).where(LessonRow.account_id == account_id).ext(distinct_on(LessonRow.name))
    rows = session.scalars(query.order_by(LessonRow.name, LessonRow.at.desc()))
    return [
        LessonRecord(row.name, row.at, row.ads, row.made_here, row.words, row.model_id, row.promoted) for row in rows
    ]
