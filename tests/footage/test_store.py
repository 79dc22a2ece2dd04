from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, NotFoundError, ProcessingError
from geminivideo.core.footage_scene import SubjectSample
from geminivideo.footage import store
from geminivideo.footage.model import Analysis, Footage, FootageStatus, MeasuredScene, RankedScene
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.settings import ScoreWeights
from geminivideo.footage.store import CtrPrediction
from tests.footage.builders import NOW, box, footage, scene


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


def analysis_of(owner: Footage, *scenes: MeasuredScene, problems: tuple[str, ...] = ()) -> Analysis:
    return Analysis(scenes=rank_scenes(scenes, owner.source, ScoreWeights()), problems=problems)


def ready(session: Session, footage_id: str, **changes: str) -> tuple[Footage, tuple[RankedScene, ...]]:
    owner, _ = store.create(session, footage(footage_id, **changes))
    analysis = analysis_of(owner, scene(1, motion=0.2), scene(2, motion=0.9))
    store.save_analysis(session, footage_id, analysis, NOW)
    return store.get(session, footage_id), analysis.scenes


def test_footage_comes_back_as_it_was_stored(session: Session) -> None:
    original = footage(label="قهوة ☕ 'quoted'; DROP TABLE")
    assert store.create(session, original) == (original, True)
    assert store.get(session, original.footage_id) == original
    assert store.find(session, "acme", original.sha256) == original
    assert store.find(session, "other", original.sha256) is None


def test_the_same_bytes_are_the_same_footage_within_an_account_only(session: Session) -> None:
    first = footage("footage_1", sha256="a" * 64)
    store.create(session, first)
    assert store.create(session, footage("footage_2", sha256="a" * 64)) == (first, False)
    elsewhere = footage("footage_3", sha256="a" * 64, account_id="other")
    assert store.create(session, elsewhere) == (elsewhere, True)


def test_unknown_footage_is_named_with_a_next_step(session: Session) -> None:
    for call in (
        lambda: store.get(session, "footage_x"),
        lambda: store.ranked_scenes(session, "footage_x"),
        lambda: store.scenes_of(session, ["footage_x"]),
        lambda: store.mark_analyzing(session, "footage_x"),
        lambda: store.save_analysis(session, "footage_x", Analysis(scenes=()), NOW),
    ):
        with pytest.raises(NotFoundError, match="footage_x") as missing:
            call()
        assert "upload" in missing.value.next_step


def test_status_goes_from_received_to_ready(session: Session) -> None:
    store.create(session, footage())
    assert store.get(session, "footage_1").status is FootageStatus.RECEIVED
    store.mark_analyzing(session, "footage_1")
    assert store.get(session, "footage_1").status is FootageStatus.ANALYZING
    later = NOW + timedelta(minutes=1)
    store.save_analysis(session, "footage_1", analysis_of(footage(), scene()), later)
    done = store.get(session, "footage_1")
    assert (done.status, done.analyzed_at, done.problem) == (FootageStatus.READY, later, None)


def test_a_failure_is_kept_with_its_remedy_until_the_next_try(session: Session) -> None:
    store.create(session, footage())
    store.mark_failed(session, "footage_1", ProcessingError("It broke.", next_step="mend it"))
    failed = store.get(session, "footage_1")
    assert failed.status is FootageStatus.FAILED
    assert failed.problem == {"cause": "It broke.", "next_step": "mend it"}
    store.mark_analyzing(session, "footage_1")
    assert store.get(session, "footage_1").problem is None


def test_what_could_not_be_measured_stands_beside_ready_footage(session: Session) -> None:
    store.create(session, footage())
    store.save_analysis(session, "footage_1", analysis_of(footage(), scene(), problems=("no faces", "no sound")), NOW)
    done = store.get(session, "footage_1")
    assert done.status is FootageStatus.READY
    assert done.problem is not None
    assert done.problem["cause"] == "no faces; no sound"


def test_scenes_come_back_as_they_were_ranked(session: Session) -> None:
    subject = SubjectSample(at_seconds=1.2, kind="face", box=box(), confidence=0.9)
    first = scene(1, motion=0.2, loudness_lufs=-21.5).model_copy(
        update={"subjects": (subject,), "problems": ("faces not measured",)}
    )
    second = scene(2, motion=0.9).model_copy(update={"duplicate_of": 1})
    store.create(session, footage())
    analysis = analysis_of(footage(), first, second)
    store.save_analysis(session, "footage_1", analysis, NOW)

    assert tuple(store.ranked_scenes(session, "footage_1")) == analysis.scenes


def test_a_new_analysis_replaces_the_old_scenes(session: Session) -> None:
    ready(session, "footage_1")
    store.save_analysis(session, "footage_1", analysis_of(footage(), scene(1)), NOW)
    assert [ranked.scene.index for ranked in store.ranked_scenes(session, "footage_1")] == [1]


def test_scenes_of_several_footages_come_in_the_order_asked_for(session: Session) -> None:
    _, of_first = ready(session, "footage_1")
    _, of_second = ready(session, "footage_2")
    asked = store.scenes_of(session, ["footage_2", "footage_1"])
    assert asked == [ranked.scene for ranked in (*of_second, *of_first)]
    assert store.scenes_of(session, []) == []


def test_scenes_of_unfinished_or_failed_footage_are_refused(session: Session) -> None:
    store.create(session, footage("footage_1"))
    with pytest.raises(ConflictError, match="not analysed yet"):
        store.scenes_of(session, ["footage_1"])
    store.mark_failed(session, "footage_1", ProcessingError("It broke.", next_step="mend it"))
    with pytest.raises(ConflictError, match="It broke"):
        store.scenes_of(session, ["footage_1"])


def test_an_accounts_ready_scenes_are_its_own_and_only_ready_ones(session: Session) -> None:
    _, mine = ready(session, "footage_1")
    ready(session, "footage_2", account_id="other")
    store.create(session, footage("footage_3"))
    assert store.ready_scenes(session, "acme") == [ranked.scene for ranked in mine]
    assert store.ready_scenes(session, "nobody") == []


def test_predicted_ctr_is_kept_with_its_interval(session: Session) -> None:
    _, (first, second) = ready(session, "footage_1")
    prediction = CtrPrediction(predicted_ctr=0.031, interval=(0.02, 0.05))
    store.save_predictions(session, "footage_1", {second.scene.scene_id: prediction})

    stored = store.ranked_scenes(session, "footage_1")
    assert (stored[0].scene.predicted_ctr, stored[0].ctr_interval) == (None, None)
    assert (stored[1].scene.predicted_ctr, stored[1].ctr_interval) == (0.031, (0.02, 0.05))
    assert store.scenes_of(session, ["footage_1"])[1].predicted_ctr == 0.031
    assert first.scene.predicted_ctr is None


def test_a_prediction_for_no_scene_is_refused(session: Session) -> None:
    ready(session, "footage_1")
    with pytest.raises(NotFoundError, match="no scene"):
        store.save_predictions(session, "footage_1", {"nope": CtrPrediction(predicted_ctr=0.1, interval=(0, 1))})


def test_the_database_refuses_a_status_that_does_not_exist(database: Database) -> None:
    def spoil() -> None:
        with database.transaction() as session:
            store.create(session, footage())
            store._set(session, "footage_1", status="almost")

    with pytest.raises(IntegrityError):
        spoil()


def test_a_transaction_that_fails_leaves_no_scene(database: Database) -> None:
    def break_off() -> None:
        with database.transaction() as session:
            store.save_analysis(session, "footage_1", analysis_of(footage(), scene()), NOW)
            raise ZeroDivisionError

    with database.transaction() as session:
        store.create(session, footage())
    with pytest.raises(ZeroDivisionError):
        break_off()
    with database.transaction() as session:
        assert store.ranked_scenes(session, "footage_1") == []
        assert store.get(session, "footage_1").status is FootageStatus.RECEIVED
