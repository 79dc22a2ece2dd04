"""Who becomes champion, and the way back: a model takes its place after a won trial, or by a person's decision."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from geminivideo.core.errors import ConflictError
from geminivideo.oracle import registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import ModelRecord, Stage, champion_row, record_of, row_of
from geminivideo.oracle.tables import ModelRow
from geminivideo.oracle.trial import Trial


def promote(session: Session, model_id: str, reason: str, at: datetime) -> ModelRecord:
    """Make a model the champion of its name and account, because someone says so; the one before it is archived."""
    row = _locked_row(session, model_id)
    if row.stage == Stage.CHAMPION:
        raise ConflictError(f"{model_id} is the champion already.", next_step="there is nothing to promote")
    row.promoted_at = _after(champion_row(session, ModelName(row.name), row.account_id), at)
    return _crown(session, row, reason)


def keep_trial(session: Session, model_id: str, trial: Trial, against: str) -> None:
    """Store what a trial against the model `against` found in the challenger's metrics."""
    row = _locked_row(session, model_id)
    row.metrics = {**row.metrics, "trial": {**asdict(trial), "against": against}}
    session.flush()


def promote_by_trial(
    session: Session, model_id: str, trial: Trial, against: str, at: datetime, broken: str | None = None
) -> ModelRecord:
    """Promote the winner of a trial against the present champion, `against`; the trial is stored with it, also where it
    is not promoted. Where the champion cannot be used, it is `broken`, and `against` the model that answered in its
    place. An account's own model replaces the one of every account also where it was no worse.

    Raises:
        ConflictError: when the trial was not won, or another model has become champion since.
    """
    keep_trial(session, model_id, trial, against)
    present = _present_champion(session, model_id, broken or against)
    first = present.account_id is None and row_of(session, model_id).account_id is not None
    if not (trial.won or (first and trial.no_worse)):
        raise ConflictError(
            f"{model_id} did not win its trial: {trial.words}.", next_step="a person may promote it all the same"
        )
    how = "won a trial against" if trial.won else "was no worse in a trial than"
    return promote(session, model_id, f"{how} {against}: {trial.words}", at)


def promote_in_place_of(session: Session, replaced: str, model_id: str, reason: str, at: datetime) -> ModelRecord:
    """Without a trial. Raises ConflictError when another model has become champion since `replaced` was."""
    _present_champion(session, model_id, replaced)
    return promote(session, model_id, reason, at)


def _present_champion(session: Session, model_id: str, expected: str) -> ModelRecord:
    """Which `model_id` would replace; raises ConflictError when it is not the expected one."""
    row = _locked_row(session, model_id)
    present = registry.champion_for(session, ModelName(row.name), row.account_id)
    if present is None or present.model_id != expected:
        raise ConflictError(
            f"{model_id} was to replace {expected}, but {present.model_id if present else 'none'} is champion now.",
            next_step="compare the two, and promote by hand the one that shall answer",
        )
    return present


def rollback(session: Session, model_id: str, reason: str) -> ModelRecord:
    """Take the champion `model_id` back; gives the model that answers in its place.

    That is the champion before it. Before an account's first one, the model of all accounts answered.
    """
    row = _locked_row(session, model_id)
    if row.stage != Stage.CHAMPION:
        raise ConflictError(f"{model_id} is {row.stage}.", next_step="only a champion can be rolled back")
    previous = session.scalars(registry.predecessors(row).limit(1)).first()
    general = champion_row(session, ModelName(row.name), None) if row.account_id else None
    successor = previous or general
    if successor is None:
        raise ConflictError(
            f"No model was champion before {model_id}.", next_step="promote the version that shall answer instead"
        )
    row.promoted_at = None
    _archive(session, row, successor, reason)
    return _crown(session, successor, reason) if successor is previous else record_of(successor)


def _crown(session: Session, row: ModelRow, reason: str) -> ModelRecord:
    current = champion_row(session, ModelName(row.name), row.account_id)
    if current is not None:
        _archive(session, current, row, reason)
    row.stage, row.reason = Stage.CHAMPION, reason
    session.flush()
    return record_of(row)


def _after(current: ModelRow | None, at: datetime) -> datetime:
    """`at` is from before this waited for others; the order of promotions is that of the champions all the same."""
    before = current.promoted_at if current else None
    return max(at, before + timedelta(microseconds=1)) if before else at


def _archive(session: Session, row: ModelRow, successor: ModelRow, reason: str) -> None:
    row.stage, row.reason = Stage.ARCHIVED, f"replaced by {successor.model_id}: {reason}"
    session.flush()  # the index allows one champion at any moment, so the old one goes first


def _locked_row(session: Session, model_id: str) -> ModelRow:
    found = row_of(session, model_id)
    registry.lock(session, ModelName(found.name))
    session.refresh(found)
    return found
