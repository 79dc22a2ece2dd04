"""The rows of what accounts' results taught."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from geminivideo.core.database import Base
from geminivideo.core.jobs.store import JobRow
from geminivideo.oracle.tables import ModelRow


class LessonRow(Base):
    """`model_id` is the model that was registered, `promoted` whether it answers since; None: nothing was."""

    __tablename__ = "account_lessons"
    __table_args__ = (Index("account_lessons_account_idx", "account_id", "at"),)

    job_id: Mapped[str] = mapped_column(ForeignKey(JobRow.job_id), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ads: Mapped[int]
    made_here: Mapped[int]
    words: Mapped[str]
    model_id: Mapped[str | None] = mapped_column(ForeignKey(ModelRow.model_id))
    promoted: Mapped[bool]
