"""Watched files in PostgreSQL. Every function works in the caller's transaction and leaves committing to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, delete, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geminivideo.footage.imports.model import ImportStatus
from geminivideo.footage.tables import FootageImportRow
from geminivideo.footage.watching.model import Changes, WatchedFile, WatchedState
from geminivideo.footage.watching.tables import WatchedFileRow

# Whole rows would be objects that the session keeps, and these are thousands every few seconds.
_COLUMNS = tuple(WatchedFileRow.__table__.columns)
_FIELDS = tuple(column.name for column in _COLUMNS)
# One statement takes at most 65,535 values.
_ROWS_AT_ONCE = 2000
_STATE = case(
    (WatchedFileRow.problem.is_not(None), literal(WatchedState.REFUSED.value)),
    else_=func.coalesce(FootageImportRow.status, literal(WatchedState.WAITING.value)),
)


def in_folder(session: Session, folder: str) -> list[WatchedFile]:
    query = (
        select(*_COLUMNS, FootageImportRow.status)
        .outerjoin(FootageImportRow, FootageImportRow.footage_id == WatchedFileRow.footage_id)
        .where(WatchedFileRow.folder == folder)
    )
    return [_file(row, is_footage=row[-1] == ImportStatus.IMPORTED) for row in session.execute(query)]


def apply(session: Session, changes: Changes) -> None:
    """What another look has written of the same state meanwhile stays, with what it has begun."""
    is_other = tuple_(WatchedFileRow.version, WatchedFileRow.account_id)
    for paths in _parts(changes.forgotten):
        session.execute(delete(WatchedFileRow).where(WatchedFileRow.path.in_(paths)))
    for files in _parts(changes.written):
        statement = insert(WatchedFileRow).values([{name: getattr(file, name) for name in _FIELDS} for file in files])
        fresh = {name: statement.excluded[name] for name in _FIELDS if name != "path"}
        changed = is_other != tuple_(statement.excluded.version, statement.excluded.account_id)
        session.execute(statement.on_conflict_do_update(index_elements=["path"], set_=fresh, where=changed))


def settled(session: Session, folders: Sequence[str], before: datetime, most: int) -> list[WatchedFile]:
    """Files of these folders that have lain unchanged since `before`, and that nothing has been begun of."""
    query = (
        select(*_COLUMNS)
        .where(
            WatchedFileRow.folder.in_(folders),
            WatchedFileRow.footage_id.is_(None),
            WatchedFileRow.problem.is_(None),
            WatchedFileRow.unchanged_since <= before,
        )
        .order_by(WatchedFileRow.unchanged_since, WatchedFileRow.path)
        .limit(most)
    )
    return [_file(row) for row in session.execute(query)]


def count_importing(session: Session) -> int:
    query = (
        select(func.count())
        .select_from(WatchedFileRow)
        .join(FootageImportRow, FootageImportRow.footage_id == WatchedFileRow.footage_id)
        .where(FootageImportRow.status == ImportStatus.IMPORTING)
    )
    return session.execute(query).scalar_one()


def claim(session: Session, file: WatchedFile) -> bool:
    """Whether it is still to be decided what is done with it; then nobody else decides until the transaction ends."""
    query = select(WatchedFileRow).where(
        WatchedFileRow.path == file.path,
        WatchedFileRow.version == file.version,
        WatchedFileRow.footage_id.is_(None),
        WatchedFileRow.problem.is_(None),
    )
    return session.scalars(query.with_for_update()).one_or_none() is not None


def decide(session: Session, file: WatchedFile, **decision: Any) -> None:
    """Remember the `footage_id` that it becomes, or the `problem` it has."""
    session.execute(update(WatchedFileRow).where(WatchedFileRow.path == file.path).values(**decision))


def counts(session: Session, folders: Sequence[str]) -> dict[str, dict[WatchedState, int]]:
    """How many files of each folder are in which state."""
    query = (
        select(WatchedFileRow.folder, _STATE, func.count())
        .outerjoin(FootageImportRow, FootageImportRow.footage_id == WatchedFileRow.footage_id)
        .where(WatchedFileRow.folder.in_(folders))
        .group_by(WatchedFileRow.folder, _STATE)
    )
    found: dict[str, dict[WatchedState, int]] = {folder: {} for folder in folders}
    for folder, state, count in session.execute(query):
        found[folder][WatchedState(state)] = count
    return found


def not_taken_in(
    session: Session, folders: Sequence[str], most: int, account_id: str | None = None
) -> list[tuple[WatchedFile, WatchedState, dict[str, Any] | None]]:
    """The files that are no footage, each with its state and why; the latest first."""
    query = (
        select(*_COLUMNS, _STATE, func.coalesce(WatchedFileRow.problem, FootageImportRow.problem))
        .outerjoin(FootageImportRow, FootageImportRow.footage_id == WatchedFileRow.footage_id)
        .where(WatchedFileRow.folder.in_(folders), _STATE.is_distinct_from(WatchedState.IMPORTED.value))
        .order_by(WatchedFileRow.unchanged_since.desc(), WatchedFileRow.path)
        .limit(most)
    )
    if account_id:
        query = query.where(WatchedFileRow.account_id == account_id)
    return [(_file(row), WatchedState(row[-2]), row[-1]) for row in session.execute(query)]


def _parts(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[begin : begin + _ROWS_AT_ONCE] for begin in range(0, len(values), _ROWS_AT_ONCE)]


def _file(row: Row[*tuple[Any, ...]], *, is_footage: bool = False) -> WatchedFile:
    """Of a row that begins with the columns."""
    return WatchedFile(**dict(zip(_FIELDS, row, strict=False)), is_footage=is_footage)
