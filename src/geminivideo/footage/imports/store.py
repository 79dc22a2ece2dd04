"""Imports in PostgreSQL. Every function works in the caller's transaction and leaves committing to it."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from geminivideo.core.errors import GeminivideoError, NotFoundError
from geminivideo.footage.imports.model import FootageImport, ImportStatus
from geminivideo.footage.tables import FootageImportRow


def create(session: Session, given: FootageImport) -> None:
    session.add(FootageImportRow(**given.model_dump(mode="json", exclude={"created_at"}), created_at=given.created_at))
    session.flush()


def find(session: Session, footage_id: str) -> FootageImport | None:
    row = session.get(FootageImportRow, footage_id, populate_existing=True)
    if row is None:
        return None
    return FootageImport.model_validate({name: getattr(row, name) for name in FootageImport.model_fields})


def get(session: Session, footage_id: str) -> FootageImport:
    found = find(session, footage_id)
    if found is None:
        raise NotFoundError(
            f"There is no import {footage_id}.", next_step="use a footage_id as POST /api/video/import-drive gave it"
        )
    return found


def followers(session: Session, footage_id: str) -> list[str]:
    """The promised ids that turned out to be this footage, beside its own."""
    query = select(FootageImportRow.footage_id).where(
        FootageImportRow.became == footage_id, FootageImportRow.footage_id != footage_id
    )
    return sorted(session.scalars(query))


def mark_importing(session: Session, footage_id: str) -> None:
    _set(session, footage_id, status=ImportStatus.IMPORTING, problem=None)


def mark_imported(session: Session, footage_id: str, became: str) -> None:
    _set(session, footage_id, status=ImportStatus.IMPORTED, problem=None, became=became)


def mark_ended(session: Session, footage_id: str, status: ImportStatus, error: GeminivideoError) -> None:
    """It failed or was cancelled."""
    _set(session, footage_id, status=status, problem={"cause": error.cause, "next_step": error.next_step})


def _set(session: Session, footage_id: str, **values: object) -> None:
    session.execute(update(FootageImportRow).where(FootageImportRow.footage_id == footage_id).values(**values))
