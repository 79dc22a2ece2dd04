"""Assets in the database: searched by words, versioned, removed without losing their credits."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.rendering.library import store
from geminivideo.rendering.library.model import Asset, AssetKind, LutFacts, MusicFacts
from tests.rendering_library.files import details, titles

FACTS = MusicFacts(seconds=30.0, loudness_lufs=-14.0, bpm=120.0, beats=(0.5, 1.0))


def asset(clock: ManualClock, number: int, **changed: object) -> Asset:
    values: dict[str, object] = {
        "asset_id": f"asset_{number}",
        "account_id": "default",
        "kind": AssetKind.MUSIC,
        "details": details(f"Song {number}"),
        "sha256": f"{number:064d}",
        "original_sha256": f"{number:064d}",
        "size_bytes": 10,
        "facts": FACTS,
        "created_at": clock.now() + timedelta(seconds=number),
    }
    return Asset.model_validate(values | changed)


def add(database: Database, *assets: Asset) -> None:
    with database.transaction() as session:
        for each in assets:
            store.create(session, each)


def found(database: Database, words: str = "", kind: AssetKind | None = None, account: str = "default") -> list[str]:
    with database.transaction() as session:
        return titles(store.search(session, account, kind=kind, words=words))


def test_an_asset_is_read_back_as_it_was_written(database: Database, clock: ManualClock) -> None:
    whole = details("Été", "CC-BY-4.0", attribution="by X", origin="a site", tags=("calm", "piano"))
    written = asset(clock, 1, details=whole)
    add(database, written)
    with database.transaction() as session:
        assert store.get(session, "asset_1") == written


def test_every_word_must_be_found_and_none_is_a_pattern(database: Database, clock: ManualClock) -> None:
    one = asset(clock, 1, details=details("Morning Piano", tags=("calm", "100%_ours")))
    two = asset(clock, 2, details=details("Evening Piano", "CC-BY-4.0"))
    three = asset(clock, 3, kind=AssetKind.LUT, facts=LutFacts(size=2), details=details("Piano Look"))
    four = asset(clock, 4, account_id="other")
    add(database, one, two, three, four)
    assert found(database) == ["Piano Look", "Evening Piano", "Morning Piano"]
    assert found(database, "PIANO calm") == ["Morning Piano"]
    assert found(database, "cc-by") == ["Evening Piano"]
    assert found(database, "100%_") == ["Morning Piano"]
    assert found(database, "%") == ["Morning Piano"]
    assert found(database, "piano", AssetKind.LUT) == ["Piano Look"]
    assert found(database, account="other") == ["Song 4"]
    assert found(database, "'; DROP TABLE assets; --") == []


def test_the_newest_version_stands_for_all(database: Database, clock: ManualClock) -> None:
    add(database, asset(clock, 1), asset(clock, 2, version=2, replaces="asset_1"))
    assert found(database) == ["Song 2"]
    with pytest.raises(ConflictError, match="newer version"):
        add(database, asset(clock, 3, version=2, replaces="asset_1"))
    with database.transaction() as session:
        store.remove(session, "asset_2", clock.now())
    assert found(database) == ["Song 1"], "with the newer version gone the older one is the newest"


def test_the_same_bytes_are_one_asset(database: Database, clock: ManualClock) -> None:
    add(database, asset(clock, 1))
    with database.transaction() as session:
        again = store.create(session, asset(clock, 2, original_sha256=f"{1:064d}", details=details("Song 1")))
    assert again.asset_id == "asset_1"
    with pytest.raises(ConflictError, match="asset_1"):
        add(database, asset(clock, 2, original_sha256=f"{1:064d}", details=details("Other", "CC0-1.0")))


def test_what_was_removed_is_gone_but_its_row_stays(database: Database, clock: ManualClock) -> None:
    add(database, asset(clock, 1))
    with database.transaction() as session:
        store.remove(session, "asset_1", clock.now())
    assert found(database) == []
    with database.transaction() as session, pytest.raises(NotFoundError, match="was removed"):
        store.get(session, "asset_1")
    with database.transaction() as session:
        assert session.execute(text("SELECT title, licence FROM assets")).one() == ("Song 1", "own work")
    add(database, asset(clock, 2, original_sha256=f"{1:064d}"))
    assert found(database) == ["Song 2"], "it may come again"


def test_an_account_only_uses_its_own_and_the_right_kind(database: Database, clock: ManualClock) -> None:
    add(database, asset(clock, 1))
    with database.transaction() as session:
        assert store.of_account(session, "default", "asset_1", AssetKind.MUSIC).asset_id == "asset_1"
        with pytest.raises(NotFoundError):
            store.of_account(session, "other", "asset_1", AssetKind.MUSIC)
        with pytest.raises(ConflictError, match="is music, not font"):
            store.of_account(session, "default", "asset_1", AssetKind.FONT)
