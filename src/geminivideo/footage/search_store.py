"""The scenes that a search looks through, read from PostgreSQL in the caller's transaction."""

from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Float, Integer, Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from geminivideo.core.errors import NotFoundError
from geminivideo.footage.meaning import telling
from geminivideo.footage.model import FootageStatus
from geminivideo.footage.packing import stacked
from geminivideo.footage.search import Candidates, Orientation, SceneFilters
from geminivideo.footage.tables import FootageRow, FootageSceneRow

Columns = TypeVarTuple("Columns")

_SQUARE = 0.05  # sides that differ by less
_NAMES = {"has_people": "people", "has_speech": "speech", "has_text": "writing"}


def candidates(session: Session, filters: SceneFilters) -> Candidates:
    """All scenes of the account's ready footage that pass the filters.

    Raises:
        NotFoundError: when the account has no footage with one of the ids.
    """
    _check_footage(session, filters)
    row = FootageSceneRow
    found = session.execute(_passing(select(row.scene_id, row.embedding, row.meaning, FootageRow.label), filters)).all()
    return Candidates(
        scene_ids=[scene_id for scene_id, *_rest in found],
        vectors=stacked([embedding for _id, embedding, *_rest in found]),
        meanings=[telling(label) if meaning is None else meaning for *_rest, meaning, label in found],
    )


def count_unknown(session: Session, filters: SceneFilters) -> dict[str, int]:
    """How many scenes each filter left out because nobody looked for it, by the filter's name."""
    conditions = {name: getattr(FootageSceneRow, _NAMES[name]).is_(None) for name in _used(filters)}
    if filters.labels:
        conditions["labels"] = FootageSceneRow.labels.is_(None)
    if not conditions:
        return {}
    counts = [func.count().filter(condition).label(name) for name, condition in conditions.items()]
    certain = filters.model_copy(update={**dict.fromkeys(_NAMES), "labels": ()})
    row = session.execute(_passing(select(*counts), certain, ordered=False)).mappings().one()
    return {name: count for name, count in row.items() if count}


def _passing(query: Select[*Columns], filters: SceneFilters, *, ordered: bool = True) -> Select[*Columns]:
    row = FootageSceneRow
    joined = query.select_from(row).join(FootageRow, FootageRow.footage_id == row.footage_id)
    passing = joined.where(
        FootageRow.account_id == filters.account_id, FootageRow.status == FootageStatus.READY, *_conditions(filters)
    )
    return passing.order_by(FootageRow.created_at, row.footage_id, row.scene_index) if ordered else passing


def _conditions(filters: SceneFilters) -> list[ColumnElement[bool]]:
    row, seconds = FootageSceneRow, FootageSceneRow.end_seconds - FootageSceneRow.start_seconds
    found = [getattr(row, _NAMES[name]).is_(wanted) for name, wanted in _used(filters).items()]
    if filters.footage_ids:
        found.append(row.footage_id.in_(filters.footage_ids))
    if filters.min_seconds is not None:
        found.append(seconds >= filters.min_seconds)
    if filters.max_seconds is not None:
        found.append(seconds <= filters.max_seconds)
    if filters.orientation:
        found.append(_oriented(filters.orientation))
    if filters.labels:
        wanted = [label.strip().casefold() for label in filters.labels]
        found.append(row.labels.contains(cast(wanted, ARRAY(Text))))
    if filters.min_score is not None:
        found.append(row.score >= filters.min_score)
    return found


def _used(filters: SceneFilters) -> dict[str, bool]:
    return {name: wanted for name in _NAMES if (wanted := getattr(filters, name)) is not None}


def _oriented(orientation: Orientation) -> ColumnElement[bool]:
    width = cast(FootageRow.probe["width"].astext, Integer)
    ratio = width / func.nullif(cast(FootageRow.probe["height"].astext, Float), 0)
    if orientation is Orientation.SQUARE:
        return func.abs(ratio - 1) < _SQUARE
    return ratio >= 1 + _SQUARE if orientation is Orientation.LANDSCAPE else ratio <= 1 - _SQUARE


def _check_footage(session: Session, filters: SceneFilters) -> None:
    if not filters.footage_ids:
        return
    own = select(FootageRow.footage_id).where(
        FootageRow.account_id == filters.account_id, FootageRow.footage_id.in_(filters.footage_ids)
    )
    if missing := sorted(set(filters.footage_ids) - set(session.scalars(own))):
        raise NotFoundError(
            f"The account {filters.account_id} has no footage {missing[0]}.",
            next_step="use a footage_id that the upload answered with, or leave it out to search all footage",
        )
