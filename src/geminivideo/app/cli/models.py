"""`geminivideo models`: what the registry holds, and changing which model answers.

It goes to the database and the storage themselves: a service that has no model left to start with cannot be asked.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from rich.table import Table

from geminivideo.app.api.accounts import account_named
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.learning import lessons_told
from geminivideo.app.cli.markup import escape
from geminivideo.app.cli.own_container import own_container
from geminivideo.app.container import Container
from geminivideo.core.clock import rfc3339
from geminivideo.core.errors import UnavailableError
from geminivideo.core.settings import Settings
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.oracle import registry
from geminivideo.oracle.account import store as lessons
from geminivideo.oracle.account.store import LessonRecord
from geminivideo.oracle.champions import check_model
from geminivideo.oracle.registry import ModelRecord, Stage


@dataclass(frozen=True, slots=True)
class Listed:
    """A model, and what is wrong with its file if it should answer and cannot."""

    record: ModelRecord
    problem: str | None


def run_models(settings: Settings, output: Output, account_id: str | None) -> None:
    account_id = account_named(account_id) if account_id is not None else None
    with own_container(settings) as container:
        models = listed_models(container, account_id)
        with container.database.transaction() as session:
            learned = lessons.latest(session, account_id) if account_id else []
    output.show(models_table(models))
    for line in lessons_told(account_id or "", map(asdict, learned)):
        output.say(line)
    documents = [{**_document(model.record), "problem": model.problem} for model in models]
    output.result({"models": documents, "lessons": [_document(lesson) for lesson in learned]})


def listed_models(container: Container, account_id: str | None) -> list[Listed]:
    """All, or those that can answer for one account."""
    with container.database.transaction() as session:
        records = registry.list_models(session, account_id)
    return [Listed(record, _problem(record, container.storage)) for record in records]


def run_promote(settings: Settings, output: Output, model_id: str, reason: str | None) -> None:
    with own_container(settings) as container:
        record = container.changes_by_hand.promote(model_id, reason)
    whose = f"the account {record.account_id}" if record.account_id else "every account without a model of its own"
    output.say(f"{record.model_id} answers for {whose}")
    output.result(_document(record))


def run_rollback(settings: Settings, output: Output, model_id: str, reason: str | None) -> None:
    with own_container(settings) as container:
        record = container.changes_by_hand.rollback(model_id, reason)
    output.say(f"{model_id} was taken back; {record.model_id} answers in its place")
    output.result(_document(record))


def models_table(models: list[Listed]) -> Table:
    table = Table(title="Prediction models, the newest of an account first", title_justify="left", title_style="bold")
    for name in ("stage", "trained"):
        table.add_column(name, no_wrap=True)
    table.add_column("model", overflow="fold", ratio=1)
    for model in models:
        record = model.record
        style = "bold" if record.stage is Stage.CHAMPION else ""
        table.add_row(record.stage, f"{record.trained_at:%Y-%m-%d}", _described(model), style=style)
    return table


def _described(model: Listed) -> str:
    record, metrics = model.record, model.record.metrics
    whose = f"account {record.account_id}" if record.account_id else "every account"
    learned = f"learned from {metrics.get('rows_trained_on', '?')} rows ({metrics.get('basis', '?')})"
    lines = [f"{record.model_id}: {whose}, {learned}", f"[dim]{escape(record.reason)}[/]"]
    if trial := metrics.get("trial"):
        lines.append(f"[dim]{escape(_trial(trial, record.reason))}[/]")
    if model.problem:
        lines.append(f"[red]{escape(model.problem)}[/]")
    return "\n".join(lines)


def _trial(trial: Mapping[str, Any], reason: str) -> str:
    """What came of it only where the reason does not say it already."""
    tried = f"trial against {trial['against']} on {trial['ads']} ads"
    return tried if trial["words"] in reason else f"{tried}: {trial['words']}"


def _problem(record: ModelRecord, storage: ObjectStorage) -> str | None:
    if record.stage is not Stage.CHAMPION:
        return None
    try:
        check_model(record, storage)
    except UnavailableError as error:
        return error.cause
    return None


def _document(record: ModelRecord | LessonRecord) -> dict[str, Any]:
    return {name: rfc3339(value) if isinstance(value, datetime) else value for name, value in asdict(record).items()}
