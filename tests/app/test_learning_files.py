"""The files of models that an account's lessons made: none stays of an attempt that died."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from geminivideo.app.container import Container
from geminivideo.attribution.insights import store as insights
from geminivideo.core.clock import ManualClock
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobKind, JobStatus, WorkerStoppingError
from geminivideo.core.jobs.store import MAX_CRASHES
from geminivideo.oracle import registry
from geminivideo.oracle.champions import check_model
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.app.builders import add_champions
from tests.app.conftest import MakeContainer
from tests.app.test_learning import insight

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LEASE = timedelta(minutes=1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def container(
    make_container: MakeContainer, clock: ManualClock, small_models: dict[ModelName, TrainedModel]
) -> Container:
    container = make_container(clock)
    add_champions(container, small_models)
    luck = np.random.default_rng(1).uniform(0.7, 1.3, 80)
    rows = [insight(n, revenue_minor=int(90_000 * factor)) for n, factor in enumerate(luck)]
    with container.database.transaction() as session:
        insights.record(session, "default", dict(enumerate(rows, 1)), NOW)
    return container


@pytest.fixture
def job_id(container: Container) -> str:
    with container.database.transaction() as session:
        return jobs.create(session, "job_1", JobKind.LEARN, "default", {}, NOW).job_id


def claimed(container: Container, job_id: str) -> Job:
    with container.database.transaction() as session:
        job = jobs.claim(session, job_id, "worker", container.clock.now(), LEASE)
    assert job is not None
    return job


def killed_before_its_end(container: Container, job_id: str) -> set[str]:
    """Files of an attempt that taught both lessons and lived no longer."""
    before = stored(container)
    job = claimed(container, job_id)
    with JobControl(job, container.database, container.clock, LEASE) as control:
        container.account_learning.run(control)
    return stored(container) - before


def reaped(container: Container, clock: ManualClock) -> None:
    clock.advance(LEASE.total_seconds() + 1)
    container.runner.reap()


def stored(container: Container) -> set[str]:
    root = container.settings.home / "objects"
    return {path.relative_to(root).as_posix() for path in root.glob("models/*/*")}


def registered(container: Container) -> set[str]:
    with container.database.transaction() as session:
        models = registry.list_models(session)
    for model in models:
        check_model(model, container.storage)
    return {model.artifact_key for model in models}


def status_of(container: Container, job_id: str) -> JobStatus:
    with container.database.transaction() as session:
        return jobs.get(session, job_id).status


def test_the_next_attempt_clears_what_a_killed_one_had_stored_and_registers_each_model_once(
    container: Container, clock: ManualClock, job_id: str
) -> None:
    before = registered(container)
    left = killed_before_its_end(container, job_id)
    assert left == {f"models/{name}/job_1-1.zip" for name in ModelName}
    reaped(container, clock)
    container.runner.run(job_id, "another worker")
    assert status_of(container, job_id) is JobStatus.COMPLETED
    new = registered(container) - before
    assert new == {f"models/{name}/job_1-2.zip" for name in ModelName}
    assert stored(container) == before | new


def test_of_a_job_whose_workers_all_died_nothing_stays(container: Container, clock: ManualClock, job_id: str) -> None:
    before = registered(container)
    for _ in range(MAX_CRASHES):
        assert killed_before_its_end(container, job_id)
        reaped(container, clock)
    assert status_of(container, job_id) is JobStatus.FAILED
    assert stored(container) == registered(container) == before


def test_a_file_that_cannot_be_removed_keeps_no_account_from_learning(container: Container, job_id: str) -> None:
    in_the_way = container.settings.home / "objects" / "models/roas/job_1-1.zip"
    in_the_way.mkdir()  # a folder: nothing can be stored there, and no file is there to be removed
    container.runner.run(job_id, "worker")
    assert status_of(container, job_id) is JobStatus.FAILED
    with container.database.transaction() as session:
        jobs.retry(session, job_id, NOW)
    container.runner.run(job_id, "worker")
    assert status_of(container, job_id) is JobStatus.COMPLETED
    assert {f"models/{name}/job_1-2.zip" for name in ModelName} <= registered(container)


def test_who_is_told_to_stop_while_it_learns_stores_nothing_any_more(container: Container, job_id: str) -> None:
    before = stored(container)
    looks = iter([False])  # it looks when it begins with the curve
    control = JobControl(
        claimed(container, job_id), container.database, container.clock, LEASE, stopping=lambda: next(looks, True)
    )
    with control, pytest.raises(WorkerStoppingError):
        container.account_learning.run(control)
    assert stored(container) == before
