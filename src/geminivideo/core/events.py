"""The ordered event log that WebSocket clients follow.

A stream belongs to one campaign (or one footage). Sequence numbers start at 1 and have no gaps; the counter's row
lock is held until the writer's transaction ends, so events become visible in the order of their numbers, and a
client that asks for everything after N can never miss one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from geminivideo.core.clock import rfc3339
from geminivideo.core.database import Base

CHANNEL = "geminivideo_events"


class EventStreamRow(Base):
    __tablename__ = "event_streams"

    stream_id: Mapped[str] = mapped_column(primary_key=True)
    last_seq: Mapped[int]


class EventRow(Base):
    __tablename__ = "events"

    stream_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)


@dataclass(frozen=True, slots=True)
class Event:
    stream_id: str
    seq: int
    type: str
    at: datetime
    payload: Mapping[str, Any]

    def message(self) -> dict[str, Any]:
        """What goes over the wire: `type, campaign_id, at, seq` and the event's own fields."""
        head = {"type": self.type, "campaign_id": self.stream_id, "at": rfc3339(self.at), "seq": self.seq}
        return head | dict(self.payload)


def append(session: Session, stream_id: str, kind: str, payload: Mapping[str, Any], at: datetime) -> Event:
    """Add an event within the caller's transaction; listeners are woken when that commits."""
    statement = insert(EventStreamRow).values(stream_id=stream_id, last_seq=1)
    counted = statement.on_conflict_do_update(
        index_elements=[EventStreamRow.stream_id], set_={"last_seq": EventStreamRow.last_seq + 1}
    ).returning(EventStreamRow.last_seq)
    seq = session.execute(counted).scalar_one()
    session.add(EventRow(stream_id=stream_id, seq=seq, type=kind, at=at, payload=dict(payload)))
    session.execute(select(func.pg_notify(CHANNEL, stream_id)))
    return Event(stream_id, seq, kind, at, payload)


def read_after(session: Session, stream_id: str, seq: int, *, limit: int = 500) -> list[Event]:
    query = (
        select(EventRow).where(EventRow.stream_id == stream_id, EventRow.seq > seq).order_by(EventRow.seq).limit(limit)
    )
    return [Event(r.stream_id, r.seq, r.type, r.at, r.payload) for r in session.scalars(query)]
