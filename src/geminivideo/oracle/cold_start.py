"""Sees to it that every model name has a champion that can answer: trains the priors where there is none."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.errors import UnavailableError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.champions import check_model, store
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import Report, train_priors

# Puts the packed prior of each name into the folder.
Trainer = Callable[[Sequence[ModelName], Path, Report], Mapping[ModelName, Path]]


def ensure_champions(
    database: Database,
    storage: ObjectStorage,
    clock: Clock,
    ids: IdSource,
    scratch: Path,
    report: Report,
    train: Trainer = train_priors,
) -> None:
    """Train and register the prior of every model that has no champion, or none that can be used any more.

    Any number of processes may call this at once: one trains, the others wait and find its work. `report` is called
    from several threads.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with database.transaction() as session, tempfile.TemporaryDirectory(dir=scratch) as folder:
        for name in ModelName:
            registry.lock(session, name)
        why = {name: reason for name in ModelName if (reason := _why_train(session, storage, name, report))}
        for name, archive in train(list(why), Path(folder), report).items():
            candidate = store(name, archive, storage, clock, ids)
            record = registry.register(session, candidate, why[name])
            promotion.promote(session, record.model_id, why[name], clock.now())
            report(f"{name}: {record.model_id} serves ({why[name]})")


def _why_train(session: Session, storage: ObjectStorage, name: ModelName, report: Report) -> str | None:
    problems = []
    for record in registry.succession(session, name):
        try:
            check_model(record, storage)
        except UnavailableError as error:
            problems.append(error.cause)
            continue
        if problems:
            report(f"{name}: {' '.join(problems)} {record.model_id} answers in its place.")
        return None
    if not problems:
        return "cold start: trained on the documented prior"
    return f"trained on the documented prior again. {' '.join(problems)}"
