"""What answers: the account's champion or everybody's, the last good one where it is broken, a new one everywhere."""

import hashlib
import io
import json
import re
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.core.errors import UnavailableError
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.champions import ServingModel, check_model
from geminivideo.oracle.model import Basis, ModelName
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.registry import ModelRecord
from geminivideo.oracle.serving import Key, ServingModels
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.examples import roas_items
from tests.oracle.starting import Start

ROAS = ModelName.ROAS


def answering(serving: ServingModels, account_id: str | None = None) -> str:
    return serving.model_for(ROAS, account_id).model_id


def register_anew(start: Start, record: ModelRecord, content: bytes) -> None:
    """As if this file had been registered."""
    start.overwrite(record, content)
    sha256 = hashlib.sha256(content).hexdigest()
    with start.database.transaction() as session:
        session.execute(
            text("UPDATE model_registry SET artifact_sha256 = :sha WHERE model_id = :id"),
            {"sha": sha256, "id": record.model_id},
        )


def with_manifest(packed: bytes, **changes: Any) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.namelist():
            found = old.read(part)
            if part == "manifest.json":
                found = json.dumps({**json.loads(found), **changes}).encode()
            new.writestr(part, found)
    return content.getvalue()


def tampered(start: Start, record: ModelRecord) -> None:
    packed = bytearray(start.content(record))
    packed[len(packed) // 2] ^= 1
    start.overwrite(record, bytes(packed))


def missing(start: Start, record: ModelRecord) -> None:
    start.storage.delete(record.artifact_key)


def pointing_to_nothing(start: Start, record: ModelRecord) -> None:
    with start.database.transaction() as session:
        session.execute(
            text("UPDATE model_registry SET artifact_key = 'models/roas/nothing.zip' WHERE model_id = :id"),
            {"id": record.model_id},
        )


def pointing_outside(start: Start, record: ModelRecord) -> None:
    with start.database.transaction() as session:
        session.execute(
            text("UPDATE model_registry SET artifact_key = '../../etc/passwd' WHERE model_id = :id"),
            {"id": record.model_id},
        )


def truncated(start: Start, record: ModelRecord) -> None:
    packed = start.content(record)
    start.overwrite(record, packed[: len(packed) // 2])


def registered_truncated(start: Start, record: ModelRecord) -> None:
    packed = start.content(record)
    register_anew(start, record, packed[: len(packed) // 2])


def of_another_schema(start: Start, record: ModelRecord) -> None:
    packed = start.content(record)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        schema = json.loads(archive.read("manifest.json"))["schema"]
    register_anew(start, record, with_manifest(packed, schema={**schema, "version": 7}))


def of_another_format(start: Start, record: ModelRecord) -> None:
    register_anew(start, record, with_manifest(start.content(record), format=99))


BREAKING: dict[Callable[[Start, ModelRecord], None], str] = {
    tampered: "SHA-256 differs",
    missing: "ts file is gone",
    pointing_to_nothing: "nothing.zip",
    pointing_outside: "not an object key",
    truncated: "SHA-256 differs",
    registered_truncated: "not a zip file",
    of_another_schema: "version 7",
    of_another_format: "format 99",
}


@pytest.mark.parametrize("break_it", BREAKING)
def test_a_broken_champion_stops_neither_a_start_nor_who_serves_already(
    start: Start, served: ServingModels, small_roas: TrainedModel, break_it: Callable[[Start, ModelRecord], None]
) -> None:
    before = LocalOracle(served.model_for).predict_roas(roas_items(3))
    break_it(start, start.register(small_roas))
    for serving in (served, start.serving()):
        with capture_logs() as logs:
            serving.reload()
        assert LocalOracle(serving.model_for).predict_roas(roas_items(3)) == before
        assert [(line["log_level"], line["model"]) for line in logs] == [("error", "roas-v2")]
        assert re.search(BREAKING[break_it], serving.problems["roas-v2"])
        assert "roas-v1 in place of roas-v2: " in serving.state()
    with pytest.raises(UnavailableError, match=BREAKING[break_it]), start.database.transaction() as session:
        check_model(registry.get(session, "roas-v2"), start.storage)  # finds what loading finds


def test_of_several_broken_ones_the_first_good_one_in_the_order_of_promotion_answers(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    records = [start.register(small_roas) for _ in range(3)]
    with start.database.transaction() as session:
        promotion.promote(session, "roas-v2", "by hand", start.clock.now())
    for record in records[:2]:
        missing(start, record)
    assert answering(start.serving()) == "roas-v4"


def test_where_none_is_left_the_error_names_all(start: Start, served: ServingModels, small_roas: TrainedModel) -> None:
    newer = start.register(small_roas)
    with start.database.transaction() as session:
        records = [record for record in registry.list_models(session) if record.name == ROAS]
    for record in records:
        missing(start, record)
    fresh = start.serving()
    with pytest.raises(UnavailableError, match=r"roas-v2 cannot be used.*roas-v1 cannot be used") as none:
        fresh.reload()
    assert newer.artifact_key in none.value.cause
    assert "trains a new prior" in none.value.next_step
    with pytest.raises(UnavailableError, match="roas-v1"):
        fresh.state()


def test_without_a_champion_there_is_a_clear_error(start: Start) -> None:
    with pytest.raises(UnavailableError, match="no champion for roas"):
        start.serving().reload()


def test_what_is_stored_is_what_is_served(served: ServingModels, start: Start, small_roas: TrainedModel) -> None:
    items = roas_items(20)
    found = LocalOracle(served.model_for).predict_roas(items)
    rows = np.array([small_roas.schema.row(item.features, item.id) for item in items])
    assert [prediction.predicted_roas for prediction in found] == small_roas.predict(rows).outcome.tolist()
    assert {prediction.model_version for prediction in found} == {"roas-v1"}
    assert {prediction.basis for prediction in found} == {Basis.PRIOR}
    with start.database.transaction() as session:
        record = registry.champion(session, ROAS)
    assert record is not None
    assert record.metrics["coverage"] == small_roas.metrics["coverage"]
    assert record.data_fingerprint == small_roas.training["data_fingerprint"]


def test_a_promotion_is_seen_by_other_processes_within_seconds(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    start.register(small_roas)
    assert answering(served) == "roas-v1"
    start.clock.advance(3)
    assert answering(served) == "roas-v2"
    with start.database.transaction() as session:
        promotion.rollback(session, "roas-v2", "worse")
    start.clock.advance(3)
    assert answering(served) == "roas-v1"


def test_between_looks_the_registry_is_left_alone(served: ServingModels, statements: list[str]) -> None:
    for _ in range(50):
        answering(served, "acme")
    assert statements == []


@pytest.fixture
def statements(database: Database) -> list[str]:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    return seen


def test_a_champion_that_was_broken_is_tried_again_after_a_minute(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    record = start.register(small_roas)
    packed = start.content(record)
    missing(start, record)
    served.reload()
    start.overwrite(record, packed)
    start.clock.advance(59)
    assert answering(served) == "roas-v1"
    start.clock.advance(1)
    assert answering(served) == "roas-v2"
    assert served.problems == {}
    assert served.state() == "roas-v2 and scene-ctr-v1 answer"


def test_an_account_is_answered_by_its_own_model_and_others_by_that_of_all(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    start.register(small_roas, account_id="acme")
    start.clock.advance(3)
    assert [answering(served, account) for account in ("acme", "globex", None)] == [
        "roas-acme-v1",
        "roas-v1",
        "roas-v1",
    ]
    with start.database.transaction() as session:
        promotion.rollback(session, "roas-acme-v1", "worse")
    start.clock.advance(3)
    assert answering(served, "acme") == "roas-v1"


def test_an_account_whose_models_are_broken_has_the_present_one_of_all(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    missing(start, start.register(small_roas, account_id="acme"))
    start.clock.advance(3)
    assert answering(served, "acme") == "roas-v1"
    assert "roas-v1 in place of roas-acme-v1: " in served.state()
    start.register(small_roas)
    start.clock.advance(3)
    assert answering(served, "acme") == "roas-v2"


def test_an_account_whose_model_was_mended_is_ready_at_the_first_look(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    record = start.register(small_roas, account_id="acme")
    packed = start.content(record)
    missing(start, record)
    start.clock.advance(3)
    assert answering(served, "acme") == "roas-v1"
    start.overwrite(record, packed)
    start.clock.advance(60)
    assert served.state() == "roas-v1 and scene-ctr-v1 answer"
    assert answering(served, "acme") == "roas-acme-v1"


def test_few_models_of_accounts_are_kept_in_memory(
    start: Start, served: ServingModels, small_roas: TrainedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geminivideo.oracle.serving._MOST_OF_ACCOUNTS", 2)
    for account in ("a", "b", "c"):
        start.register(small_roas, account_id=account)
    start.clock.advance(3)
    assert [answering(served, account) for account in "abca"] == [f"roas-{account}-v1" for account in "abca"]
    assert [key for key in served._answering if key[1]] == [(ROAS, "c"), (ROAS, "a")]
    assert answering(served) == "roas-v1"


class Gate:
    """Holds one thread in the middle of loading a model until told to go on."""

    def __init__(self, serving: ServingModels) -> None:
        self.entered, self.go_on, self.calls = threading.Event(), threading.Event(), 0
        self._load = serving.load

    def __call__(self, record: ModelRecord) -> ServingModel:
        self.calls += 1
        self.entered.set()
        assert self.go_on.wait(20)
        return self._load(record)


def test_the_old_model_answers_while_the_new_one_is_loaded(
    start: Start, served: ServingModels, small_roas: TrainedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.register(small_roas)
    start.clock.advance(3)
    gate, found = Gate(served), list[str]()
    monkeypatch.setattr(served, "load", gate)
    loader = threading.Thread(target=lambda: found.append(answering(served)))
    loader.start()
    assert gate.entered.wait(20)
    assert [answering(served) for _ in range(3)] == ["roas-v1"] * 3
    gate.go_on.set()
    loader.join(20)
    assert (found, answering(served), gate.calls) == (["roas-v2"], "roas-v2", 1)


def test_threads_that_come_first_load_once(
    start: Start, served: ServingModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = start.serving()
    gate, found = Gate(fresh), list[str]()
    monkeypatch.setattr(fresh, "load", gate)
    threads = [threading.Thread(target=lambda: found.append(answering(fresh))) for _ in range(6)]
    for thread in threads:
        thread.start()
    assert gate.entered.wait(20)
    gate.go_on.set()
    for thread in threads:
        thread.join(20)
    assert (found, gate.calls) == (["roas-v1"] * 6, 1)


def test_a_promotion_during_a_look_is_not_undone_by_what_the_look_had_read(
    start: Start, served: ServingModels, small_roas: TrainedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = registry.champion_ids

    def slow(session: Session) -> dict[Key, str]:
        found = read(session)
        monkeypatch.setattr(registry, "champion_ids", read)
        record = start.register(small_roas, account_id="acme")
        served.put(record, served.load(record))
        return found

    monkeypatch.setattr(registry, "champion_ids", slow)
    start.clock.advance(3)
    answering(served)
    gate = Gate(served)
    monkeypatch.setattr(served, "load", gate)
    gate.go_on.set()
    assert (answering(served, "acme"), gate.calls) == ("roas-acme-v1", 0)


def test_a_database_that_goes_away_leaves_the_models_answering(
    start: Start, served: ServingModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Database("postgresql://nobody@127.0.0.1:9/nothing")
    monkeypatch.setattr(served, "_database", away)
    start.clock.advance(3)
    with capture_logs() as logs:
        assert [answering(served) for _ in range(3)] == ["roas-v1"] * 3
    assert [line["log_level"] for line in logs] == ["warning"]
    with pytest.raises(DatabaseAwayError):
        ServingModels(away, start.storage, start.scratch, start.clock).reload()


def test_a_database_that_goes_away_between_looking_and_loading_does_no_harm(
    start: Start, served: ServingModels, small_roas: TrainedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.register(small_roas)
    start.register(small_roas, account_id="acme")
    start.clock.advance(3)
    served._look()
    monkeypatch.setattr(served, "_database", Database("postgresql://nobody@127.0.0.1:9/nothing"))
    assert [answering(served), answering(served, "acme")] == ["roas-v1", "roas-v1"]


def test_a_model_that_learned_with_a_history_is_served_with_it(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    evidence = replace(small_roas.evidence, basis=Basis.ACCOUNT, observed=140, average=1.9)
    start.register(replace(small_roas, evidence=evidence), account_id="acme")
    start.clock.advance(3)
    assert served.model_for(ROAS, "acme").model.evidence == evidence
