"""An account's own models beside those of every account, and promotion by a won trial."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import Candidate, Stage
from geminivideo.oracle.trial import Forecast, Trial, paired_trial

ROAS = ModelName.ROAS


@pytest.fixture
def candidate(clock: ManualClock) -> Candidate:
    return Candidate(ROAS, {"rmse": 0.4}, {"name": "blueprint"}, "f" * 64, "models/a.zip", "a" * 64, clock.now())


@pytest.fixture
def general(database: Database, candidate: Candidate, clock: ManualClock) -> str:
    """The champion of every account."""
    with database.transaction() as session:
        model_id = registry.register(session, candidate, "cold start").model_id
        promotion.promote(session, model_id, "cold start", clock.now())
    return model_id


def register(session: Session, candidate: Candidate, account_id: str) -> str:
    return registry.register(session, replace(candidate, account_id=account_id), "learned").model_id


def answering(database: Database, account_id: str) -> str | None:
    with database.transaction() as session:
        found = registry.champion_for(session, ROAS, account_id)
    return found.model_id if found else None


def fought(noise: float) -> Trial:
    """A trial whose challenger is off by 0.3 and whose champion is off by `noise`."""
    rng = np.random.default_rng(1)
    actual = rng.lognormal(0.5, 0.5, 60)
    wide = np.zeros(60), np.full(60, 99.0)
    champion, challenger = (Forecast(actual + rng.normal(0, off, 60), *wide) for off in (noise, 0.3))
    return paired_trial(actual, champion, challenger, rng)


def test_an_account_without_its_own_model_has_that_of_all(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    with database.transaction() as session:
        own = register(session, candidate, "acme")
    assert (own, answering(database, "acme")) == ("roas-acme-v1", general)
    with database.transaction() as session:
        promotion.promote(session, own, "by hand", clock.now())
    assert [answering(database, account) for account in ("acme", "globex")] == [own, general]
    with database.transaction() as session:
        assert registry.champion_ids(session) == {(ROAS, None): general, (ROAS, "acme"): own}
        assert registry.champion(session, ROAS, "globex") is None
        assert registry.get(session, own).account_id == "acme"


def test_versions_count_per_account_and_ids_never_meet(database: Database, candidate: Candidate, general: str) -> None:
    """Even where an account is called like the end of an id."""
    with database.transaction() as session:
        made = [register(session, candidate, account) for account in ("v1", "v1", "a.b", "x-v1", "x")]
    assert made == ["roas-v1-v1", "roas-v1-v2", "roas-a.b-v1", "roas-x-v1-v1", "roas-x-v1"]


def test_lists_show_one_account_what_can_answer_for_it(database: Database, candidate: Candidate, general: str) -> None:
    with database.transaction() as session:
        ours = [register(session, candidate, "acme") for _ in range(2)]
        theirs = register(session, candidate, "globex")
        shown = [record.model_id for record in registry.list_models(session, "acme")]
        every = [record.model_id for record in registry.list_models(session)]
    assert shown == [general, *ours[::-1]]
    assert every == [*shown, theirs]


def test_rolling_back_an_accounts_first_model_leaves_it_that_of_all(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    with database.transaction() as session:
        first, second = (register(session, candidate, "acme") for _ in range(2))
        promotion.promote(session, first, "by hand", clock.now())
        clock.advance(60)
        promotion.promote(session, second, "by hand", clock.now())
    with database.transaction() as session:
        assert promotion.rollback(session, second, "worse").model_id == first
        assert promotion.rollback(session, first, "worse too").model_id == general
    with database.transaction() as session:
        archived = registry.get(session, first)
        assert registry.succession(session, ROAS, "acme") == []
    assert (archived.stage, archived.reason) == (Stage.ARCHIVED, f"replaced by {general}: worse too")
    assert answering(database, "acme") == general


def test_an_accounts_model_never_stands_in_for_that_of_all(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    with database.transaction() as session:
        promotion.promote(session, register(session, candidate, "acme"), "by hand", clock.now())
    with pytest.raises(ConflictError, match="No model was champion before"), database.transaction() as session:
        promotion.rollback(session, general, "worse")
    assert [answering(database, account) for account in ("acme", "globex")] == ["roas-acme-v1", general]


def test_the_database_allows_one_champion_per_account(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    with database.transaction() as session:
        promotion.promote(session, register(session, candidate, "acme"), "by hand", clock.now())
        register(session, candidate, "acme")
    statement = text("UPDATE model_registry SET stage = 'champion' WHERE model_id = 'roas-acme-v2'")
    with pytest.raises(IntegrityError, match="one_champion_of_account"), database.transaction() as session:
        session.execute(statement)


def test_a_won_trial_promotes_and_stays_with_the_model(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    trial = fought(2.0)
    with database.transaction() as session:
        own = register(session, candidate, "acme")
        record = promotion.promote_by_trial(session, own, trial, general, clock.now())
    assert record.stage is Stage.CHAMPION
    assert record.reason.startswith(f"won a trial against {general}: better")
    assert record.promoted_at == clock.now()
    with database.transaction() as session:
        kept = registry.get(session, own).metrics
    assert kept["rmse"] == 0.4
    assert kept["trial"]["against"] == general
    assert (kept["trial"]["verdict"], kept["trial"]["p_value"]) == ("promote", trial.p_value)


def test_a_lost_trial_does_not_promote_but_can_be_kept(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    trial = fought(0.3)
    with database.transaction() as session:
        own = register(session, candidate, "acme")
        promotion.keep_trial(session, own, trial, general)
    with pytest.raises(ConflictError, match="did not win its trial"), database.transaction() as session:
        promotion.promote_by_trial(session, own, trial, general, clock.now())
    with database.transaction() as session:
        assert registry.get(session, own).metrics["trial"]["verdict"] == "keep"
    assert answering(database, "acme") == general


def test_a_trial_counts_against_the_present_champion_only(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    with database.transaction() as session:
        own, other = (register(session, candidate, "acme") for _ in range(2))
        promotion.promote(session, other, "by hand", clock.now())
    with pytest.raises(ConflictError, match=f"{other} is champion now"), database.transaction() as session:
        promotion.promote_by_trial(session, own, fought(2.0), general, clock.now())
    assert answering(database, "acme") == other


def test_of_two_promotions_at_once_one_waits_and_sees_the_other(
    database: Database, candidate: Candidate, general: str, clock: ManualClock
) -> None:
    with database.transaction() as session:
        ids = [register(session, candidate, "acme") for _ in range(2)]
    outcomes: list[str] = []

    def promote(model_id: str) -> None:
        try:
            with database.transaction() as session:
                promotion.promote_by_trial(session, model_id, fought(2.0), general, clock.now())
            outcomes.append(model_id)
        except ConflictError as error:
            outcomes.append(error.cause)

    threads = [threading.Thread(target=promote, args=(model_id,)) for model_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = answering(database, "acme")
    assert winner in ids
    assert sorted(outcome == winner for outcome in outcomes) == [False, True]
    assert any(f"but {winner} is champion now" in outcome for outcome in outcomes)


def test_an_unknown_model_is_named(database: Database) -> None:
    with pytest.raises(NotFoundError, match="roas-nobody-v1"), database.transaction() as session:
        registry.get(session, "roas-nobody-v1")
