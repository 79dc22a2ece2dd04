"""An account's footage as a list, the latest first: what is here, and what is still to come or failed to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Float, Row, Select, func, select
from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.imports.model import promised_label
from geminivideo.footage.tables import FootageImportRow, FootageRow, FootageSceneRow

_UPLOAD = "upload"


class ListedFootage(Frozen):
    """`source` is upload, or the kind of an import with what it was fetched from as `origin`."""

    footage_id: str
    label: str
    status: str
    problem: dict[str, Any] | None
    duration_seconds: float | None
    scenes: int
    created_at: datetime
    source: str
    origin: str | None


def list_footage(session: Session, account_id: str, *, most: int, before: str | None = None) -> list[ListedFootage]:
    """Ids sort by the time they were made, so a page goes on `before` the last id of the page above it."""
    rows = [*session.execute(_page(_here(account_id), FootageRow.footage_id, most, before))]
    rows += session.execute(_page(_to_come(account_id), FootageImportRow.footage_id, most, before))
    rows = sorted(rows, key=lambda row: str(row.footage_id), reverse=True)[:most]
    scenes = _scene_counts(session, [row.footage_id for row in rows])
    return [_listed(row, scenes.get(row.footage_id, 0)) for row in rows]


def _here(account_id: str) -> Select[Any]:
    seconds = FootageRow.probe["duration_seconds"].astext.cast(Float)
    return (
        select(*_shared(FootageRow), FootageRow.label, seconds.label("seconds"), FootageImportRow.source)
        .outerjoin(FootageImportRow, FootageImportRow.footage_id == FootageRow.footage_id)
        .where(FootageRow.account_id == account_id)
    )


def _to_come(account_id: str) -> Select[Any]:
    return select(*_shared(FootageImportRow), FootageImportRow.source).where(
        FootageImportRow.account_id == account_id, FootageImportRow.became.is_(None)
    )


def _shared(table: type[FootageRow | FootageImportRow]) -> tuple[Any, ...]:
    return table.footage_id, table.status, table.problem, table.created_at


def _page(query: Select[Any], footage_id: Any, most: int, before: str | None) -> Select[Any]:
    by_time = footage_id.collate("C")
    return (query.where(by_time < before) if before else query).order_by(by_time.desc()).limit(most)


def _scene_counts(session: Session, footage_ids: Sequence[str]) -> dict[str, int]:
    query = (
        select(FootageSceneRow.footage_id, func.count().label("number"))
        .where(FootageSceneRow.footage_id.in_(footage_ids))
        .group_by(FootageSceneRow.footage_id)
    )
    return {row.footage_id: row.number for row in session.execute(query)}


def _listed(row: Row[Any], scenes: int) -> ListedFootage:
    source: dict[str, Any] = row.source or {"kind": _UPLOAD}
    origin = source.get("path") or source.get("file_id")
    return ListedFootage(
        footage_id=row.footage_id,
        label=getattr(row, "label", None) or promised_label(source),
        status=row.status,
        problem=row.problem,
        duration_seconds=getattr(row, "seconds", None),
        scenes=scenes,
        created_at=row.created_at,
        source="watched" if source.get("watched") else source["kind"],
        origin=origin,
    )
