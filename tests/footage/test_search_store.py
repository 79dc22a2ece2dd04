"""Filters in SQL: what nobody looked for is neither with nor without it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError
from geminivideo.core.footage_scene import SceneContent, SeenObject, SeenText
from geminivideo.footage import store
from geminivideo.footage.model import Analysis, MeasuredScene
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.search import Orientation, SceneFilters
from geminivideo.footage.search_store import candidates, count_unknown
from geminivideo.footage.settings import ScoreWeights
from tests.footage.builders import NOW, box, footage, probe, scene


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


def looked_at(index: int, *labels: str, text: str | None = None, seconds: float = 1.0) -> MeasuredScene:
    objects = tuple(SeenObject(at_seconds=1, label=label, box=box(), confidence=0.9) for label in labels)
    lines = () if text is None else (SeenText(at_seconds=1, text=text, box=box(), confidence=0.9),)
    content = SceneContent(objects=objects, text=lines)
    return scene(index).model_copy(update={"content": content, "end_seconds": index + seconds})


def add(session: Session, footage_id: str, *scenes: MeasuredScene, **changes: Any) -> None:
    owner, _ = store.create(session, footage(footage_id, **changes))
    store.save_analysis(session, footage_id, Analysis(scenes=rank_scenes(scenes, owner.source, ScoreWeights())), NOW)


def found(session: Session, **filters: Any) -> list[str]:
    return list(candidates(session, SceneFilters(account_id="acme", **filters)).scene_ids)


def test_each_filter_keeps_what_is_known_to_pass_it(session: Session) -> None:
    people, cup, unknown = looked_at(1, "person", "cup", text="SALE", seconds=4), looked_at(2, "cup"), scene(3)
    add(session, "footage_1", people, cup, unknown)
    first, second, third = (f"footage_1_s000{n}" for n in (1, 2, 3))
    assert found(session) == [first, second, third]
    assert found(session, has_people=True) == [first]
    assert found(session, has_people=False) == [second]
    assert found(session, has_text=True) == [first]
    assert found(session, has_text=False) == [second]
    assert found(session, labels=("Cup",)) == [first, second]
    assert found(session, labels=("cup", "person")) == [first]
    assert found(session, has_speech=False) == []
    assert found(session, min_seconds=2) == [first]
    assert found(session, max_seconds=2) == [second, third]
    assert found(session, min_score=101) == []


def test_what_nobody_looked_for_is_counted(session: Session) -> None:
    add(session, "footage_1", looked_at(1, "person"), scene(2), scene(3, faces=2.0))
    asked = SceneFilters(account_id="acme", has_people=True, has_speech=True, labels=("cup",))
    assert count_unknown(session, asked) == {"has_people": 1, "has_speech": 3, "labels": 2}
    assert count_unknown(session, SceneFilters(account_id="acme", min_seconds=1)) == {}
    assert found(session, has_people=True) == ["footage_1_s0001", "footage_1_s0003"]


@pytest.mark.parametrize(
    ("width", "height", "orientation"),
    [(1080, 1920, "portrait"), (1920, 1080, "landscape"), (1080, 1080, "square"), (1100, 1080, "square")],
)
def test_orientation_is_that_of_the_upright_picture(
    session: Session, width: int, height: int, orientation: str
) -> None:
    add(session, "footage_1", scene(), probe=probe(width=width, height=height))
    assert [each for each in Orientation if found(session, orientation=each)] == [orientation]


def test_an_account_sees_its_own_ready_footage_only(session: Session) -> None:
    add(session, "footage_1", scene())
    add(session, "footage_2", scene(), account_id="other")
    add(session, "footage_3", scene())
    store.mark_analyzing(session, "footage_3")
    assert found(session) == ["footage_1_s0001"]
    assert found(session, footage_ids=("footage_1",)) == ["footage_1_s0001"]
    for foreign in ("footage_2", "footage_x"):
        with pytest.raises(NotFoundError, match=foreign):
            found(session, footage_ids=("footage_1", foreign))


def test_texts_from_outside_are_values(session: Session) -> None:
    add(session, "footage_1", looked_at(1, "'; DROP TABLE footage; --"))
    assert found(session, labels=("'; DROP TABLE footage; --",)) == ["footage_1_s0001"]
    assert found(session, labels=("%", "{cup}")) == []


def test_scenes_of_an_older_version_are_known_by_their_files_name(session: Session) -> None:
    add(session, "footage_1", scene(), label="IMG 7 pouring coffee")
    session.execute(text("UPDATE footage_scenes SET meaning = NULL, labels = NULL, people = NULL"))
    old = candidates(session, SceneFilters(account_id="acme"))
    assert old.meanings == ["pouring coffee"]
    assert old.without_vector == [0]


def test_an_embedding_comes_back_with_its_scene(session: Session) -> None:
    embedding = tuple([0.5] * 4 + [0.0] * 380)
    owner, _ = store.create(session, footage())
    (ranked,) = rank_scenes([looked_at(1, "dog")], owner.source, ScoreWeights())
    embedded = ranked.model_copy(update={"scene": ranked.scene.model_copy(update={"embedding": embedding})})
    store.save_analysis(session, "footage_1", Analysis(scenes=(embedded,)), NOW)
    assert store.ranked_scenes(session, "footage_1") == [embedded]
    assert store.scenes_by_id(session, ["footage_1_s0001", "footage_x"]) == [embedded]
    assert tuple(candidates(session, SceneFilters(account_id="acme")).vectors[0]) == embedding
